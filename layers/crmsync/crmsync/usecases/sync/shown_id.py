"""The id of a Salesforce record that a HubSpot record shows, since it was created for that one or linked with it."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator, Sequence

from crmsync.core.failure import Consequence, Failure
from crmsync.core.parked import Category
from crmsync.core.record import Millis, RecordRef, Side
from crmsync.core.salesforce_id import to_18
from crmsync.usecases.sync.batch import Batch
from crmsync.usecases.sync.park import failed
from crmsync.usecases.sync.work_item import WorkItem

SOON: Millis = 5_000
"""The new record's own event is mostly under way."""


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


def leave_to_bearers(items: Sequence[WorkItem], batch: Batch) -> None:
    """For HubSpot's items whose counterparts were found by something else than an id. Where another record without link
    shows the counterpart's id, crmsync made it for that one and did not hear of it: the two are about to be linked. One
    call a property, and none where nothing was found.
    """
    by_property: dict[str, list[tuple[WorkItem, RecordRef]]] = defaultdict(list)
    for item in items:
        record, pair = item.record(Side.SALESFORCE), item.pair.object_pair
        name = pair.id_properties.get(record.ref.object_type) if record is not None and pair.is_unique else None
        if record is not None and name is not None:
            by_property[name].append((item, record.ref))
    for name, own in by_property.items():
        _leave_to_bearers(own, name, batch)


def _leave_to_bearers(items: Sequence[tuple[WorkItem, RecordRef]], name: str, batch: Batch) -> None:
    found = batch.crms.hubspot.with_value(items[0][0].pair.hubspot_type, name, [ref.id for _, ref in items], [name])
    others = {ref.id: found[ref.id].ref for item, ref in items if ref.id in found and found[ref.id].ref != item.origin}
    links = batch.ports.links.find(sorted(others.values())) if others else {}
    for item, ref in items:
        other = others.get(ref.id)
        if other is not None and other not in links:
            reason = f"{other.label} was created for {ref.label}, and is not linked with it yet"
            item.leave(failed(Failure(Consequence.RETRY_LATER, Category.UNAVAILABLE, reason, retry_after=SOON)))
