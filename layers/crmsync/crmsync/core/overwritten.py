"""Edits that one of our own writes covered.

Between the read of a record and the write to it lies about a second, and neither CRM offers a conditional write. An
edit of a person that falls into it is gone from the record. The event of that edit still tells of it: named at a time
within the window of a write of ours, with a value that the record no longer shows.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field

from crmsync.core.change import Change, Shown
from crmsync.core.link import Link, WriteWindow
from crmsync.core.long_value import shorten
from crmsync.core.record import Millis, Side, Value

REMEMBERED: Millis = 900_000
"""How long after a write its window is kept: events are seldom later."""


@dataclass(frozen=True, slots=True)
class Told:
    """What events of one side told: when each field changed last (vendor's names), and every value they showed."""

    times: Mapping[str, Millis] = field(default_factory=dict)
    shown: tuple[Shown, ...] = ()

    @classmethod
    def by(cls, change: Change) -> Told:
        latest = (
            Shown(name, change.fields.get(name, change.seen_at), value)
            for name, value in (change.event_values or {}).items()
        )
        return cls(change.fields, (*change.superseded, *latest))

    def covered(self, link: Link, side: Side, key: str, name: str) -> Iterator[Value]:
        """What the field was set to while a write of ours was under way, the latest first; our own value too."""
        for one in sorted(self.shown, key=lambda one: -one.at):
            if one.field == name and is_covered(link, side, key, one.at):
                yield one.value


def is_covered(link: Link, side: Side, key: str, at: Millis) -> bool:
    """Whether a write of ours to that field was under way at that moment."""
    return any(
        window.side is side and key in window.fields and window.since < at <= window.until
        for window in link.write_windows
    )


def remember(windows: tuple[WriteWindow, ...], new: tuple[WriteWindow, ...], now: Millis) -> tuple[WriteWindow, ...]:
    """The windows to keep: those of the last minutes."""
    return tuple(window for window in (*windows, *new) if now - window.until < REMEMBERED)


def values_of_ours(link: Link, side: Side, key: str) -> set[Value]:
    """What the field shows if nobody but us touched it last: its base, or what an interrupted worker wrote."""
    intended = link.intents.entries if link.intents is not None else ()
    ours = {shorten(entry.new) for entry in intended if entry.side is side and entry.field == key}
    return ours | {link.base[key].of(side)}
