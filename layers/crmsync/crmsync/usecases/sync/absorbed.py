"""The survivor of a merge whose links did not move yet: it must not be taken for a new person."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from crmsync.core.change import ChangeKind
from crmsync.core.failure import Consequence, Failure
from crmsync.core.parked import Category
from crmsync.core.record import RecordRef
from crmsync.usecases.sync.batch import Batch
from crmsync.usecases.sync.move_link import look_of
from crmsync.usecases.sync.park import failed
from crmsync.usecases.sync.resolve import LEASED_RETRY
from crmsync.usecases.sync.work_item import WorkItem, still_open


def leave_survivors(items: Sequence[WorkItem], batch: Batch) -> None:
    """Unlinked records into which linked ones were merged come again, after the change of the linked one."""
    absorbed = {item.key: _absorbed(item) for item in still_open(items)}
    links = batch.ports.links.find([ref for refs in absorbed.values() for ref in refs])
    for item in still_open(items):
        linked = [ref for ref in absorbed[item.key] if ref in links]
        if linked:
            batch.ports.queue.send([replace(look_of(ref, item), kind=ChangeKind.MERGE) for ref in linked])
            words = f"{linked[0].key} was merged into it, and its link did not move yet"
            item.leave(failed(Failure(Consequence.RETRY_LATER, Category.MERGED, words, retry_after=LEASED_RETRY)))


def _absorbed(item: WorkItem) -> list[RecordRef]:
    record = item.record(item.origin.side)
    return [replace(item.origin, id=one) for one in record.absorbed] if record is not None else []
