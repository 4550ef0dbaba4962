"""Step 6: the writes, in batches, one outcome a record; a field that the vendor refuses does not hold up the rest."""

from __future__ import annotations

from collections.abc import Sequence

from crmsync.core.failure import Consequence, Failure
from crmsync.core.parked import Category
from crmsync.core.record import NewRecord, RecordUpdate, Side, Value
from crmsync.core.record_plan import RecordPlan
from crmsync.usecases.sync.batch import Batch
from crmsync.usecases.sync.clear_stages import clear_stages
from crmsync.usecases.sync.guarded import guarded
from crmsync.usecases.sync.read import crm_of
from crmsync.usecases.sync.stamp import riding_stamps
from crmsync.usecases.sync.work_item import WorkItem


def apply(items: Sequence[WorkItem], batch: Batch) -> None:
    """Fills `results` of each item for each side it writes to. Never raises for a vendor's refusal."""
    for side in Side:
        writing = [item for item in items if item.plan is not None and item.plan.writes[side]]
        if side is Side.HUBSPOT:
            clear_stages(writing, batch)
            for item in writing:
                item.stamps = riding_stamps(item, batch)
        _write(writing, side, batch)
        mended = [item for item in writing if _drop_refused_fields(item, side)]
        _write(mended, side, batch)


def _write(items: Sequence[WorkItem], side: Side, batch: Batch) -> None:
    _update([item for item in items if item.creates is not side], side, batch)
    _create([item for item in items if item.creates is side], side, batch)


def _stamps(item: WorkItem, side: Side) -> dict[str, str]:
    return item.stamps if side is Side.HUBSPOT else {}


def _new_values(item: WorkItem, plan: RecordPlan, side: Side) -> dict[str, Value]:
    found_by = item.found_by if side is Side.HUBSPOT else {}
    return {**found_by, **plan.writes[side], **_stamps(item, side)}


def _update(items: Sequence[WorkItem], side: Side, batch: Batch) -> None:
    updates = [
        RecordUpdate(ref, {**item.plan.writes[side], **_stamps(item, side)})
        for item in items
        if item.plan is not None and (ref := item.ref(side)) is not None
    ]
    outcomes = guarded(lambda: crm_of(batch, side).update(updates), len(items), batch)
    for item, outcome in zip(items, outcomes, strict=True):
        item.results[side] = outcome


def _create(items: Sequence[WorkItem], side: Side, batch: Batch) -> None:
    records = [
        NewRecord(item.key, item.create_type, _new_values(item, item.plan, side))
        for item in items
        if item.plan is not None
    ]
    outcomes = guarded(lambda: crm_of(batch, side).create(records), len(items), batch)
    for item, outcome in zip(items, outcomes, strict=True):
        item.results[side] = outcome


def _drop_refused_fields(item: WorkItem, side: Side) -> bool:
    """Whether the write is worth trying again without the fields that the vendor named."""
    outcome, plan = item.results.get(side), item.plan
    if plan is None or not isinstance(outcome, Failure) or outcome.consequence is not Consequence.REJECTED_RECORD:
        return False
    refused = _refused_fields(outcome, plan, side, item.pair.address)
    is_creation = item.creates is side
    if _drop_refused_stamps(item, outcome, side) and not refused:
        return True
    if not refused or (is_creation and any(_is_essential(name, key, item) for name, key in refused.items())):
        return False
    item.rejected.update(dict.fromkeys(refused.values(), outcome))
    item.plan = plan.without(side, list(refused))
    if not item.plan.writes[side] and not is_creation:
        # Nothing else was to be written here, so no failure of the record is left.
        del item.results[side]
    return bool(item.plan.writes[side])


def _drop_refused_stamps(item: WorkItem, failure: Failure, side: Side) -> bool:
    """A stamp that the portal does not take (any more) must not hold up the record."""
    is_refused = any(name in failure.fields for name in _stamps(item, side))
    if is_refused:
        item.stamps = {}
    return is_refused


def _is_essential(name: str, key: str, item: WorkItem) -> bool:
    """Whether no record may be created without it."""
    return key == item.pair.address or name in item.pair.required(item.create_type)


def _refused_fields(failure: Failure, plan: RecordPlan, side: Side, address: str) -> dict[str, str]:
    """By vendor's name, the mapping keys to blame. A clash with another record is about the address, if that is
    written: HubSpot does not name it.
    """
    writes = {name: plan.key_of(side, name) for name in plan.writes[side]}
    named = {name: key for name, key in writes.items() if name in failure.fields}
    if named or failure.category != Category.DUPLICATES:
        return named
    return {name: key for name, key in writes.items() if key == address}
