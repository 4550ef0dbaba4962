"""A round of reconciling as its job remembers it between two steps: where it stands, and what it found."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import asdict, dataclass, field
from enum import StrEnum
from typing import Any

from crmsync.core.bulk_position import BulkPosition
from crmsync.core.drift import TOLD_WITHIN
from crmsync.core.record import Millis

MOST_EXAMPLES = 20
"""Of each kind of finding."""


class RoundState(StrEnum):
    RUNNING = "running"
    DONE = "done"
    FAILED = "failed"


class Found(StrEnum):
    """What a record was found as: one each."""

    IN_STEP = "in_step"
    REPAIRED = "repaired"
    PARKED = "parked"
    BUSY = "busy"
    """Another worker had it, or the vendor could not take it just then: the change queue looks at it again."""
    HELD = "held"
    """It may not sync: outside the inclusion list or the Salesforce filter, switched off."""
    ORPHANED = "orphaned"
    """Its counterpart is gone."""
    UNLINKED = "unlinked"
    """It has no link, and HubSpot nothing of its key: an import, or its next change, would make one."""
    LINKABLE = "linkable"
    """It has no link, and HubSpot has a record of its key without link: no event ever brought them together."""
    DUPLICATE = "duplicate"
    """It has no link, since another record of its key has one, or several bear it."""
    MISSED = "missed"
    """It came into being while its pair was switched on, and nothing told of it: it is brought now."""


def drift_key(pair: str, mapping_key: str) -> str:
    """Two pairs may map a property of one name."""
    return f"{pair}/{mapping_key}"


@dataclass(slots=True)
class Findings:
    """`drift` counts values by `drift_key` and cause; `examples` are record keys by finding, a few of each."""

    counts: dict[str, int] = field(default_factory=lambda: dict.fromkeys((found.value for found in Found), 0))
    drift: dict[str, dict[str, int]] = field(default_factory=dict)
    examples: dict[str, list[str]] = field(default_factory=dict)
    looked_up: int = 0
    """Records without link whose key was asked for in HubSpot."""

    def count(self, found: Found, key: str) -> None:
        self.counts[found] = self.counts.get(found, 0) + 1
        if found is not Found.IN_STEP:
            self.add_example(found.value, key)

    def count_drift(self, pair: str, mapping_key: str, cause: str) -> None:
        by_cause = self.drift.setdefault(drift_key(pair, mapping_key), {})
        by_cause[cause] = by_cause.get(cause, 0) + 1

    def add_example(self, finding: str, key: str) -> None:
        known = self.examples.setdefault(finding, [])
        if len(known) < MOST_EXAMPLES and key not in known:
            known.append(key)

    def copy(self) -> Findings:
        return Findings(
            dict(self.counts),
            {key: dict(causes) for key, causes in self.drift.items()},
            {finding: list(keys) for finding, keys in self.examples.items()},
            self.looked_up,
        )


@dataclass(slots=True)
class CreationWalk:
    """Where the walk through HubSpot's creations stands: how many pairs are done, and where the present one goes on.

    `is_begun`: the present page was begun; found so, some of its records may be done.
    """

    done: int = 0
    cursor: str | None = None
    is_begun: bool = False

    def end_page(self, cursor: str | None) -> None:
        self.done += cursor is None
        self.cursor, self.is_begun = cursor, False


@dataclass(slots=True)
class ReconcileRound:
    """`parts` are the Salesforce objects that it goes through. `turn` numbers its queue messages: older ones are void.

    `walked_to` is where the walk over the links goes on, after the last part and HubSpot's creations.

    `before` is what was found before the present part, for when its query has to be made again.
    """

    id: str
    started_at: Millis
    parts: tuple[str, ...]
    state: RoundState = RoundState.RUNNING
    turn: int = 0
    position: BulkPosition = field(default_factory=BulkPosition)
    findings: Findings = field(default_factory=Findings)
    before: Findings = field(default_factory=Findings)
    told_from: dict[str, Millis] = field(default_factory=dict)
    """By pair, since when each creation should have been told of; none in a back-fill, which creates nothing."""
    creations: CreationWalk = field(default_factory=CreationWalk)
    walked_to: str = ""
    is_walked: bool = False
    pair: str = ""
    """The only pair that is gone through; empty for every pair."""
    fills: tuple[str, ...] = ()
    """Mapping keys of a back-fill, all of that pair; empty in the nightly round."""
    is_preview: bool = False
    """Nothing is written and nothing sent: what would be repaired is told."""
    waiting: str = ""
    """What it waits for: `quota`, `salesforce`, `unavailable`, `switched_off`; empty while it works."""
    error: str = ""
    retries: int = 0
    finished_at: Millis = 0

    @property
    def cause(self) -> str:
        """Of its changes, by which history tells what it wrote."""
        return f"reconcile {self.id}"

    @property
    def is_final(self) -> bool:
        return self.state is not RoundState.RUNNING

    @property
    def told_by(self) -> Millis:
        """What was created later may be on its way yet."""
        return self.started_at - TOLD_WITHIN

    def begin_part(self, part: int) -> None:
        self.position, self.before = BulkPosition(part), self.findings.copy()

    def begin_again(self) -> None:
        """The present part from its first record on."""
        self.findings = self.before.copy()
        self.position = BulkPosition(self.position.part, again=True)

    def as_dict(self) -> dict[str, Any]:
        return asdict(self)

    @classmethod
    def from_dict(cls, kept: Mapping[str, Any]) -> ReconcileRound:
        """The inverse of `as_dict`."""
        return cls(
            **{
                **kept,
                "parts": tuple(kept["parts"]),
                "fills": tuple(kept["fills"]),
                "state": RoundState(kept["state"]),
                "position": BulkPosition(**kept["position"]),
                "creations": CreationWalk(**kept.get("creations", {})),
                "findings": Findings(**kept["findings"]),
                "before": Findings(**kept["before"]),
            }
        )
