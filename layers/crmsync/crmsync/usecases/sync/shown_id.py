"""The id of a Salesforce record that a HubSpot record shows, since it was created for that one or linked with it."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator, Sequence

from crmsync.core.failure import Consequence, Failure
from crmsync.core.fields_to_read import fields_to_read
from crmsync.core.parked import Category
from crmsync.core.record import Millis, Record, RecordRef, Side
from crmsync.core.salesforce_id import to_18
from crmsync.usecases.sync.batch import Batch
from crmsync.usecases.sync.park import failed
from crmsync.usecases.sync.work_item import WorkItem

SOON: Millis = 5_000
"""The new record's own event is mostly under way."""


Counterpart = tuple[WorkItem, RecordRef]
"""An item and a record of Salesforce that is, or may be, its counterpart."""


def shown_refs(item: WorkItem) -> Iterator[RecordRef]:
    """One a Salesforce object at most; none where several records may show one id."""
    record, pair = item.record(Side.HUBSPOT), item.pair.object_pair
    if record is None or not pair.is_unique:
        return
    for object_type, name in pair.id_properties.items():
        text = str(record.values.get(name) or "")
        if text.startswith(pair.salesforce_types[object_type]):
            try:
                yield RecordRef(Side.SALESFORCE, object_type, to_18(text))
            except ValueError:
                continue


def is_shown(item: WorkItem) -> bool:
    """Whether its HubSpot record shows the id of its Salesforce record."""
    record = item.record(Side.SALESFORCE)
    return record is not None and record.ref in shown_refs(item)


def bearers(counterparts: Iterable[Counterpart], batch: Batch) -> list[tuple[Counterpart, Record]]:
    """HubSpot's records that show the ids of Salesforce's: each was created for that one, or linked with it, before.
    One call a property.
    """
    by_property: dict[str, list[Counterpart]] = defaultdict(list)
    for item, ref in counterparts:
        name = item.pair.object_pair.id_properties.get(ref.object_type)
        if name is not None and item.pair.object_pair.is_unique:
            by_property[name].append((item, ref))
    return [found for name, own in by_property.items() for found in _bearers(own, name, batch)]


def _bearers(own: Sequence[Counterpart], name: str, batch: Batch) -> Iterator[tuple[Counterpart, Record]]:
    pair = own[0][0].pair
    fields = fields_to_read([pair], Side.HUBSPOT)[pair.hubspot_type]
    found = batch.crms.hubspot.with_value(pair.hubspot_type, name, [ref.id for _, ref in own], fields)
    for item, ref in own:
        if ref.id in found:
            yield (item, ref), found[ref.id]


def leave_to_bearers(items: Sequence[WorkItem], batch: Batch) -> None:
    """For HubSpot's items whose counterparts were found by something else than an id. Where another record without link
    shows the counterpart's id, crmsync made it for that one and did not hear of it: the two are about to be linked.
    """
    met = [(item, record.ref) for item in items if (record := item.record(Side.SALESFORCE)) is not None]
    others = [(*one, bearer.ref) for one, bearer in bearers(met, batch) if bearer.ref != one[0].origin]
    links = batch.ports.links.find(sorted({other for *_, other in others})) if others else {}
    for item, ref, other in others:
        if other not in links:
            reason = f"{other.label} was created for {ref.label}, and is not linked with it yet"
            item.leave(failed(Failure(Consequence.RETRY_LATER, Category.UNAVAILABLE, reason, retry_after=SOON)))
