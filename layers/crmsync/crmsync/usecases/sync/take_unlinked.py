"""Of records that may be an item's counterpart, because our own creation may have tied them: the first that is free."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from crmsync.core.record import Record, Side
from crmsync.usecases.sync.batch import Batch
from crmsync.usecases.sync.just_linked import leave_linked_with
from crmsync.usecases.sync.work_item import WorkItem


def take_unlinked(items: Sequence[WorkItem], side: Side, found: Mapping[str, Sequence[Record]], batch: Batch) -> None:
    """`found` are the candidates of that side by item key."""
    links = batch.ports.links.find([record.ref for records in found.values() for record in records])
    taken = set(links)
    for item in items:
        named = found.get(item.key, ())
        free = [record for record in named if record.ref not in taken]
        if not leave_linked_with(item, [record.ref for record in named], links) and free:
            item.read[side] = free[0]
            taken.add(free[0].ref)
