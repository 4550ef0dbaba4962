"""References between records: the links by which they cross, and the associations in HubSpot."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import replace

from crmsync.core.association import Association
from crmsync.core.failure import Failure, WriteOutcome, Written
from crmsync.core.link import Entry, Link
from crmsync.core.mapping import FieldMapping
from crmsync.core.record import RecordRef, Side, Value
from crmsync.core.reference import LinkedIds, Reference
from crmsync.core.side_state import can_be_named
from crmsync.usecases.sync.associated import Candidates, choose_associated, read_associated
from crmsync.usecases.sync.batch import Batch
from crmsync.usecases.sync.commit import ref_after
from crmsync.usecases.sync.guarded import NO_TIME_LEFT
from crmsync.usecases.sync.move_link import look_at
from crmsync.usecases.sync.work_item import WorkItem


def find_references(items: Sequence[WorkItem], batch: Batch) -> None:
    """Gives the items' references the links of all that they refer to: one read of the store a batch."""
    associated = read_associated(items, batch)
    refs = {ref for item in items for mapping in _references(item) for ref in _named(item, mapping, associated)}
    links = batch.ports.links.find(sorted(refs)) if refs else {}
    references = {mapping.reference for item in items for mapping in _references(item)}
    linked = {one: _linked(one, links) for one in references if one is not None}
    for item in items:
        if any(_references(item)):
            item.pair = replace(item.pair, mappings=tuple(_with(one, linked) for one in item.pair.mappings))
            choose_associated(item, associated)


def is_counterpart(link: Link, reference: Reference) -> bool:
    """Whether the reference can name the records of this link: a lookup of contacts cannot name a lead."""
    return reference.can_name(link) and can_be_named(link.states)


def _linked(reference: Reference, links: Mapping[RecordRef, Link]) -> LinkedIds:
    usable = ((ref, link) for ref, link in links.items() if is_counterpart(link, reference))
    return LinkedIds({ref: reference.named(link.ref(ref.side.other)) for ref, link in usable})


def _references(item: WorkItem) -> Iterator[FieldMapping]:
    return (mapping for mapping in item.pair.mappings if mapping.reference is not None)


def _with(mapping: FieldMapping, linked: Mapping[Reference, LinkedIds]) -> FieldMapping:
    return replace(mapping, linked=linked[mapping.reference]) if mapping.reference is not None else mapping


def _named(item: WorkItem, mapping: FieldMapping, associated: Candidates) -> Iterator[RecordRef]:
    for side in Side:
        record, reference = item.record(side), mapping.reference
        if record is None or reference is None:
            continue
        name = mapping.hubspot if side is Side.HUBSPOT else mapping.salesforce.get(record.ref.object_type, "")
        several = associated.get((record.ref, name), (record.values.get(name),))
        yield from (ref for value in several if (ref := reference.ref(side, value)) is not None)


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
    # What is left of these is one association too many, which is never taken for the lookup's.
    _send([_association(*one, one[1].old) for one in wanted if _is_replaced(*one)], batch, remove=True)
    for start, item in {start: item for item, entry, start in wanted if _leaves_others(item, entry)}.items():
        look_at(start, item, batch)


def _is_replaced(item: WorkItem, entry: Entry, _start: RecordRef) -> bool:
    """Whether what stood for the lookup gives way: HubSpot keeps any number of them beside each other."""
    base = item.link.base.get(entry.field) if item.link is not None else None
    is_known = base is not None and entry.old is not None and base.hubspot == entry.old
    return is_known and entry.field in item.attached and entry.new is not None and _reference(item, entry).is_associated


def _leaves_others(item: WorkItem, entry: Entry) -> bool:
    """Whether another one stands for the lookup now. No event tells of it: the last was that of our own write."""
    return entry.new is None and entry.field in item.attached and entry.field in item.several


def _attachments(item: WorkItem) -> Iterator[tuple[Entry, RecordRef]]:
    """Of a record that could not be created nothing can be attached."""
    start = ref_after(item, Side.HUBSPOT)
    if item.plan is not None and start is not None:
        own = {mapping.hubspot for mapping in _references(item)}
        yield from ((entry, start) for entry in item.plan.attachments if entry.field in own)


def _association(item: WorkItem, entry: Entry, start: RecordRef, value: Value) -> Association:
    reference = _reference(item, entry)
    end = reference.ref(Side.HUBSPOT, value)
    if end is None:
        raise AssertionError(f"{entry.field} names nothing")
    kinds = reference.kinds_of(end)
    return Association(start, end, kinds if value == entry.new else tuple(one for one in kinds if one.is_label))


def _reference(item: WorkItem, entry: Entry) -> Reference:
    return next(one.reference for one in item.pair.mappings if one.hubspot == entry.field and one.reference is not None)


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
