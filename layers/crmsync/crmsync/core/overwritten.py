"""Edits that one of our own writes covered.

Between the read of a record and the write to it lies about a second, and neither CRM offers a conditional write. An
edit of a person that falls into it is gone from the record. The event of that edit still tells of it: named at a time
within the window of a write of ours, with a value that the record no longer shows.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field

from crmsync.core.link import Link, WriteWindow
from crmsync.core.record import Millis, Side, Value

REMEMBERED: Millis = 900_000
"""How long after a write its window is kept: events are seldom later."""


@dataclass(frozen=True, slots=True)
class Told:
    """What events of one side told: when each field changed (vendor's names), and to what, where they showed it."""

    times: Mapping[str, Millis] = field(default_factory=dict)
    values: Mapping[str, Value] = field(default_factory=dict)


def is_covered(link: Link, side: Side, key: str, at: Millis) -> bool:
    """Whether a write of ours to that field was under way at that moment."""
    return any(
        window.side is side and key in window.fields and window.since < at <= window.until for window in link.writes
    )


def remember(windows: tuple[WriteWindow, ...], new: tuple[WriteWindow, ...], now: Millis) -> tuple[WriteWindow, ...]:
    """The windows to keep: those of the last minutes."""
    return tuple(window for window in (*windows, *new) if now - window.until < REMEMBERED)
