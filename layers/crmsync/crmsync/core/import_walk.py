"""How far the reading of an import's records has come: what its lanes share, and which set each of them works on."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import asdict, dataclass, field
from typing import Any

from crmsync.core.record import Millis


@dataclass(frozen=True, slots=True)
class Claim:
    """The set of records that one lane brings in step: its number, and where it is read (None: the first)."""

    number: int
    locator: str | None = None


@dataclass(slots=True)
class ImportWalk:
    """`part` counts the objects. Of the present one: the query, when it was made and for which fields, and the next set
    that is nobody's yet. `generation` grows whenever the query was made again. `claims` are by lane; each lane has one
    at a time. `settled` has the generation by which each earlier object was brought in step.
    """

    part: int = 0
    generation: int = 0
    query_id: str = ""
    queried_at: Millis = 0
    fields: list[str] = field(default_factory=list)
    is_ready: bool = False
    looks: int = 0
    number: int = 0
    locator: str | None = None
    is_over: bool = False
    """The last set of the object was claimed."""
    claims: dict[str, Claim] = field(default_factory=dict)
    settled: list[int] = field(default_factory=list)

    def claim(self, lane: int, following: str | None) -> Claim:
        """Makes the next set this lane's; `following` is where the one after it begins, None when there is none."""
        claimed = self.claims[str(lane)] = Claim(self.number, self.locator)
        self.number, self.locator, self.is_over = self.number + 1, following, following is None
        return claimed

    def claim_of(self, lane: int) -> Claim | None:
        return self.claims.get(str(lane))

    def give_up(self, lane: int) -> None:
        """The lane's set is done."""
        self.claims.pop(str(lane), None)

    def begin_next_part(self) -> None:
        self._begin(self.part + 1, [*self.settled, self.generation])

    def begin_again(self) -> None:
        """The present object from its first record on."""
        self._begin(self.part, self.settled)

    def _begin(self, part: int, settled: list[int]) -> None:
        generation = self.generation + 1
        for name, value in asdict(ImportWalk(part, generation, settled=settled)).items():
            setattr(self, name, value)

    def as_dict(self) -> dict[str, Any]:
        return asdict(self)

    @classmethod
    def from_dict(cls, kept: Mapping[str, Any]) -> ImportWalk:
        """The inverse of `as_dict`; the beginning for nothing."""
        claims = {lane: Claim(**claim) for lane, claim in kept.get("claims", {}).items()}
        return cls(**{**kept, "claims": claims})
