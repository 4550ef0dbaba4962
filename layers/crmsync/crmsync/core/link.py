"""A link: the one-to-one tie between a HubSpot record and a Salesforce record, with its base."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import NamedTuple

from crmsync.core.record import Millis, RecordRef, Side, Value
from crmsync.core.side_state import SideState, States


@dataclass(frozen=True, slots=True)
class BaseValue:
    """What each side showed of one mapped field at the last commit, each in its own normal form."""

    hubspot: Value
    salesforce: Value

    def of(self, side: Side) -> Value:
        return self.hubspot if side is Side.HUBSPOT else self.salesforce


Base = Mapping[str, BaseValue]
"""By mapping key (the HubSpot property). A key that is missing is at its first link."""


@dataclass(frozen=True, slots=True)
class Entry:
    """One value that was or is to be written, and why; the line of history.

    Old and new are in the normal form of `side`. `overruled` says that a person's edit was set back. `at` is the time
    of the intents that an interrupted worker left and that held it first; 0 for an entry of these intents.
    """

    side: Side
    field: str
    old: Value
    new: Value
    rule: str
    reason: str
    overruled: bool = False
    at: Millis = 0


class Overwrite(NamedTuple):
    """Marks (`core.overwritten.mark`) of the value that was read and of the one that was written."""

    before: str
    written: str


class WriteWindow(NamedTuple):
    """A write that may have hit an edit of a person: one made after `since` and before `until` was not in the read
    that the write was planned from. `fields` is by mapping key.
    """

    side: Side
    since: Millis
    until: Millis
    fields: Mapping[str, Overwrite]


class Intents(NamedTuple):
    """What was about to be written when the lease was taken: stored before any call, gone at commit."""

    at: Millis
    entries: tuple[Entry, ...]
    windows: tuple[WriteWindow, ...] = ()
    """What the writes may cover, up to the end of the lease: all that is known if the worker dies."""
    deletes: Side | None = None
    """The side whose record was about to be deleted."""


class Lease(NamedTuple):
    token: str
    until: Millis


@dataclass(frozen=True, slots=True)
class Link:
    """`version` grows by one with each claim and commit.

    `parked` holds the mapping keys (or `record`) that have a Parked row.
    `seen` is the modification time of each side's record at the last commit; of a survivor, at the last since then.
    """

    hubspot: RecordRef
    salesforce: RecordRef
    base: Base = field(default_factory=dict)
    version: int = 0
    lease: Lease | None = None
    intents: Intents | None = None
    seen: Mapping[Side, Millis] = field(default_factory=dict)
    parked: tuple[str, ...] = ()
    linked_at: Millis = 0
    crossed: bool = False
    writes: tuple[WriteWindow, ...] = ()
    """The writes of the last hour in their order, by which a late event shows an edit that one of them covered."""
    states: States = field(default_factory=dict)

    def ref(self, side: Side) -> RecordRef:
        return self.hubspot if side is Side.HUBSPOT else self.salesforce

    @property
    def write_windows(self) -> tuple[WriteWindow, ...]:
        """Of the writes that were made, and of those that may have been."""
        return self.writes + (self.intents.windows if self.intents is not None else ())

    def is_untried(self, side: Side) -> bool:
        """Whether the record took another one's place, and no commit has seen it since."""
        return self.states.get(side) is SideState.SUCCEEDED and side not in self.seen

    def is_leased(self, now: Millis) -> bool:
        return self.lease is not None and self.lease.until > now
