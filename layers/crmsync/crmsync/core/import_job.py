"""An import as its job remembers it between two steps: where it stands, and what became of its records."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import asdict, dataclass, field
from enum import StrEnum
from typing import Any

from crmsync.core.record import Millis


class ImportState(StrEnum):
    ESTIMATED = "estimated"
    RUNNING = "running"
    PAUSED = "paused"
    DONE = "done"
    FAILED = "failed"
    CANCELLED = "cancelled"


FINAL = frozenset({ImportState.DONE, ImportState.FAILED, ImportState.CANCELLED})


class Tally(StrEnum):
    """What became of a record: one each, so that `total` is their sum."""

    CREATED = "created"
    UPDATED = "updated"
    UNCHANGED = "unchanged"
    SKIPPED = "skipped"
    FAILED = "failed"


@dataclass(slots=True)
class Position:
    """`part` counts the objects. Of the present one: the query at Salesforce, when it was made and for which fields,
    the set of results, how many of its records are done, and how often Salesforce was asked whether the query is done.

    `begun` names the page that was begun last: begun again, some of its records may be done. `again` is set when the
    whole query was made again; `counts` and `reasons` are those of before the present object.
    """

    part: int = 0
    query_id: str = ""
    queried_at: Millis = 0
    fields: list[str] = field(default_factory=list)
    is_ready: bool = False
    locator: str | None = None
    done_in_set: int = 0
    looks: int = 0
    begun: str = ""
    begun_at: Millis = 0
    again: bool = False
    counts: dict[str, int] = field(default_factory=dict)
    reasons: dict[str, int] = field(default_factory=dict)

    @property
    def page(self) -> str:
        return f"{self.part}/{self.query_id}/{self.locator or ''}/{self.done_in_set}"


@dataclass(slots=True)
class ImportJob:
    """`request` is the ImportRequest's fields. `turn` numbers its queue messages: older ones are void.

    `pending` are keys of Salesforce records that another worker held, or that the vendor could not take just then.
    `unlisted` are HubSpot ids that are not in the static list yet.
    """

    id: str
    title: str
    request: Mapping[str, str]
    records: int
    estimate: Mapping[str, Any]
    created_at: Millis
    recent_first: bool = False
    state: ImportState = ImportState.ESTIMATED
    turn: int = 0
    position: Position = field(default_factory=Position)
    counts: dict[str, int] = field(default_factory=lambda: dict.fromkeys((tally.value for tally in Tally), 0))
    reasons: dict[str, int] = field(default_factory=dict)
    """By category, of the skipped and failed ones."""
    pending: list[str] = field(default_factory=list)
    pending_rounds: int = 0
    pending_due: Millis = 0
    list_id: str = ""
    unlisted: list[str] = field(default_factory=list)
    warning: str = ""
    error: str = ""
    waiting: str = ""
    """What it waits for: `quota`, `salesforce`, `unavailable`, `switched_off`; empty while it works."""
    retries: int = 0
    files: int = 0
    """Of failed rows, one a page that has any."""
    confirmed_at: Millis = 0
    finished_at: Millis = 0

    def begin_part(self, part: int) -> None:
        self.position = Position(part=part, counts=dict(self.counts), reasons=dict(self.reasons))

    def begin_again(self) -> None:
        """The present object from its first record on; what became of them is counted anew."""
        before = self.position
        self.counts = dict(before.counts or dict.fromkeys(self.counts, 0))
        self.reasons = dict(before.reasons)
        self.begin_part(before.part)
        self.position.again = True

    @property
    def total(self) -> int:
        return sum(self.counts.values())

    @property
    def is_final(self) -> bool:
        return self.state in FINAL

    def as_dict(self) -> dict[str, Any]:
        return asdict(self)

    @classmethod
    def from_dict(cls, kept: Mapping[str, Any]) -> ImportJob:
        """The inverse of `as_dict`."""
        known = dict(kept)
        return cls(
            **{**known, "state": ImportState(known["state"]), "position": Position(**known["position"])},
        )
