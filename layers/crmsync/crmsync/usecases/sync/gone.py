"""Records that are not live any more: links follow merges and conversions; nothing is made anew for a deleted one."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from crmsync.core.change import Change, ChangeKind
from crmsync.core.failure import Failure
from crmsync.core.link import Link
from crmsync.core.outcome import Outcome, OutcomeName, SkipReason, retry, skipped
from crmsync.core.parked import Category
from crmsync.core.record import Gone, Record, RecordRef, Side
from crmsync.ports.history import HistoryRow
from crmsync.ports.links import Held
from crmsync.usecases.sync.batch import Batch
from crmsync.usecases.sync.park import parked
from crmsync.usecases.sync.work_item import WorkItem, still_open


def settle_gone(items: Sequence[WorkItem], batch: Batch) -> None:
    """Leaves every item of which a record could not be read or lives on elsewhere. One that has a link and lost a
    record for good goes on: what an interrupted worker left is to come to an end.
    """
    for item in still_open(items):
        for outcome in list(item.read.values()):
            if isinstance(outcome, Failure) and item.outcome is None:
                item.leave(_unreadable(outcome))
            elif isinstance(outcome, Gone) and item.outcome is None:
                _leave_gone(item, outcome, batch)


def _unreadable(failure: Failure) -> Outcome:
    return Outcome(OutcomeName.RETRY, failure.category, failure, failure.retry_after)


def _leave_gone(item: WorkItem, gone: Gone, batch: Batch) -> None:
    if gone.became is None and item.link is None:
        item.leave(skipped(SkipReason.GONE))
    elif gone.became is None:
        reason = SkipReason.GONE if gone.ref == item.origin else SkipReason.COUNTERPART_GONE
        _go_on_without(item, gone, skipped(reason))
    elif item.link is None:
        _look_at(gone.became, item, batch)
        item.leave(Outcome(OutcomeName.MOVED, gone.reason))
    else:
        _move(item, item.link, gone, gone.became, batch)


def _go_on_without(item: WorkItem, gone: Gone, outcome: Outcome) -> None:
    """All fields of a record that is gone are absent, so nothing moves because of it."""
    seen = item.link.seen.get(gone.ref.side, 0) if item.link is not None else 0
    item.read[gone.ref.side] = Record(gone.ref, {}, seen)
    item.gone = item.gone or outcome
    item.gone_sides.add(gone.ref.side)


def _look_at(ref: RecordRef, item: WorkItem, batch: Batch) -> None:
    change = next(iter(item.changes.values())).without_values()
    batch.ports.queue.send([replace(change, ref=ref, kind=ChangeKind.LOOK, fields={}, attempt=0)])


def _send_on(changes: Sequence[Change], batch: Batch) -> None:
    """What is to be done for the record that did not move, and which of its fields changed."""
    if changes:
        batch.ports.queue.send([replace(change, carried=None, carried_as_of=0) for change in changes])


def _move(item: WorkItem, link: Link, gone: Gone, successor: RecordRef, batch: Batch) -> None:
    """Ties the link to the survivor; a survivor that has a link of its own keeps it."""
    is_hubspot = gone.ref.side is Side.HUBSPOT
    moved = replace(link, hubspot=successor) if is_hubspot else replace(link, salesforce=successor)
    if batch.ports.links.move(link, moved) is Held.DONE:
        _note_move(link, moved, gone, batch)
        _look_at(successor, item, batch)
        _send_on([change for side, change in item.changes.items() if side is not gone.ref.side], batch)
        item.leave(Outcome(OutcomeName.MOVED, gone.reason))
        return
    present = batch.ports.links.find([link.hubspot, successor])
    owner = present.get(successor)
    if owner is None or owner.hubspot == link.hubspot:
        item.leave(retry("move_lost", 0))
    else:
        other = owner.ref(successor.side.other).key
        words = f"{gone.ref.key} was {gone.reason} into {successor.key}, which is linked to {other}"
        _go_on_without(item, gone, parked(Category.MERGED, words))


def _note_move(link: Link, moved: Link, gone: Gone, batch: Batch) -> None:
    row = HistoryRow(
        hubspot=moved.hubspot,
        salesforce=moved.salesforce,
        at=batch.ports.clock.now(),
        token=batch.token,
        cause=gone.reason,
        action=f"move from {link.ref(gone.ref.side).key}",
        entries=(),
    )
    batch.ports.history.add([row])
