"""Step 3, second half: who may not sync now. Outside the inclusion list, or Salesforce's filter, base is frozen: on
re-entry the merge goes on from it.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping, Sequence

from crmsync.core.inclusion import LIST_LAG, is_asked_again, missing_list
from crmsync.core.outcome import Outcome, OutcomeName, SkipReason, retry, skipped
from crmsync.core.record import RecordRef, Side
from crmsync.core.wish import is_wish
from crmsync.usecases.sync.batch import Batch
from crmsync.usecases.sync.park import failed
from crmsync.usecases.sync.work_item import WorkItem, still_open


def hold_back(items: Sequence[WorkItem], batch: Batch) -> None:
    """Marks linked records that may not sync, and leaves unlinked ones.

    A person who is new from Salesforce is let through once: HubSpot can only evaluate a contact that it has.
    """
    for list_id, asked in _asked(items).items():
        members = batch.crms.hubspot.membership([ref.id for ref in asked], list_id)
        _mark([item for ref, item in asked.items() if not members[ref.id]], list_id, batch)
    for item in still_open(items):
        if item.held is not None and (item.link is None or _deletes_too_soon(item, item.held)):
            item.leave(item.held)
        elif item.held is not None:
            item.deletes = None


def _asked(items: Sequence[WorkItem]) -> Mapping[str, dict[RecordRef, WorkItem]]:
    """By list: the contacts that it decides about."""
    asked: dict[str, dict[RecordRef, WorkItem]] = defaultdict(dict)
    for item in items:
        list_id, contact = item.pair.settings.inclusion_list_id, item.ref(Side.HUBSPOT)
        is_asked = item.gone is None or item.deletes is Side.HUBSPOT or _may_move_on(item)
        if list_id is not None and contact is not None and is_asked and item.held is None:
            asked[list_id][contact] = item
    return asked


def _may_move_on(item: WorkItem) -> bool:
    """An opportunity told the contact to, and then its person in Salesforce was deleted."""
    names = (name for change in item.changes.values() for name in change.fields)
    return Side.HUBSPOT not in item.gone_sides and any(map(is_wish, names))


def _deletes_too_soon(item: WorkItem, held: Outcome) -> bool:
    """A deletion crosses for members alone, so that it waits until the *no* is certain."""
    return item.deletes is not None and held.name is OutcomeName.RETRY


def _mark(outsiders: Sequence[WorkItem], list_id: str, batch: Batch) -> None:
    now = batch.ports.clock.now()
    is_settled = batch.source.is_settled
    certain = [item for item in outsiders if is_settled or not is_asked_again(item.changes.values(), now)]
    for item in outsiders:
        item.held = retry(SkipReason.OUTSIDE_LIST.value, LIST_LAG)
    if certain:
        outside = _outside(list_id, batch)
        for item in certain:
            item.held = outside


def _outside(list_id: str, batch: Batch) -> Outcome:
    """Nobody is a member of a list that was deleted."""
    if batch.crms.hubspot.list_info(list_id) is None:
        return failed(missing_list(list_id))
    return skipped(SkipReason.OUTSIDE_LIST)
