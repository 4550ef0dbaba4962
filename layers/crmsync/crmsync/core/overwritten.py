"""Edits that one of our own writes covered.

Between the read of a record and the write to it lies about a second, and neither CRM offers a conditional write. An
edit of a person that falls into it is gone from the record. The event of that edit still tells of it: named at a time
within the window of a write of ours, with a value that the write had neither read nor written.
"""

from __future__ import annotations

import hashlib
import json
from base64 import urlsafe_b64encode
from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import NamedTuple

from crmsync.core.change import Change, Shown
from crmsync.core.link import Link, Overwrite, WriteWindow
from crmsync.core.long_value import shorten
from crmsync.core.record import Millis, Side, Value

REMEMBERED: Millis = 3_600_000
"""How long after a write its window is kept: events are seldom later."""

MOST_WINDOWS = 30

_MARK_BYTES = 3


@dataclass(frozen=True, slots=True)
class Told:
    """What events of one side told: when each field changed last (vendor's names), and every value they showed."""

    times: Mapping[str, Millis] = field(default_factory=dict)
    shown: tuple[Shown, ...] = ()

    @classmethod
    def by(cls, change: Change) -> Told:
        """A value without the time of its change (Outbound Messages show such) tells nothing of when it stood there."""
        latest = (
            Shown(name, change.fields[name], value)
            for name, value in (change.event_values or {}).items()
            if name in change.fields
        )
        return cls(change.fields, (*change.superseded, *latest))


class CoveredEdit(NamedTuple):
    """What a person had set. `stands`: only our write came after it, so it can be written again; else others of our
    writes followed, or perhaps a person set again what we had written, and history is where it is told of.
    """

    value: Value
    at: Millis
    stands: bool


def mark(value: Value) -> str:
    """Four characters by which a value in normal form is recognised, and not read: links hold many of them."""
    text = json.dumps(shorten(value)).encode()
    return urlsafe_b64encode(hashlib.sha256(text).digest()[:_MARK_BYTES]).decode()


def covered_edits(
    link: Link, side: Side, key: str, edits: Collection[tuple[Millis, Value]], present: Value
) -> list[CoveredEdit]:
    """The latest of the edits (time, value in normal form) that a write of ours covered; several when they bear one
    time, which in Salesforce is that of a second.

    `present` is what the field shows now. When a person set the field after our write, the edit is theirs to forget.
    """
    windows = [window for window in link.write_windows if window.side is side and key in window.fields]
    found: list[CoveredEdit] = []
    for at, value in sorted(edits, key=lambda edit: -edit[0]) if windows else ():
        if found and at != found[0].at:
            break
        following = _from_covering(windows, key, at)
        writes = [window.fields[key] for window in following]
        if writes and _is_unknown(value, windows, key, at, writes) and _is_replaced(value, writes, present):
            is_last = _is_certain(following[0], at) and not _may_be_older(following[0], key, at, edits)
            stands = is_last and _were_in_vain(value, writes)
            found.append(CoveredEdit(value, at, stands))
    return found


def _from_covering(windows: Sequence[WriteWindow], key: str, at: Millis) -> Sequence[WriteWindow]:
    """The last write that may have covered an edit of that moment, and those after it."""
    places = [place for place, window in enumerate(windows) if key in window.fields and may_cover(window, at)]
    return windows[places[-1] :] if places else ()


def may_cover(window: WriteWindow, at: Millis) -> bool:
    """Salesforce tells whole seconds: an edit of the second in which the record was last changed before our read may
    have come before or after that read.
    """
    return _is_certain(window, at) or (window.side is Side.SALESFORCE and at == window.since)


def _is_certain(window: WriteWindow, at: Millis) -> bool:
    return window.since < at <= window.until


def _may_be_older(window: WriteWindow, key: str, at: Millis, edits: Iterable[tuple[Millis, Value]]) -> bool:
    """Whether our value stood there within the window and before the edit. The write that set it was ours perhaps; then
    what shows that value now was set by a person, later than the edit.
    """
    written = window.fields[key].written
    return any(window.since < earlier < at and mark(value) == written for earlier, value in edits)


def _is_unknown(
    value: Value, windows: Sequence[WriteWindow], key: str, at: Millis, following: Sequence[Overwrite]
) -> bool:
    """Neither read nor written by a write that was under way then, nor read by one that followed."""
    own = {one for window in windows if may_cover(window, at) for one in _own_marks(window, key, at)}
    return mark(value) not in own.union(write.before for write in following[1:])


def _were_in_vain(value: Value, writes: Sequence[Overwrite]) -> bool:
    """Whether after the covering write there was none but attempts to bring the edit back."""
    return all(write == writes[0] or write.written == mark(value) for write in writes)


def _own_marks(window: WriteWindow, key: str, at: Millis) -> Collection[str]:
    """What was surely read before the write was set before it; only in doubt the event may be that of the read."""
    overwrite = window.fields[key]
    return (overwrite.written,) if _is_certain(window, at) else overwrite


def _is_replaced(value: Value, writes: Sequence[Overwrite], present: Value) -> bool:
    """Whether the edit is gone, and nobody but us touched the field from the first of these writes on: all that was
    found there since is ours. A write may have had no effect, or a late one.
    """
    ours = {writes[0].before, *(write.written for write in writes)}
    found = {*(write.before for write in writes[1:]), mark(present)}
    return mark(value) != mark(present) and found <= ours


def is_ours(link: Link, side: Side, key: str, at: Millis, value: Value) -> bool:
    """Whether a write of ours that was under way at that moment set that value.

    The value that such a write read does not count: in the second of the read, Salesforce does not tell the edit that
    set it from one that sets it again afterwards, and that one must cross.
    """
    mine = mark(value)
    return any(mine == window.fields[key].written for window in _windows_at(link, side, key, at))


def is_of_write(link: Link, side: Side, key: str, at: Millis, value: Value) -> bool:
    """Whether a write of ours that was under way at that moment set that value, or may have read it."""
    return any(mark(value) in _own_marks(window, key, at) for window in _windows_at(link, side, key, at))


def _windows_at(link: Link, side: Side, key: str, at: Millis) -> list[WriteWindow]:
    windows = link.write_windows
    return [one for one in windows if one.side is side and key in one.fields and may_cover(one, at)]


def is_covered(link: Link, side: Side, key: str, at: Millis) -> bool:
    """Whether a write of ours to that field was under way at that moment."""
    return bool(_windows_at(link, side, key, at))


def may_have_covered(link: Link, side: Side, key: str, latest: Millis) -> bool:
    """Whether a write of ours came near any of several edits, of which only the latest one's time is known."""
    return any(window.side is side and key in window.fields and window.since < latest for window in link.write_windows)


def remember(windows: tuple[WriteWindow, ...], new: tuple[WriteWindow, ...], now: Millis) -> tuple[WriteWindow, ...]:
    """The windows to keep: those of the last hour, and not too many."""
    return tuple(window for window in (*windows, *new) if now - window.until < REMEMBERED)[-MOST_WINDOWS:]
