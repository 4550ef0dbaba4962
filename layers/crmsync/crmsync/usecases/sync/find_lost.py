"""Records that were created in Salesforce although the answer was lost: what our own user made lately under the same
name is taken for the counterpart, so that nothing is made twice. People are found by their e-mail address instead.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Sequence

from crmsync.core.fields_to_read import fields_to_read
from crmsync.core.record import Side
from crmsync.ports.crm import LostCreations
from crmsync.usecases.sync.batch import Batch
from crmsync.usecases.sync.salesforce_name import salesforce_name, written_value
from crmsync.usecases.sync.take_unlinked import take_unlinked
from crmsync.usecases.sync.work_item import WorkItem

NAMES = 200
"""Of a query."""


def find_lost(items: Sequence[WorkItem], batch: Batch) -> None:
    """For items about to be created in Salesforce without a key by which they were looked for. Two calls a pair."""
    by_type: dict[str, list[WorkItem]] = defaultdict(list)
    for item in items:
        if item.pair.created_type in item.pair.object_pair.naming and not _bears_its_key(item):
            by_type[item.pair.created_type].append(item)
    for object_type, own in by_type.items():
        _find(own, object_type, batch)


def _bears_its_key(item: WorkItem) -> bool:
    """A company may have its domain and no website: its account is made without either."""
    record, key = item.record(Side.HUBSPOT), item.pair.object_pair.match
    if not item.found_by or record is None or key is None:
        return False
    object_type = item.pair.created_type
    return written_value(record, item.pair, object_type, key.salesforce[object_type]) is not None


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
    record = item.record(Side.HUBSPOT)
    return salesforce_name(record, item.pair, object_type) if record is not None else None
