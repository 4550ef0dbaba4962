"""Campaigns for which HubSpot's property has no option: asked for once a batch, added by config_guard's next round."""

from __future__ import annotations

from collections.abc import Sequence

from crmsync.core.campaigns import MEMBERSHIPS, unknown_campaigns
from crmsync.core.record import Side
from crmsync.usecases.sync.batch import Batch
from crmsync.usecases.sync.work_item import WorkItem


def ask_for_campaigns(items: Sequence[WorkItem], batch: Batch) -> None:
    """The field waits; the rest of the record goes on."""
    asked = {campaign for item in items for campaign in _without_option(item)}
    if asked:
        batch.ports.campaigns.ask_for(sorted(asked))


def _without_option(item: WorkItem) -> list[str]:
    mapping, record = item.pair.campaigns, item.record(Side.SALESFORCE)
    if mapping is None or record is None or item.plan is None or mapping.hubspot not in item.plan.parked:
        return []
    return unknown_campaigns(record.values.get(MEMBERSHIPS), mapping)
