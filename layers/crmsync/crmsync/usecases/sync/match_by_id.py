"""Ties records by ids alone: what one shows of the other, and what crmsync created for it without hearing of it."""

from __future__ import annotations

from collections.abc import Sequence

from crmsync.core.fields_to_read import fields_to_read
from crmsync.core.record import Record, Side
from crmsync.ports.crm import Look
from crmsync.usecases.sync.batch import Batch
from crmsync.usecases.sync.counterparts import leave_linked_counterparts
from crmsync.usecases.sync.creation import leave_unwanted
from crmsync.usecases.sync.shown_id import bearers, shown_refs
from crmsync.usecases.sync.work_item import WorkItem, still_open


def match_by_id(items: Sequence[WorkItem], batch: Batch) -> None:
    leave_unwanted(items)
    take_by_id(still_open(items), batch)


def take_by_id(items: Sequence[WorkItem], batch: Batch) -> None:
    """Reads the counterparts that ids tell of: one call a side and object, and none where nothing is to be asked."""
    for item in items:
        item.is_first_link = True
    _by_shown_ids([item for item in items if item.origin.side is Side.HUBSPOT], batch)
    of_salesforce = [(item, item.origin) for item in items if item.origin.side is Side.SALESFORCE]
    for (item, _), bearer in bearers(of_salesforce, batch):
        item.read[Side.HUBSPOT] = bearer
    leave_linked_counterparts(items, "id", batch)


def _by_shown_ids(items: Sequence[WorkItem], batch: Batch) -> None:
    """What it shows may be an old id, of a record that is gone by now: then it shows nothing."""
    wanted = {ref: item for item in items if (ref := next(shown_refs(item), None)) is not None}
    if not wanted:
        return
    fields = fields_to_read([item.pair for item in wanted.values()], Side.SALESFORCE)
    seen = batch.crms.salesforce.look(Look(tuple(wanted), fields=fields))
    for ref, item in wanted.items():
        found = seen.records[ref]
        if isinstance(found, Record):
            item.read[Side.SALESFORCE] = found
