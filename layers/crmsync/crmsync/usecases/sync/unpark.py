"""Takes away the Parked rows of what is well now, and those that another row replaced."""

from __future__ import annotations

from collections.abc import Collection, Iterator, Sequence

from crmsync.core.cause import RESUMED
from crmsync.core.lifecycle import wished_standings
from crmsync.core.outcome import OutcomeName, SkipReason
from crmsync.core.parked import ERASURE, NOT_FIELDS, WHOLE_RECORD, Parked
from crmsync.core.record import RecordRef, Side
from crmsync.usecases.sync.batch import Batch
from crmsync.usecases.sync.campaign_wishes import still_wished
from crmsync.usecases.sync.commit import ref_after
from crmsync.usecases.sync.work_item import WorkItem

WELL = {
    OutcomeName.UPDATED,
    OutcomeName.CREATED,
    OutcomeName.LINKED,
    OutcomeName.IN_STEP,
    OutcomeName.SKIPPED,
    OutcomeName.MOVED,
    OutcomeName.DELETED,
    OutcomeName.ERASED,
}

_UNSEEN = {SkipReason.AWAITS_CONFIRMATION, SkipReason.UNMAPPED}
"""Reasons for which nobody looked at the record: whatever its rows wait for, they wait for it still."""

_FIRST_LINKED = {OutcomeName.CREATED, OutcomeName.LINKED}


def unpark(items: Sequence[WorkItem], batch: Batch) -> set[str]:
    """The keys of the items that had rows."""
    stale = _parked_before_their_link(items, batch)
    mended = set()
    for item in items:
        for ref, parts in _obsolete(item, stale, batch):
            cleared = parts - still_wished(parts, item, batch)
            if cleared:
                batch.ports.parking.clear(ref, sorted(cleared))
                mended.add(item.key)
    return mended


def _parked_before_their_link(items: Sequence[WorkItem], batch: Batch) -> Collection[RecordRef]:
    """An ordinary change may have linked what was parked while it had no link to tell of that."""
    linked = [item for item in items if item.outcome is not None and item.outcome.name in _FIRST_LINKED]
    there_before = [
        ref for item in linked for ref in _refs(item) if item.creates is None or ref.side is not item.creates
    ]
    return batch.ports.parking.whole(there_before) if linked else ()


def canonical_ref(item: WorkItem) -> RecordRef:
    """Parked rows of a pair are kept under one record, HubSpot's; those of a record without link under its own."""
    is_pair = item.link is not None or item.creates is not None
    return (ref_after(item, Side.HUBSPOT) if is_pair else None) or item.origin


def _obsolete(item: WorkItem, stale: Collection[RecordRef], batch: Batch) -> Iterator[tuple[RecordRef, set[str]]]:
    """A record may be parked under itself (before it had a link, or while the sync was paused) and under its pair's
    HubSpot record. Where the whole record is parked now, its row stands for those that were resumed.
    """
    name = item.outcome.name if item.outcome is not None else None
    if item.outcome is not None and item.outcome.reason in _UNSEEN:
        return
    still = _still_parked(item)
    by_rows = _has_rows(item) or any(ref in stale for ref in _refs(item))
    if name in WELL:
        for ref, parts in _parts_before(item, batch, by_rows=by_rows):
            yield ref, parts - still
    elif name is OutcomeName.PARKED and (by_rows or item.lost):
        for ref, parts in _parts_before(item, batch, by_rows=by_rows):
            yield ref, parts - still - (NOT_FIELDS if ref == canonical_ref(item) else set())


def _still_parked(item: WorkItem) -> set[str]:
    name, link = item.outcome.name if item.outcome is not None else None, item.link
    still = set(item.rejected) | (item.plan.parked_keys if item.plan else set())
    if link is None:
        return still
    if name is OutcomeName.MOVED and item.record(Side.HUBSPOT) is not None:
        # The link takes its parked fields along; nothing was tried yet. Those of another HubSpot record get its rows.
        return still | (set(link.parked) - {WHOLE_RECORD})
    if name is OutcomeName.SKIPPED and item.plan is None:
        # Nothing was tried or committed: without its row the link would have a field parked for ever.
        return still | set(link.parked)
    if name is OutcomeName.PARKED and item.plan is None:
        # As before; and if the record may not sync when it is tried again, a field at its first link is kept.
        return still | (set(link.parked) - {*link.base, WHOLE_RECORD})
    return still


def _parts_before(item: WorkItem, batch: Batch, *, by_rows: bool) -> Iterator[tuple[RecordRef, set[str]]]:
    """What was parked by the link's word; and by the rows, when one of them was resumed: a worker that came to its
    end between commit and here left a row of which the link does not know.
    """
    before = set(item.link.parked) if item.link is not None else set()
    if not by_rows and WHOLE_RECORD not in before:
        yield canonical_ref(item), before
        return
    kept = set() if item.erases else {ERASURE}
    for ref in _refs(item):
        yield ref, {row.part for row in batch.ports.parking.of(ref) if not _asks_for_more(row, item)} - kept


def _asks_for_more(row: Parked, item: WorkItem) -> bool:
    """Whether the contact was to be told of an opportunity, and this item's changes do not know: it is tried for that.
    Who waits to join a campaign has a row of its own.
    """
    named = {name for change in item.changes.values() for name in change.fields}
    return bool(wished_standings(row.fields) - wished_standings(named))


def _has_rows(item: WorkItem) -> bool:
    """What was resumed, and what a worker did not survive: it was parked before its last try."""
    return any(change.cause == RESUMED or change.crashes for change in item.changes.values())


def _refs(item: WorkItem) -> list[RecordRef]:
    """All that may have rows, the canonical one first."""
    return list(dict.fromkeys([canonical_ref(item), *(change.ref for change in item.changes.values())]))
