"""References between records: the links by which they cross, and the associations in HubSpot."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import replace

from crmsync.core.association import Association
from crmsync.core.failure import Failure, WriteOutcome, Written
from crmsync.core.link import Entry
from crmsync.core.mapping import FieldMapping
from crmsync.core.record import RecordRef, Side, Value
from crmsync.core.reference import LinkedIds
from crmsync.core.side_state import rests
from crmsync.usecases.sync.apply import NO_TIME_LEFT
from crmsync.usecases.sync.batch import Batch
from crmsync.usecases.sync.commit import ref_after
from crmsync.usecases.sync.work_item import WorkItem


def find_references(items: Sequence[WorkItem], batch: Batch) -> None:
    """Gives the items' references the links of all that they refer to: one read of the store a batch."""
    refs = sorted({ref for item in items for mapping in _references(item) for ref in _named(item, mapping)})
    links = batch.ports.links.find(refs) if refs else {}
    linked = LinkedIds({ref: link.ref(ref.side.other).id for ref, link in links.items() if not rests(link.states)})
    for item in items:
        if any(_references(item)):
            item.pair = replace(item.pair, mappings=tuple(_with(one, linked) for one in item.pair.mappings))


def _references(item: WorkItem) -> Iterator[FieldMapping]:
    return (mapping for mapping in item.pair.mappings if mapping.reference is not None)


def _with(mapping: FieldMapping, linked: LinkedIds) -> FieldMapping:
    return replace(mapping, linked=linked) if mapping.reference is not None else mapping


def _named(item: WorkItem, mapping: FieldMapping) -> Iterator[RecordRef]:
    for side in Side:
        record, reference = item.record(side), mapping.reference
        if record is None or reference is None:
            continue
        name = mapping.hubspot if side is Side.HUBSPOT else mapping.salesforce.get(record.ref.object_type, "")
        ref = reference.ref(side, record.values.get(name))
        if ref is not None:
            yield ref


def attach(items: Sequence[WorkItem], batch: Batch) -> None:
    """Makes and takes away the associations that the plans want in HubSpot: a call for each pair of objects. One that
    fails is parked for itself; the rest of the record is written already.
    """
    wanted = [(item, entry, start) for item in items for entry, start in _attachments(item)]
    made = [_association(item, entry, start, entry.new) for item, entry, start in wanted if entry.new is not None]
    gone = [_association(item, entry, start, entry.old) for item, entry, start in wanted if entry.new is None]
    outcomes = iter(_send(made, batch))
    removed = iter(_send(gone, batch, remove=True))
    for item, entry, _ in wanted:
        _note(item, entry, next(removed if entry.new is None else outcomes))


def _attachments(item: WorkItem) -> Iterator[tuple[Entry, RecordRef]]:
    """Of a record that could not be created nothing can be attached."""
    start = ref_after(item, Side.HUBSPOT)
    if item.plan is not None and start is not None:
        yield from ((entry, start) for entry in item.plan.attachments)


def _association(item: WorkItem, entry: Entry, start: RecordRef, value: Value) -> Association:
    reference = next(one.reference for one in item.pair.mappings if one.hubspot == entry.field)
    end = reference.ref(Side.HUBSPOT, value) if reference is not None else None
    if reference is None or end is None:
        raise AssertionError(f"{entry.field} is no reference")
    return Association(start, end, (reference.kind,) if entry.new is not None else ())


def _send(associations: Sequence[Association], batch: Batch, *, remove: bool = False) -> list[WriteOutcome]:
    if not associations:
        return []
    if not batch.may_still_write():
        return [NO_TIME_LEFT] * len(associations)
    hubspot = batch.crms.hubspot
    return hubspot.dissociate(associations) if remove else hubspot.associate(associations)


def _note(item: WorkItem, entry: Entry, outcome: WriteOutcome) -> None:
    if isinstance(outcome, Written):
        item.attached[entry.field] = outcome
    elif isinstance(outcome, Failure) and item.plan is not None:
        item.rejected[entry.field] = outcome
        item.plan = item.plan.without_attachments({entry.field})
