"""Step 6: the writes, in batches, one outcome a record; a field that the vendor refuses does not hold up the rest."""

from __future__ import annotations

from collections.abc import Callable, Sequence

from crmsync.core.failure import Consequence, CrmError, Failure, WriteOutcome
from crmsync.core.record import NewRecord, RecordUpdate, Side
from crmsync.usecases.sync.batch import Batch
from crmsync.usecases.sync.read import crm_of
from crmsync.usecases.sync.work_item import WorkItem

NO_TIME_LEFT = Failure(Consequence.RETRY_LATER, "unavailable", "the batch ran out of time before this write")


def apply(items: Sequence[WorkItem], batch: Batch) -> None:
    """Fills `results` of each item for each side it writes to. Never raises for a vendor's refusal."""
    for side in Side:
        writing = [item for item in items if item.plan is not None and item.plan.writes[side]]
        _write(writing, side, batch)
        mended = [item for item in writing if _drop_refused_fields(item, side)]
        _write(mended, side, batch)


def _write(items: Sequence[WorkItem], side: Side, batch: Batch) -> None:
    _update([item for item in items if item.creates is not side], side, batch)
    _create([item for item in items if item.creates is side], side, batch)


def _update(items: Sequence[WorkItem], side: Side, batch: Batch) -> None:
    updates = [
        RecordUpdate(ref, item.plan.writes[side])
        for item in items
        if item.plan is not None and (ref := item.ref(side)) is not None
    ]
    outcomes = _guarded(lambda: crm_of(batch, side).update(updates), len(items), batch)
    for item, outcome in zip(items, outcomes, strict=True):
        item.results[side] = outcome


def _create(items: Sequence[WorkItem], side: Side, batch: Batch) -> None:
    records = [NewRecord(item.key, item.create_type, item.plan.writes[side]) for item in items if item.plan is not None]
    outcomes = _guarded(lambda: crm_of(batch, side).create(records), len(items), batch)
    for item, outcome in zip(items, outcomes, strict=True):
        item.results[side] = outcome


def _guarded(call: Callable[[], list[WriteOutcome]], count: int, batch: Batch) -> list[WriteOutcome]:
    """One outcome each, also when the whole call failed or may not be made any more."""
    if not count:
        return []
    if not batch.may_still_write():
        return [NO_TIME_LEFT] * count
    try:
        return call()
    except CrmError as error:
        return [error.failure] * count


def _drop_refused_fields(item: WorkItem, side: Side) -> bool:
    """Whether the write is worth trying again without the fields that the vendor named."""
    outcome, plan = item.results.get(side), item.plan
    if plan is None or not isinstance(outcome, Failure) or outcome.consequence is not Consequence.REJECTED_RECORD:
        return False
    refused = [name for name in outcome.fields if name in plan.writes[side]]
    if not refused:
        return False
    for name in refused:
        item.rejected[plan.key_of(side, name)] = outcome
    item.plan = plan.without(side, refused)
    return bool(item.plan.writes[side])
