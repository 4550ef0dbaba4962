"""Associations that need not be read: nothing tells of another than the link remembers, in either CRM."""

from __future__ import annotations

from crmsync.core.change import Change, ChangeKind
from crmsync.core.mapping import FieldMapping
from crmsync.core.record import Side
from crmsync.usecases.sync.batch import FEED, Batch
from crmsync.usecases.sync.work_item import WorkItem


def remembered(item: WorkItem, mapping: FieldMapping, batch: Batch) -> tuple[str, ...] | None:
    """The id that the link remembers, as the record's only association; none when it remembers none. None where the
    association must be read: Salesforce's lookup changed, HubSpot's events told of the association or of nothing in
    particular, or an administrator asked.
    """
    base = item.link.base.get(mapping.hubspot) if item.link is not None else None
    salesforce = item.record(Side.SALESFORCE)
    if base is None or salesforce is None or batch.source != FEED or not _is_plain(item):
        return None
    if salesforce.values.get(mapping.salesforce.get(salesforce.ref.object_type, "")) != base.salesforce:
        return None
    if base.hubspot and (mapping.reference is None or mapping.reference.ref(Side.HUBSPOT, base.hubspot) is None):
        return None
    if not all(_leaves_alone(change, mapping) for change in item.changes.values()):
        return None
    return (str(base.hubspot),) if base.hubspot else ()


def _is_plain(item: WorkItem) -> bool:
    is_open = item.link is not None and (item.link.intents is not None or bool(item.link.states))
    return not (is_open or item.is_first_link or item.wants_first_link or item.undo or item.attempt)


def _leaves_alone(change: Change, mapping: FieldMapping) -> bool:
    """Of HubSpot's only an event that names its properties: a poll's record tells nothing of associations."""
    if change.ref.side is Side.SALESFORCE:
        return change.kind is ChangeKind.UPDATE or change.carried is not None
    return change.kind is ChangeKind.UPDATE and bool(change.fields) and mapping.hubspot not in change.fields
