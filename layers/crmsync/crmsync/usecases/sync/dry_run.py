"""Where a dry run ends: what would be done is told and parked, and goes on once the dry run is switched off."""

from __future__ import annotations

from collections.abc import Sequence

from crmsync.core.failure import Consequence, Failure
from crmsync.core.outcome import Outcome, OutcomeName
from crmsync.core.parked import Category
from crmsync.core.preview import PlannedField, Preview, PreviewAction
from crmsync.core.record import Gone, Millis, RecordRef, Side
from crmsync.usecases.sync.intend import is_settled
from crmsync.usecases.sync.work_item import WorkItem, still_open

DRY_GAP: Millis = 300_000
"""Nothing is resumed during a dry run; after it this is the longest that a row waits."""


def leave_gone_dry(items: Sequence[WorkItem]) -> None:
    """Items of which a record was deleted, merged or converted: links do not move, nothing is deleted."""
    for item in still_open(items):
        if item.link is not None and any(isinstance(outcome, Gone) for outcome in item.read.values()):
            _leave(item, Preview(PreviewAction.FOLLOW, item.link.hubspot, item.link.salesforce))


def leave_dry(items: Sequence[WorkItem]) -> None:
    for item in still_open(items):
        if item.link is not None and item.plan is not None and is_settled(item, item.link, item.plan):
            item.leave(item.held or Outcome(OutcomeName.IN_STEP))
        else:
            _leave(item, preview_of(item))


def preview_of(item: WorkItem) -> Preview:
    """Of an item that was planned."""
    entries = item.plan.entries if item.plan is not None else ()
    return Preview(
        action=_action(item),
        hubspot=_ref(item, Side.HUBSPOT),
        salesforce=_ref(item, Side.SALESFORCE),
        creates=item.create_type if item.creates is not None else "",
        fields=tuple(PlannedField(one.side, one.field, one.rule, one.reason, one.overruled) for one in entries),
        stuck=tuple(item.plan.parked) if item.plan is not None else (),
    )


def _ref(item: WorkItem, side: Side) -> RecordRef | None:
    return None if item.creates is side else item.ref(side)


def _action(item: WorkItem) -> PreviewAction:
    if item.creates is not None:
        return PreviewAction.CREATE
    if item.link is None:
        return PreviewAction.LINK
    return PreviewAction.UPDATE if item.plan is not None and item.plan.entries else PreviewAction.REMEMBER


def _leave(item: WorkItem, preview: Preview) -> None:
    item.preview = preview
    words = f"dry run: {preview.sentence}"
    failure = Failure(Consequence.RETRY_LATER, Category.DRY_RUN, words, retry_after=DRY_GAP)
    item.leave(Outcome(OutcomeName.DRY_RUN, words, failure))
