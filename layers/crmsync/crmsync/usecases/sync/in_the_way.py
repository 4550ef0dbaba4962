"""Records that stand in the way of a parked one: duplicates of it, what it was merged with, what it refers to. When one
of them gives way, the parked one is tried again within a minute.

A note is stored under the key of each. Whoever finds that record gone, or with another key or reference than before,
makes the rows due, which `resume_parked` sends, and then forgets the notes. What gave way between the look and the note
is left to the row's own tries, the first of which comes after five minutes.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator, Sequence

from crmsync.core.cause import RESUMED
from crmsync.core.change import Change, ChangeKind
from crmsync.core.failure import Failure
from crmsync.core.mapped_field import field_value
from crmsync.core.mapping import FieldMapping
from crmsync.core.outcome import OutcomeName, SkipReason
from crmsync.core.parked import Category, Parked
from crmsync.core.record import RecordRef, Side
from crmsync.usecases.sync.batch import Batch
from crmsync.usecases.sync.commit import ref_after, written_entries
from crmsync.usecases.sync.states import fates
from crmsync.usecases.sync.unpark import canonical_ref
from crmsync.usecases.sync.work_item import WorkItem

WATCHED = frozenset({Category.DUPLICATES.value, Category.MERGED.value, Category.ASSOCIATIONS.value})
_UNDECIDED = {OutcomeName.RETRY, OutcomeName.ECHO}
_ENDED = {OutcomeName.MOVED, OutcomeName.DELETED, OutcomeName.ERASED}


def settle_in_the_way(items: Sequence[WorkItem], batch: Batch) -> None:
    """After everything else. Notes are read before new ones are stored: what a batch has just read gave way to nobody
    of that batch. What an import or a comparison parks is noted at its first own try.
    """
    if batch.is_dry or batch.source.is_settled:
        return
    _wake(items, batch)
    _remember(items, batch)


def _wake(items: Sequence[WorkItem], batch: Batch) -> None:
    """One read, and only where something gave way."""
    refs = {ref for item in items if _gave_way(item) for ref in _refs(item)}
    told = batch.ports.in_the_way.of(sorted(refs)) if refs else {}
    if not told:
        return
    waiters = sorted({waiter for one in told.values() for waiter in one.waiters})
    rows = [row for row in _rows(waiters, batch) if row.category in WATCHED]
    if rows:
        batch.ports.parking.postpone(rows, batch.ports.clock.now())
    batch.ports.in_the_way.forget(told)


def _rows(waiters: Sequence[RecordRef], batch: Batch) -> Iterator[Parked]:
    whole = batch.ports.parking.whole(waiters)
    yield from whole.values()
    for waiter in waiters:
        if waiter not in whole:
            yield from batch.ports.parking.of(waiter)


def _gave_way(item: WorkItem) -> bool:
    """Whether it is gone or moved on, or its key or a reference changed: what stands in nobody's way stays parked. That
    a record is gone counts when it is news: its counterpart may stand in the way all the same.
    """
    outcome = item.outcome
    if outcome is None or outcome.name in _UNDECIDED:
        return False
    if outcome.name in _ENDED or (item.link is None and outcome.reason == SkipReason.GONE):
        return True
    if outcome.name is not OutcomeName.PARKED and any(fate.word != "back" for fate in fates(item)):
        return True
    return _is_rewritten(item) or any(_tells(change, item) for change in item.changes.values())


def _is_rewritten(item: WorkItem) -> bool:
    keys = {mapping.hubspot for mapping in _telling(item)}
    return item.creates is None and any(entry.field in keys for entry in written_entries(item))


def _tells(change: Change, item: WorkItem) -> bool:
    """Two parked records may stand in each other's way: that one is tried again wakes nobody, or they never rested."""
    if change.cause == RESUMED or change.kind is ChangeKind.CREATE:
        return False
    is_polled = item.link is None and change.carried is not None
    return is_polled or change.kind is ChangeKind.UNDELETE or not _names(item).isdisjoint(change.fields)


def _telling(item: WorkItem) -> Iterator[FieldMapping]:
    """The mappings of the key, and the references."""
    key = item.pair.object_pair.match
    known = set(key.hubspot) if key is not None else set()
    return (one for one in item.pair.mappings if one.hubspot in known or one.reference is not None)


def _names(item: WorkItem) -> set[str]:
    """Of their fields in either CRM."""
    key = item.pair.object_pair.match
    own = {*key.hubspot, *key.salesforce.values()} if key is not None else set()
    return own.union(name for one in _telling(item) for name in (one.hubspot, *one.salesforce.values()))


def _refs(item: WorkItem) -> set[RecordRef]:
    known = {change.ref for change in item.changes.values()}
    return known | {ref for side in Side if (ref := ref_after(item, side)) is not None}


def _remember(items: Sequence[WorkItem], batch: Batch) -> None:
    waiting: dict[RecordRef, list[RecordRef]] = defaultdict(list)
    for item in items:
        for ref in {ref for part, failure in _failures(item) for ref in _in_the_way(part, failure, item)} - _refs(item):
            waiting[ref].append(canonical_ref(item))
    if waiting:
        batch.ports.in_the_way.add(waiting)


def _failures(item: WorkItem) -> Iterator[tuple[str, Failure]]:
    """By mapping key; that of the whole record has none."""
    yield from item.rejected.items()
    if item.outcome is not None and item.outcome.name is OutcomeName.PARKED and item.outcome.failure is not None:
        yield "", item.outcome.failure


def _in_the_way(part: str, failure: Failure, item: WorkItem) -> Iterator[RecordRef]:
    if failure.category not in WATCHED:
        return
    yield from failure.in_the_way
    if failure.existing_id:
        yield from _existing(failure.existing_id, item)
    if failure.category == Category.ASSOCIATIONS:
        yield from _referred(part, item)


def _existing(record_id: str, item: WorkItem) -> Iterator[RecordRef]:
    """Of the pair's objects; a duplicate among others is nobody's whom we hear of."""
    if record_id.isdigit():
        yield RecordRef(Side.HUBSPOT, item.pair.hubspot_type, record_id)
        return
    for name, prefix in item.pair.object_pair.salesforce_types.items():
        if record_id.startswith(prefix):
            yield RecordRef(Side.SALESFORCE, name, record_id)


def _referred(part: str, item: WorkItem) -> Iterator[RecordRef]:
    """What the refused reference names on either side; without a refused field, what all of them do."""
    for mapping in item.pair.mapped(item.salesforce_type):
        if mapping.reference is None or part not in {"", mapping.hubspot}:
            continue
        for side in Side:
            record = item.record(side)
            value = field_value(record.values, mapping, side, item.salesforce_type) if record is not None else None
            ref = mapping.reference.ref(side, value) if isinstance(value, str) else None
            if ref is not None:
                yield ref
