"""Finds the counterparts of records that have no link, in the way of their pair; or plans that one is created."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence

from crmsync.core.match_key import MatchBy
from crmsync.usecases.sync.absorbed import absorbed_in_hubspot, absorbed_in_salesforce, leave_survivors
from crmsync.usecases.sync.batch import Batch
from crmsync.usecases.sync.creation import plan_creations
from crmsync.usecases.sync.hold_both import hold_both
from crmsync.usecases.sync.match_by_domain import match_by_domain
from crmsync.usecases.sync.match_by_email import match_by_email
from crmsync.usecases.sync.match_by_id import match_by_id
from crmsync.usecases.sync.match_by_value import match_by_value
from crmsync.usecases.sync.work_item import WorkItem, still_open

Strategy = Callable[[Sequence[WorkItem], Batch], None]
"""For unlinked items of one pair that were read: reads the counterpart of each that has one, or leaves the item."""

_STRATEGIES: Mapping[MatchBy | None, Strategy] = {
    MatchBy.EMAIL: match_by_email,
    MatchBy.DOMAIN: match_by_domain,
    MatchBy.VALUE: match_by_value,
    None: match_by_id,
}


def match(items: Sequence[WorkItem], batch: Batch) -> None:
    """For unlinked items that were read. What has no counterpart then is to be created, or leaves."""
    leave_survivors(items, absorbed_in_hubspot(items), batch)
    leave_survivors(items, absorbed_in_salesforce(still_open(items), batch), batch)
    for name in dict.fromkeys(item.pair.name for item in still_open(items)):
        own = [item for item in still_open(items) if item.pair.name == name]
        key = own[0].pair.object_pair.match
        _STRATEGIES[key.by if key is not None else None](own, batch)
    hold_both(items, batch)
    plan_creations(items, batch)
