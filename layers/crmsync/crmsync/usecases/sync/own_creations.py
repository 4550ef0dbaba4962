"""Salesforce records that our own user created a moment ago and that have no link: the worker that created them is
about to store it, or got no answer and will find them again. Nothing may be created in HubSpot for them meanwhile.

Records with a key of their own, an e-mail address or a domain, need no such care: the key is reserved and finds them.
"""

from __future__ import annotations

from collections.abc import Sequence

from crmsync.core.failure import Consequence, Failure
from crmsync.core.fields_to_read import CREATOR
from crmsync.core.parked import Category
from crmsync.core.record import Millis, Record, Side
from crmsync.usecases.sync.batch import Batch
from crmsync.usecases.sync.park import failed
from crmsync.usecases.sync.work_item import WorkItem

HOUR: Millis = 3_600_000
"""After that it is a record like any other: a flow that our write set off creates records as our user too."""

NEXT_LOOK: Millis = 120_000
WAITS = Failure(
    Consequence.RETRY_LATER,
    Category.UNAVAILABLE,
    "crmsync's own user created it, and it is not linked yet with the HubSpot record that it was created for",
    retry_after=NEXT_LOOK,
)


def leave_own_creations(items: Sequence[WorkItem], batch: Batch) -> None:
    """For items from Salesforce that found no counterpart. One call, if any of them is young enough."""
    now = batch.ports.clock.now()
    young = [(item, creator) for item in items if (creator := _creator(item, now)) is not None]
    if not young:
        return
    own = batch.crms.salesforce.own_user_id()
    for item, creator in young:
        if creator == own:
            item.leave(failed(WAITS))


def _creator(item: WorkItem, now: Millis) -> str | None:
    record: Record | None = item.record(Side.SALESFORCE)
    is_keyless = not item.found_by and item.origin.object_type in item.pair.object_pair.naming
    if record is None or not is_keyless or now - record.created_at > HOUR:
        return None
    return str(record.values.get(CREATOR))
