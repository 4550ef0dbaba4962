"""Of new Salesforce records whose object several pairs share, the pair of each: only the record tells."""

from __future__ import annotations

from collections.abc import Sequence

from crmsync.core.engagement import is_told_by_us
from crmsync.core.outcome import SkipReason, skipped
from crmsync.core.record import Side
from crmsync.usecases.sync.batch import Batch
from crmsync.usecases.sync.work_item import WorkItem


def tell_subtypes(items: Sequence[WorkItem], batch: Batch) -> None:
    """For unlinked items that were read: gives each its pair, or leaves it when that one is switched off."""
    for item in items:
        record = item.record(Side.SALESFORCE)
        if record is None or item.pair.subtype is None:
            continue
        if is_told_by_us(record.values.get("Description")):
            item.leave(skipped(SkipReason.TOLD_BY_US))
            continue
        pair = batch.configuration.pair_of_record(record)
        if pair is None or not pair.settings.enabled:
            item.leave(skipped(SkipReason.PAIR_OFF))
        else:
            item.pair = pair
