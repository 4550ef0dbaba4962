"""The HubSpot records for which our own user created Salesforce records whose link was never stored: by their name.

The mirror of `find_lost`, for when the Salesforce record's own event comes to be worked on first, long after.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Sequence

from crmsync.core.fields_to_read import fields_to_read
from crmsync.core.mapped_writes import keys_by_field
from crmsync.core.match_value import match_value
from crmsync.core.record import Side
from crmsync.ports.crm import KeyValues, Look
from crmsync.usecases.sync.batch import Batch
from crmsync.usecases.sync.find_by_day import find_by_day
from crmsync.usecases.sync.take_unlinked import take_unlinked
from crmsync.usecases.sync.work_item import WorkItem


def find_origins(items: Sequence[WorkItem], batch: Batch) -> None:
    """For Salesforce records without counterpart that our own user created. One call a hundred names and property."""
    by_property: dict[tuple[str, str], list[WorkItem]] = defaultdict(list)
    titled: dict[str, list[WorkItem]] = defaultdict(list)
    for item in items:
        if (name := _name_property(item)) is not None:
            by_property[item.pair.hubspot_type, name].append(item)
        elif item.pair.object_pair.title is not None:
            titled[item.pair.name].append(item)
    for (object_type, name), own in by_property.items():
        _find(own, object_type, name, batch)
    for own in titled.values():
        find_by_day(own, batch)


def _name_property(item: WorkItem) -> str | None:
    object_type = item.origin.object_type
    keys = keys_by_field(item.pair.mapped(object_type), Side.SALESFORCE, object_type)
    return keys.get(item.pair.object_pair.naming[object_type])


def _find(items: Sequence[WorkItem], object_type: str, name: str, batch: Batch) -> None:
    names = {item.key: value for item in items if (value := _name(item)) is not None}
    fields = fields_to_read([items[0].pair], Side.HUBSPOT)
    wanted = KeyValues(object_type, name, tuple(dict.fromkeys(names.values())))
    if names:
        found = batch.crms.hubspot.look(Look(keys=(wanted,), fields=fields)).keyed[object_type, name]
        take_unlinked(items, Side.HUBSPOT, {key: found.get(value, ()) for key, value in names.items()}, batch)


def _name(item: WorkItem) -> str | None:
    record = item.record(Side.SALESFORCE)
    name = item.pair.object_pair.naming[item.origin.object_type]
    return match_value(record.values.get(name)) if record is not None else None
