"""An import as its job remembers it between two steps: where it stands, and what became of its records."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import asdict, dataclass, field
from enum import StrEnum
from typing import Any

from crmsync.core.import_walk import Claim, ImportWalk
from crmsync.core.record import Millis
from crmsync.core.retry_walk import RetryWalk


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
    """Where one lane stands. `part` counts the objects, `generation` the queries that were made. Of the set that it
    works on: its number, the query, where it is read and as of when, how many of its records are done, of how many.

    `begun` names the page that was begun last: begun again, some of its records may be done. `again` is set when the
    whole query was made again; `counts`, `reasons`, `files` and `pending` are those of before the present object.
    """

    part: int = 0
    generation: int = 0
    number: int = -1
    query_id: str = ""
    fields: list[str] = field(default_factory=list)
    locator: str | None = None
    as_of: Millis = 0
    is_set_open: bool = False
    done_in_set: int = 0
    begun: str = ""
    begun_at: Millis = 0
    again: bool = False
    counts: dict[str, int] = field(default_factory=dict)
    reasons: dict[str, int] = field(default_factory=dict)
    files: int = 0
    pending: list[str] = field(default_factory=list)

    @property
    def page(self) -> str:
        return f"{self.part}/{self.generation}/{self.number}/{self.done_in_set}"

    def open_set(self, claim: Claim, walk: ImportWalk, as_of: Millis) -> None:
        self.number, self.locator, self.query_id, self.as_of = claim.number, claim.locator, walk.query_id, as_of
        self.fields = list(walk.fields)
        self.is_set_open, self.done_in_set = True, 0


@dataclass(slots=True)
class ImportJob:
    """One lane of an import: lane 0 is the import that the administrator sees, the others help it.

    `request` is the ImportRequest's fields. `turn` numbers its queue messages: older ones are void.
    `pending` are keys of records that another worker held, or that the vendor could not take just then.
    `unlisted` are HubSpot ids that are not in the static list yet.
    """

    id: str
    title: str
    request: Mapping[str, str]
    records: int
    estimate: Mapping[str, Any]
    created_at: Millis
    lane: int = 0
    lanes: int = 1
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
    list_url: str = ""
    unlisted: list[str] = field(default_factory=list)
    warning: str = ""
    error: str = ""
    error_category: str = ""
    """Of a lane that is about to fail: its records that wait are still to be told as failed."""
    waiting: str = ""
    """Waits for `quota`, `salesforce`, `unavailable`, `login`, `switched_off`, `others`; empty while it works."""
    idle_rounds: int = 0
    """How often it looked in vain whether the other lanes are done."""
    retries: int = 0
    files: int = 0
    """Of left-out rows, one a page that has any."""
    retry: RetryWalk | None = None
    """Of a lane that tries again what failed, and does nothing else."""
    confirmed_at: Millis = 0
    paused_at: Millis = 0
    rested: Millis = 0
    """For how long it was paused in all, but for the present pause."""
    finished_at: Millis = 0

    @property
    def lane_id(self) -> str:
        return lane_id(self.id, self.lane)

    def helper(self, lane: int) -> ImportJob:
        """Another lane of the same import, as it begins."""
        return ImportJob(
            self.id, self.title, self.request, 0, {}, self.created_at,
            lane=lane, lanes=self.lanes, recent_first=self.recent_first, confirmed_at=self.confirmed_at,
        )  # fmt: skip

    def pause(self, now: Millis) -> None:
        if self.state is not ImportState.PAUSED:
            self.state, self.waiting, self.paused_at = ImportState.PAUSED, "", now

    def run(self, now: Millis) -> None:
        """Also what runs already."""
        if self.state is ImportState.PAUSED:
            self.rested, self.paused_at = self.rested + now - self.paused_at, 0
        self.state = ImportState.RUNNING

    def worked(self, since: Millis, until: Millis) -> Millis:
        """How long of that time it was not paused."""
        return (self.paused_at or until) - since - self.rested

    def begin_part(self, part: int, generation: int) -> None:
        counts, reasons = dict(self.counts), dict(self.reasons)
        self.position = Position(
            part, generation, counts=counts, reasons=reasons, files=self.files, pending=list(self.pending)
        )

    def begin_again(self, generation: int) -> None:
        """The present object from its first record on; what became of them is counted anew.

        The new query finds those of the object that wait, too. Those of the objects before wait again, even if they
        came meanwhile: what they counted is taken back.
        """
        before = self.position
        self.counts = dict(before.counts or dict.fromkeys(self.counts, 0))
        self.reasons, self.files, self.pending = dict(before.reasons), before.files, list(before.pending)
        self.begin_part(before.part, generation)
        self.position.again = True

    @property
    def total(self) -> int:
        return sum(self.counts.values())

    @property
    def is_final(self) -> bool:
        return self.state in FINAL

    @property
    def is_at_work(self) -> bool:
        """Begun and not ended."""
        return not self.is_final and self.state is not ImportState.ESTIMATED

    def as_dict(self) -> dict[str, Any]:
        return asdict(self)

    @classmethod
    def from_dict(cls, kept: Mapping[str, Any]) -> ImportJob:
        """The inverse of `as_dict`."""
        state, position = ImportState(kept["state"]), Position(**kept["position"])
        retry = RetryWalk(**kept["retry"]) if kept["retry"] else None
        return cls(**{**kept, "state": state, "position": position, "retry": retry})


def lane_id(job_id: str, lane: int) -> str:
    """As the queue of imports names it: of lane 0 the import's own id."""
    return f"{job_id}.{lane}" if lane else job_id


def main_id(name: str) -> str:
    """The import to which a lane belongs."""
    return name.partition(".")[0]
