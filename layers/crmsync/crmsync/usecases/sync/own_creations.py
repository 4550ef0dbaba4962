"""Salesforce records that our own user created a moment ago and that have no link: the worker that created them is
about to store it, or got no answer and will find them again. Nothing may be created in HubSpot for them meanwhile.

Records with a key of their own, an e-mail address or a domain, need no such care: the key is reserved and finds them.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from crmsync.core.failure import Consequence, Failure
from crmsync.core.fields_to_read import CREATOR
from crmsync.core.parked import Category
from crmsync.core.record import Millis, Record, Side
from crmsync.usecases.sync.batch import Batch
from crmsync.usecases.sync.find_origins import find_origins
from crmsync.usecases.sync.park import failed
from crmsync.usecases.sync.work_item import WorkItem

HOUR: Millis = 3_600_000
"""After that it may be a record like any other: a flow that our write set off creates records as our user too. Only if
no HubSpot record of its name waits for it, one is created.
"""

FIRST_LOOK: Millis = 5_000
"""The worker that created it is mostly about to store the link: events are that quick."""

NEXT_LOOK: Millis = 120_000
WAITS = Failure(
    Consequence.RETRY_LATER,
    Category.UNAVAILABLE,
    "crmsync's own user created it, and it is not linked yet with the HubSpot record that it was created for",
)


def leave_own_creations(items: Sequence[WorkItem], batch: Batch) -> None:
    """For items from Salesforce that found no counterpart. One call, and one a hundred of our user's older records."""
    asked = [(item, record) for item in items if (record := _keyless(item)) is not None]
    if not asked:
        return
    own = batch.crms.salesforce.own_user_id()
    ours = [(item, record) for item, record in asked if record.values.get(CREATOR) == own]
    now = batch.ports.clock.now()
    for item, record in ours:
        if now - record.created_at <= HOUR:
            is_first = all(change.attempt == 0 for change in item.changes.values())
            item.leave(failed(replace(WAITS, retry_after=FIRST_LOOK if is_first else NEXT_LOOK)))
    find_origins([item for item, _ in ours if item.outcome is None], batch)


def _keyless(item: WorkItem) -> Record | None:
    is_keyless = not item.found_by and item.origin.object_type in item.pair.object_pair.naming
    return item.record(Side.SALESFORCE) if is_keyless else None
