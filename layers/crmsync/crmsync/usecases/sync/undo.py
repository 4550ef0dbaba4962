"""Step 4, for records of which writes are to be undone: their plan is made from history instead of the rules."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from crmsync.core.link import Entry
from crmsync.core.opt_out_latch import is_unsubscription
from crmsync.core.plan_input import PlanInput
from crmsync.core.reasons import Reason
from crmsync.core.record import RecordRef, Side
from crmsync.core.undo import plan_undo
from crmsync.core.undo_scope import UndoScope
from crmsync.ports.history import HistoryRow
from crmsync.usecases.sync.batch import Batch
from crmsync.usecases.sync.work_item import WorkItem

MOST_ROWS = 500
"""Of one record's history."""

CREATION = "create"
_FINAL = {Reason.UNDONE, Reason.MIRRORED, Reason.JOINED_LIST, Reason.SUBMITTED_FORM}


def plan_undos(items: Sequence[WorkItem], batch: Batch) -> None:
    """What else the changes told of these records is looked at afterwards."""
    for item in items:
        if item.link is None:
            raise AssertionError(f"{item.key}: only what is linked is undone")
        entries = _entries(item.link.hubspot, UndoScope.parse(item.undo), batch)
        given = PlanInput(
            pair=item.pair,
            salesforce_type=item.salesforce_type,
            hubspot=item.record(Side.HUBSPOT),
            salesforce=item.record(Side.SALESFORCE),
            link=item.link,
            now=batch.ports.clock.now(),
        )
        undo = plan_undo(given, entries)
        item.plan, item.kept = undo.plan, undo.kept
    told = [change for item in items for change in item.changes.values() if not change.undo or change.fields]
    if told:
        batch.ports.queue.send([replace(change.without_values(), undo="") for change in told])


def _entries(hubspot: RecordRef, scope: UndoScope, batch: Batch) -> list[Entry]:
    """The oldest first."""
    rows = [row for row in batch.ports.history.of(hubspot, MOST_ROWS) if scope.takes(row.at, row.cause)]
    return [entry for row in reversed(rows) for entry in undoable(row)]


def undoable(row: HistoryRow) -> list[Entry]:
    """Not a creation: what was created is deleted in the CRM, if at all. Not what an undo wrote, and no opt-out; no
    campaigns either, which HubSpot shows as Salesforce has them.
    """
    if row.action == CREATION:
        return []
    return [entry for entry in row.entries if entry.reason not in _FINAL and not is_unsubscription(entry)]
