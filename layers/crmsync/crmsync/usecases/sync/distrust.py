"""Parked rows for what did not get as far as a batch: undecodable messages, killers, a paused sync."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterator, Sequence
from dataclasses import replace

from crmsync.core.campaign_join import PREFIX
from crmsync.core.change import Change, ChangeKind
from crmsync.core.parked import ERASURE, WHOLE_RECORD, Category, Parked
from crmsync.core.record import Millis, RecordRef, Side
from crmsync.core.vendor_errors.fixes import fix_for_category
from crmsync.usecases.sync.batch import SyncPorts

PAUSED_GAP: Millis = 300_000
KILLER_GAP: Millis = 3_600_000


def park_undecodable(message_id: str, reason: str, ports: SyncPorts) -> None:
    """The message itself goes to the dead-letter queue; the row is how an administrator hears of it."""
    ref = RecordRef(Side.HUBSPOT, "message", message_id)
    ports.parking.park([_row(ref, Category.UNDECODABLE, reason, ports, gap=None)])


def park_killer(change: Change, ports: SyncPorts) -> None:
    """Cleared by the batch when the change goes through after all."""
    reason = "the worker did not survive this record twice; its message goes to the dead-letter queue next time"
    _park([_row(change.ref, Category.UNAVAILABLE, reason, ports, gap=KILLER_GAP, change=change)], ports)


def park_paused(changes: Sequence[Change], ports: SyncPorts) -> None:
    rows = [
        _row(change.ref, Category.PAUSED, "the sync is paused", ports, gap=PAUSED_GAP, change=change)
        for change in changes
    ]
    _park(rows, ports)


def park_tired(changes: Sequence[Change], ports: SyncPorts) -> None:
    """Changes whose batches met a store that did not answer, too many times."""
    reason = "AWS did not answer in several attempts"
    rows = [_row(change.ref, Category.UNAVAILABLE, reason, ports, gap=PAUSED_GAP, change=change) for change in changes]
    _park(rows, ports)


def _park(rows: Sequence[Parked], ports: SyncPorts) -> None:
    """Each with all that its record's changes named, now and when it was parked before: a row replaces the one before,
    and nobody else tells again when a field changed, or which campaign somebody is to join.
    """
    if not rows:
        return
    named: dict[tuple[RecordRef, str], Counter[str]] = defaultdict(Counter)
    for row in (*ports.parking.whole([row.ref for row in rows]).values(), *rows):
        named[row.ref, row.part] |= Counter(row.fields)
    told = [replace(row, fields=dict(named[row.ref, row.part])) for row in rows]
    ports.parking.park([*told, *(wish for row in told for wish in _wishes(row))])


def _wishes(row: Parked) -> Iterator[Parked]:
    """Whoever is to join a campaign waits by a row of its own: an ordinary change may sync the record first, and takes
    away the row of the whole.
    """
    if not row.erases:
        yield from (replace(row, part=name) for name in row.fields if name.startswith(PREFIX))


def _row(
    ref: RecordRef,
    category: Category,
    reason: str,
    ports: SyncPorts,
    *,
    gap: Millis | None,
    change: Change | None = None,
) -> Parked:
    now = ports.clock.now()
    return Parked(
        ref=ref,
        category=category,
        reason=reason,
        fix=fix_for_category(category),
        parked_at=now,
        part=ERASURE if change is not None and change.kind is ChangeKind.ERASE else WHOLE_RECORD,
        next_try_at=now + gap if gap is not None else None,
        cause=change.cause if change is not None else "",
        fields=dict(change.fields) if change is not None else {},
    )
