"""Records that were created in Salesforce although the answer was lost: what our own user made lately under the same
name is taken for the counterpart, so that nothing is made twice. People are found by their e-mail address instead.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Sequence

from crmsync.core.absent import ABSENT, Absent
from crmsync.core.conversion_error import ConversionError
from crmsync.core.convert import convert
from crmsync.core.fields_to_read import fields_to_read
from crmsync.core.mapped_field import field_value, fields_of
from crmsync.core.mapped_writes import keys_by_field
from crmsync.core.normal_form import normalise
from crmsync.core.record import Side
from crmsync.ports.crm import LostCreations
from crmsync.usecases.sync.batch import Batch
from crmsync.usecases.sync.take_unlinked import take_unlinked
from crmsync.usecases.sync.work_item import WorkItem

NAMES = 200
"""Of a query."""


def find_lost(items: Sequence[WorkItem], batch: Batch) -> None:
    """For items about to be created in Salesforce that have no key of their own. Two calls a pair."""
    by_type: dict[str, list[WorkItem]] = defaultdict(list)
    for item in items:
        if not item.found_by and item.pair.created_type in item.pair.object_pair.naming:
            by_type[item.pair.created_type].append(item)
    for object_type, own in by_type.items():
        _find(own, object_type, batch)


def _find(items: Sequence[WorkItem], object_type: str, batch: Batch) -> None:
    names = {item.key: name for item in items if (name := _name_of(item, object_type)) is not None}
    if not names:
        return
    field = items[0].pair.object_pair.naming[object_type]
    fields = fields_to_read([items[0].pair], Side.SALESFORCE)[object_type]
    wanted = LostCreations(object_type, field, tuple(dict.fromkeys(names.values())), fields)
    found = batch.crms.salesforce.lost_creations(wanted)
    take_unlinked(items, Side.SALESFORCE, {key: found.get(name, ()) for key, name in names.items()}, batch)


def _name_of(item: WorkItem, object_type: str) -> str | None:
    """A record without a name is not looked for."""
    field, title = item.pair.object_pair.naming[object_type], item.pair.object_pair.title
    named = _written(item, object_type, field)
    text = _written(item, object_type, title.of) if title is not None and named is None else None
    return title.name(text) if title is not None and text is not None else named


def _written(item: WorkItem, object_type: str, field: str) -> str | None:
    """What a creation writes there of HubSpot's values."""
    record = item.record(Side.HUBSPOT)
    mappings = item.pair.mapped(object_type)
    key = keys_by_field(mappings, Side.SALESFORCE, object_type).get(field)
    mapping = next((one for one in mappings if one.hubspot == key), None)
    value = ABSENT if record is None or mapping is None else field_value(record.values, mapping, Side.HUBSPOT, "")
    if mapping is None or isinstance(value, Absent):
        return None
    try:
        name = convert(normalise(value, Side.HUBSPOT, mapping.hubspot_type), mapping, Side.SALESFORCE, object_type)
    except ConversionError:
        return None  # nor will it be created
    written = fields_of(name, mapping, Side.SALESFORCE, object_type).get(field)
    return str(written) if written else None
