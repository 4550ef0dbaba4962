"""Who may tie or make records: the worker that holds both of a pair, or the one that a counterpart is made for.

Each worker reserves the records of its own changes before it looks for their links and reads them. What it then takes
for a counterpart may be the record of another change, read a moment earlier: before its e-mail address, its domain or
what leads to it was as it is now, so that another one is about to be made for it.
"""

from __future__ import annotations

from collections.abc import Sequence

from crmsync.core.record import RecordRef
from crmsync.usecases.sync.batch import Batch
from crmsync.usecases.sync.just_linked import JUST_LINKED
from crmsync.usecases.sync.resolve import reserve
from crmsync.usecases.sync.shown_id import is_shown
from crmsync.usecases.sync.work_item import WorkItem, still_open


def hold_both(items: Sequence[WorkItem], batch: Batch) -> None:
    """For unlinked items, by whatever their counterparts were found; those that left hold their records yet. Of a pair
    that is tied in this batch, the counterpart's own item leaves; what other workers hold is left to them, unless an id
    tells that the two belong together: who holds the counterpart may have died after it made the record. Costs nothing
    where nothing was found since the last time.
    """
    _leave_counterparts(items)
    held = {key for item in items for reservation in item.reservations for key in reservation.keys}
    matched = [item for item in still_open(items) if not is_shown(item)]
    found = [(item, ref.key) for item in matched if (ref := _counterpart(item)) and ref.key not in held]
    if found:
        reserve([item for item, _ in found], [(key,) for _, key in found], batch)


def _leave_counterparts(items: Sequence[WorkItem]) -> None:
    """Where both found each other, the first one stays."""
    own = {item.origin: item for item in still_open(items)}
    for item in own.values():
        ref = _counterpart(item) if item.outcome is None else None
        other = own.get(ref) if ref is not None else None
        if other is not None and other.outcome is None:
            other.leave(JUST_LINKED)


def _counterpart(item: WorkItem) -> RecordRef | None:
    record = item.record(item.origin.side.other)
    return record.ref if record is not None else None
