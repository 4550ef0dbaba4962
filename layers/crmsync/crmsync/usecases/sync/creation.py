"""Whether a record without counterpart makes one, by the settings and the rule of its pair."""

from __future__ import annotations

from collections.abc import Sequence

from crmsync.core.object_pair import Creation
from crmsync.core.outcome import SkipReason, skipped
from crmsync.core.record import Side
from crmsync.usecases.sync.batch import Batch
from crmsync.usecases.sync.find_lost import find_lost
from crmsync.usecases.sync.hold_both import hold_both
from crmsync.usecases.sync.own_creations import leave_own_creations
from crmsync.usecases.sync.work_item import WorkItem, still_open


def leave_unwanted(items: Sequence[WorkItem]) -> None:
    """Without creation in HubSpot, Salesforce's records are not linked for the first time either."""
    for item in items:
        if item.origin.side is Side.SALESFORCE and not item.pair.settings.create_in_hubspot:
            item.leave(skipped(SkipReason.CREATION_OFF))


def plan_creations(items: Sequence[WorkItem], batch: Batch) -> None:
    """For matched items: fills `creates` of those that found no counterpart, or leaves them. What our own creation
    tells of counterparts is found here.
    """
    lonely = [item for item in still_open(items) if item.record(item.origin.side.other) is None]
    for item in lonely:
        reason = _obstacle(item)
        if reason is not None:
            item.leave(skipped(reason))
    find_lost([item for item in still_open(lonely) if item.origin.side is Side.HUBSPOT], batch)
    hold_both(items, batch)
    leave_own_creations([item for item in still_open(lonely) if item.origin.side is Side.SALESFORCE], batch)
    hold_both(items, batch)
    for item in still_open(lonely):
        if item.record(item.origin.side.other) is None:
            _plan(item)


def _obstacle(item: WorkItem) -> SkipReason | None:
    """A person who asks for a record by a resync gets it, whatever the rule of its pair."""
    if item.origin.side is Side.SALESFORCE:
        return None
    if not item.pair.settings.create_in_salesforce:
        return SkipReason.CREATION_OFF
    needs_contact = item.pair.object_pair.creation is Creation.WITH_CONTACT and not item.wants_first_link
    return SkipReason.NO_CONTACT if needs_contact and not item.has_linked_contact else None


def _plan(item: WorkItem) -> None:
    item.creates = item.origin.side.other
    item.create_type = item.pair.hubspot_type if item.creates is Side.HUBSPOT else item.pair.created_type
