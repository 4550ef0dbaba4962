"""How far an adoption of links is: what its job stores."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

from crmsync.core.record import Millis
from crmsync.core.stamped_link import LinkSource

RUNNING, DONE, CANCELLED = "running", "done", "cancelled"
SHOWN_CONFLICTS = 100

OUTCOMES = (
    "adopted",
    "linked_already",
    "duplicates",
    "missing",
    "person_accounts",
    "unreadable",
)
"""How a contact leaves: `missing` names a record that Salesforce does not have, `unreadable` none at all."""


@dataclass(slots=True)
class PageResult:
    """`counts` has each contact once, by outcome, and `differing` of the adopted ones. `conflicts` are the contacts
    that were left because of a better one.
    """

    counts: Counter[str] = field(default_factory=Counter)
    conflicts: list[dict[str, str]] = field(default_factory=list)

    def leave(self, left: str, kept: str, salesforce: str) -> None:
        """A contact that is a duplicate of the one that is linked."""
        self.counts["duplicates"] += 1
        self.conflicts.append({"left": left, "kept": kept, "salesforce": salesforce})


@dataclass(slots=True)
class AdoptionState:
    """The results of all pages so far; of the conflicts the first hundred. `stamps` are the properties that the
    portal has, None until they were looked up. `waits_for` says why the work stopped for now.
    """

    source: LinkSource
    started_at: Millis
    state: str = RUNNING
    stamps: list[str] | None = None
    cursor: str | None = None
    counts: Counter[str] = field(default_factory=Counter)
    conflicts: list[dict[str, str]] = field(default_factory=list)
    waits_for: str = ""
    finished_at: Millis = 0

    def add(self, page: PageResult) -> None:
        self.counts += page.counts
        self.conflicts = [*self.conflicts, *page.conflicts][:SHOWN_CONFLICTS]

    def as_dict(self) -> dict[str, Any]:
        return {
            "source": self.source.value,
            "started_at": self.started_at,
            "state": self.state,
            "stamps": self.stamps,
            "cursor": self.cursor,
            "counts": dict(self.counts),
            "conflicts": self.conflicts,
            "waits_for": self.waits_for,
            "finished_at": self.finished_at,
        }

    @classmethod
    def from_dict(cls, stored: Mapping[str, Any]) -> AdoptionState:
        """The inverse of `as_dict`."""
        known = {**stored, "source": LinkSource(stored["source"]), "counts": Counter(stored["counts"])}
        return cls(**known)
