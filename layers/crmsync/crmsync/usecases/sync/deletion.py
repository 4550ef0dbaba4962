"""A record was deleted in one CRM: whether its counterpart is deleted too (`on_salesforce_delete`,
`on_hubspot_delete`), and the deletion itself.

It takes positive proof. A merge or conversion is none, nor is a record that cannot be read; and a person who lives on
under the same address, or whose counterpart somebody edits meanwhile, is kept.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import replace

from crmsync.core.failure import WriteOutcome, Written
from crmsync.core.outcome import Outcome, OutcomeName, SkipReason, skipped
from crmsync.core.record import RecordRef, Side
from crmsync.core.side_state import SideState
from crmsync.core.unsynced import has_unsynced_edit
from crmsync.usecases.sync.batch import Batch
from crmsync.usecases.sync.guarded import guarded
from crmsync.usecases.sync.move_link import look_of
from crmsync.usecases.sync.namesakes import living_namesakes
from crmsync.usecases.sync.read import crm_of
from crmsync.usecases.sync.work_item import WorkItem, still_open

DELETE = "delete"


def plan_deletions(items: Sequence[WorkItem], batch: Batch) -> None:
    """Fills `deletes` of the items whose counterpart goes too."""
    for side in Side:
        asked = [item for item in still_open(items) if _asks(item, side)]
        _keep_edited(asked)
        _keep_namesakes([item for item in asked if item.deletes is not None], side, batch)


def _asks(item: WorkItem, lost: Side) -> bool:
    """Once: a link that rests already (the setting was `keep` then) is left alone."""
    settings = item.pair.settings
    setting = settings.on_salesforce_delete if lost is Side.SALESFORCE else settings.on_hubspot_delete
    if item.link is None or setting != DELETE or item.lost.keys() != {lost} or not item.lost[lost].is_proven:
        return False
    if item.link.states.get(lost) not in {None, SideState.AWAITS_CONFIRMATION}:
        return False
    item.deletes = lost.other
    return True


def _keep_edited(items: Sequence[WorkItem]) -> None:
    for item in items:
        record = item.record(item.deletes) if item.deletes is not None else None
        if item.link is None or record is None:
            continue
        if has_unsynced_edit(item.link, record, item.pair.mapped(item.link.salesforce.object_type)):
            item.deletes, item.gone = None, skipped(SkipReason.COUNTERPART_EDITED)


def _keep_namesakes(items: Sequence[WorkItem], lost: Side, batch: Batch) -> None:
    """Somebody removed one of two duplicates, or HubSpot does not tell of a merge: the link goes to whoever bears the
    key now. Nobody else joins what a contact was to join: it may be gone, and else waits by a row of its own.
    """
    alive = living_namesakes(items, lost, batch)
    for item in items:
        if alive.get(item.key):
            item.deletes = None
            batch.ports.queue.send([replace(look_of(ref, item), fields={}) for ref in alive[item.key]])


def delete_counterparts(items: Sequence[WorkItem], batch: Batch) -> None:
    """The calls, two hundred Salesforce records or a hundred HubSpot records each."""
    for side in Side:
        going = [item for item in items if item.deletes is side]
        refs = [ref for item in going if (ref := item.ref(side)) is not None]
        for item, outcome in zip(going, guarded(_deleting(side, refs, batch), len(refs), batch), strict=True):
            item.results[side] = outcome
            if isinstance(outcome, Written):
                item.gone = Outcome(OutcomeName.DELETED)
                batch.ports.telemetry.count("RecordsDeleted", side=side)


def _deleting(side: Side, refs: Sequence[RecordRef], batch: Batch) -> Callable[[], list[WriteOutcome]]:
    return lambda: crm_of(batch, side).delete(refs)
