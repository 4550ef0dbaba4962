"""Owners whom the directory does not have: asked for once a batch, and looked for by config_guard's next round."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from crmsync.core.failure import Consequence, Failure
from crmsync.core.mapped_field import normal_value
from crmsync.core.outcome import Outcome, OutcomeName
from crmsync.core.owner_directory import OWNER
from crmsync.core.owner_merge import UNKNOWN
from crmsync.core.parked import Category
from crmsync.core.record import Millis, Side
from crmsync.usecases.sync.batch import Batch
from crmsync.usecases.sync.work_item import WorkItem

NEXT_LOOK: Millis = 120_000

WAITS = Failure(Consequence.RETRY_LATER, Category.ASSOCIATIONS, UNKNOWN, retry_after=NEXT_LOOK)


def ask_for_owners(items: Sequence[WorkItem], batch: Batch) -> None:
    """A record to be created in Salesforce waits: its owner decides whether Salesforce's assignment rules run."""
    unknown = [item for item in items if item.plan is not None and OWNER in item.plan.parked]
    ids = {person for item in unknown for person in _strangers(item)}
    if ids:
        batch.ports.owners.ask_for(sorted(ids))
    for item in unknown:
        if item.creates is Side.SALESFORCE:
            item.leave(Outcome(OutcomeName.RETRY, "unknown_owner", WAITS, NEXT_LOOK))


def _strangers(item: WorkItem) -> Iterator[str]:
    mapping = next(one for one in item.pair.mappings if one.hubspot == OWNER)
    for side in Side:
        record = item.record(side)
        if record is None or mapping.owners is None:
            continue
        person = normal_value(record, mapping, side, item.salesforce_type)
        if not mapping.owners.knows(side, person):
            yield str(person)
