"""What is common to all ways of matching: a counterpart that is linked already, or that the filter excludes."""

from __future__ import annotations

from collections.abc import Sequence

from crmsync.core.outcome import SkipReason, skipped
from crmsync.core.parked import Category
from crmsync.core.record import Record, RecordRef
from crmsync.core.side_state import is_deleted
from crmsync.ports.crm import Seen
from crmsync.usecases.sync.batch import Batch
from crmsync.usecases.sync.just_linked import leave_linked_with
from crmsync.usecases.sync.park import parked
from crmsync.usecases.sync.reunite import take_the_place
from crmsync.usecases.sync.work_item import WorkItem


def leave_linked_counterparts(items: Sequence[WorkItem], what: str, batch: Batch) -> None:
    """A counterpart that is linked to another record stays so: chosen once, the others are duplicates. `what` both
    bear, in words.
    """
    matched: dict[RecordRef, WorkItem] = {}
    for item in items:
        record = item.record(item.origin.side.other)
        if record is not None:
            matched[record.ref] = item
    links = batch.ports.links.find(list(matched))
    for ref, item in matched.items():
        link = links.get(ref)
        if leave_linked_with(item, (ref,), links):
            continue
        if link is not None and is_deleted(link.states, item.origin.side):
            take_the_place(item, link, batch)
        elif link is not None:
            linked_to = link.ref(ref.side.other)
            words = f"{ref.label} bears the same {what} and is linked to {linked_to.label}"
            item.leave(parked(Category.DUPLICATES, words, (ref, linked_to)))


def inside(found: Sequence[Record], seen: Seen) -> list[Record]:
    """Those whom the filter of Salesforce does not exclude."""
    return [record for record in found if record.ref not in seen.outside]


def leave_excluded(item: WorkItem, found: Sequence[Record], seen: Seen) -> bool:
    """What the filter excludes is no counterpart, but nothing is created beside it either."""
    is_excluded = bool(found) and not inside(found, seen)
    if is_excluded:
        item.leave(skipped(SkipReason.OUTSIDE_FILTER))
    return is_excluded
