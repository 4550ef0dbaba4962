"""Associations that need not be read: nothing tells of another than the link remembers, in either CRM."""

from __future__ import annotations

from crmsync.core.change import Change, ChangeKind
from crmsync.core.mapping import FieldMapping
from crmsync.core.parked import WHOLE_RECORD
from crmsync.core.record import Side
from crmsync.usecases.sync.batch import FEED, Batch
from crmsync.usecases.sync.work_item import WorkItem


def remembered(item: WorkItem, mapping: FieldMapping, batch: Batch) -> tuple[str, ...] | None:
    """The id that the link remembers, as the record's only association; none when it remembers none. None where the
    association must be read: a lookup of Salesforce's changed (of two that exclude each other, one may have made room
    for the other), HubSpot's events told of the association or of nothing in particular, or an administrator asked.
    """
    base = item.link.base.get(mapping.hubspot) if item.link is not None else None
    if base is None or batch.source != FEED or not _is_plain(item) or not _have_lookups_rested(item):
        return None
    if base.hubspot and (mapping.reference is None or mapping.reference.ref(Side.HUBSPOT, base.hubspot) is None):
        return None
    if not all(_leaves_alone(change, mapping) for change in item.changes.values()):
        return None
    return (str(base.hubspot),) if base.hubspot else ()


def _have_lookups_rested(item: WorkItem) -> bool:
    record = item.record(Side.SALESFORCE)
    if record is None or item.link is None:
        return False
    lookups = (one for one in item.pair.mapped(record.ref.object_type) if one.reference is not None)
    bases = [(item.link.base.get(one.hubspot), one.salesforce[record.ref.object_type]) for one in lookups]
    return all(base is None or record.values.get(name) == base.salesforce for base, name in bases)


def _is_plain(item: WorkItem) -> bool:
    """Nothing was left undone: an association that was refused is parked with the whole record, whose row goes with
    the change that finds it in step; that of a worker which died takes all rows away.
    """
    link = item.link
    is_open = link is not None and (link.intents is not None or bool(link.states) or WHOLE_RECORD in link.parked)
    is_again = bool(item.attempt) or any(change.crashes for change in item.changes.values())
    return not (is_open or is_again or item.is_first_link or item.wants_first_link or item.undo)


def _leaves_alone(change: Change, mapping: FieldMapping) -> bool:
    """Of HubSpot's only an event that names its properties: a poll's record tells nothing of associations."""
    if change.ref.side is Side.SALESFORCE:
        return change.kind is ChangeKind.UPDATE or change.carried is not None
    return change.kind is ChangeKind.UPDATE and bool(change.fields) and mapping.hubspot not in change.fields
