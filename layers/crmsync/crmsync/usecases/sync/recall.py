"""What HubSpot's property history tells of edits whose events came without their values.

A change that met two crashes, or was parked, has lost what its event showed. Where it names a field that we wrote to
lately, our write may have covered that very edit; then its value is asked for, in one call for fifty records.
"""

from __future__ import annotations

from collections.abc import Sequence

from crmsync.core.change import Shown
from crmsync.core.link import Link
from crmsync.core.mapped_field import field_names
from crmsync.core.overwritten import may_have_covered
from crmsync.core.record import Millis, Side
from crmsync.usecases.sync.batch import Batch
from crmsync.usecases.sync.work_item import WorkItem


def recall(items: Sequence[WorkItem], batch: Batch) -> None:
    """Fills `recalled` of the few items that need it."""
    wanted = {item.key: (item, names) for item in items if (names := _hidden(item))}
    if not wanted:
        return
    for object_type in dict.fromkeys(item.pair.hubspot_type for item, _ in wanted.values()):
        _recall([one for one in wanted.values() if one[0].pair.hubspot_type == object_type], object_type, batch)


def _recall(wanted: Sequence[tuple[WorkItem, list[str]]], object_type: str, batch: Batch) -> None:
    ids = [item.origin.id for item, _ in wanted]
    properties = sorted({name for _, names in wanted for name in names})
    histories = batch.crms.hubspot.property_history(ids, properties, object_type)
    for item, names in wanted:
        history = histories.get(item.origin.id, {})
        item.recalled = tuple(Shown(name, at, value) for name in names for at, value in history.get(name, ()))


def _hidden(item: WorkItem) -> list[str]:
    """The properties that the change names, does not show, and that we wrote to."""
    change = item.changes.get(Side.HUBSPOT)
    if change is None or item.link is None or change.event_values is not None:
        return []
    return [name for name, at in change.fields.items() if _may_be_covered(name, at, item, item.link)]


def _may_be_covered(name: str, latest: Millis, item: WorkItem, link: Link) -> bool:
    """A property may be one of several that cross as one."""
    mapped = item.pair.mapped(link.salesforce.object_type)
    keys = (one.hubspot for one in mapped if name in field_names(one, Side.HUBSPOT, link.salesforce.object_type))
    return any(may_have_covered(link, Side.HUBSPOT, key, latest) for key in keys)
