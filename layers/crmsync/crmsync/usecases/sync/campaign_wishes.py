"""Who is to join a campaign, and waits for it: named by the change, or parked since.

What is to be done is a name in the change (`campaigns/<name>`), so that it is sent again, parked and resumed with it.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from crmsync.core.campaign_join import CampaignJoin
from crmsync.core.failure import Consequence, Failure
from crmsync.core.outcome import OutcomeName, SkipReason
from crmsync.core.parked import Category
from crmsync.core.record import Gone, Side
from crmsync.usecases.sync.batch import Batch
from crmsync.usecases.sync.plan_items import left_out
from crmsync.usecases.sync.work_item import WorkItem

_GONE = {SkipReason.GONE.value, SkipReason.ERASED.value}

WAITS = Failure(
    Consequence.NEEDS_REVIEW,
    Category.ASSOCIATIONS,
    "The person is not synced with Salesforce, and so cannot join the campaign.",
    fix="Nothing, if the person is to be synced later: they join then. Else look at the settings, or at the address.",
)


def wished(item: WorkItem, batch: Batch) -> Iterator[CampaignJoin]:
    """Those that the change names, and those that waited and are not left out this time."""
    named = {name for change in item.changes.values() for name in change.fields}
    waiting = set(item.link.parked) - left_out(item) if item.link is not None else set()
    return (join for join in batch.configuration.campaign_joins if join.wish in named | waiting)


def keep_wishes(items: Sequence[WorkItem], batch: Batch) -> None:
    """Of those who could not sync."""
    for item in items:
        is_held_up = item.outcome is not None and item.outcome.name in {OutcomeName.SKIPPED, OutcomeName.PARKED}
        if is_held_up and not _is_gone(item):
            keep_wish(item, batch)


def keep_wish(item: WorkItem, batch: Batch) -> None:
    """The person waits to join: by a row of its own, since another change may sync them without a word of this."""
    waiting = {join.wish for join in wished(item, batch)} - item.joined - set(item.rejected)
    item.rejected.update(dict.fromkeys(sorted(waiting), WAITS))


def still_wished(parts: set[str], item: WorkItem, batch: Batch) -> set[str]:
    """Those parts of a record that are parked until the person joins, whatever else became of the record. Who was
    merged away waits as the survivor, whose look was asked for by now.
    """
    gone = item.read.get(Side.HUBSPOT)
    if _is_gone(item) or (isinstance(gone, Gone) and gone.became is not None):
        return set()
    return {join.wish for join in batch.configuration.campaign_joins} & parts - item.joined


def _is_gone(item: WorkItem) -> bool:
    """Nobody is left to join anything. Of who may have been merged it is heard yet as whom they live on."""
    if item.outcome is None or item.may_be_merged:
        return False
    is_over = item.outcome.name in {OutcomeName.DELETED, OutcomeName.ERASED} or item.outcome.reason in _GONE
    return is_over or Side.HUBSPOT in item.gone_sides
