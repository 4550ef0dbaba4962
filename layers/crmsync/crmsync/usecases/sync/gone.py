"""Records that are not live any more: links follow merges and conversions; nothing is made anew for a deleted one."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from crmsync.core.failure import Failure
from crmsync.core.link import Link
from crmsync.core.outcome import Outcome, OutcomeName, SkipReason, skipped
from crmsync.core.record import Gone, Side
from crmsync.usecases.sync.batch import Batch
from crmsync.usecases.sync.move_link import go_on_without, look_at, move_link
from crmsync.usecases.sync.work_item import WorkItem, still_open


def settle_gone(items: Sequence[WorkItem], batch: Batch) -> None:
    """Leaves every item of which a record could not be read or lives on elsewhere. One that has a link and lost a
    record for good goes on: what an interrupted worker left is to come to an end.
    """
    for item in still_open(items):
        failure = next((one for one in item.read.values() if isinstance(one, Failure)), None)
        losses = {side: one for side, one in item.read.items() if isinstance(one, Gone)}
        _look_at_others(losses, item, batch)
        if failure is not None:
            item.leave(_unreadable(failure))
        elif losses and item.link is None:
            _leave_unlinked(item, losses, batch)
        elif losses and item.link is not None:
            _settle(item, item.link, losses, batch)


def _look_at_others(losses: Mapping[Side, Gone], item: WorkItem, batch: Batch) -> None:
    """What a lead became beside its contact, where that syncs."""
    for ref in (one for gone in losses.values() for one in gone.also):
        pair = batch.configuration.pair_of(ref.object_type)
        if pair is not None and pair.settings.enabled:
            look_at(ref, item, batch)


def _unreadable(failure: Failure) -> Outcome:
    return Outcome(OutcomeName.RETRY, failure.category, failure, failure.retry_after)


def _leave_unlinked(item: WorkItem, losses: Mapping[Side, Gone], batch: Batch) -> None:
    [gone] = losses.values()
    if gone.became is None:
        item.leave(skipped(SkipReason.GONE))
        return
    look_at(gone.became, item, batch)
    item.leave(Outcome(OutcomeName.MOVED, gone.reason))


def _settle(item: WorkItem, link: Link, losses: Mapping[Side, Gone], batch: Batch) -> None:
    moves = {side: gone for side, gone in losses.items() if gone.became is not None}
    if moves:
        move_link(item, link, moves, batch)
        return
    item.lost = dict(losses)
    item.intended_deletion = link.intents.deletes if link.intents is not None else None
    for gone in losses.values():
        reason = SkipReason.GONE if gone.ref == item.origin else SkipReason.COUNTERPART_GONE
        go_on_without(item, gone, skipped(reason))
