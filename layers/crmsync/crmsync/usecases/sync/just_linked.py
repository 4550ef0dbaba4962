"""Records that another worker linked after this one had looked for their link: their change comes again."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence

from crmsync.core.link import Link
from crmsync.core.outcome import retry
from crmsync.core.record import RecordRef
from crmsync.usecases.sync.batch import Batch
from crmsync.usecases.sync.work_item import WorkItem

JUST_LINKED = retry("just_linked", 0)


def leave_just_linked(items: Sequence[WorkItem], batch: Batch) -> None:
    """Looks for the links of their origins once more."""
    links = batch.ports.links.find([item.origin for item in items])
    for item in items:
        if item.origin in links:
            item.leave(JUST_LINKED)


def leave_linked_with(item: WorkItem, candidates: Iterable[RecordRef], links: Mapping[RecordRef, Link]) -> bool:
    """Whether it left: linked with one of its candidates. `links` has those that the candidates have now."""
    here = item.origin.side
    is_linked = any(links[ref].ref(here) == item.origin for ref in candidates if ref in links)
    if is_linked:
        item.leave(JUST_LINKED)
    return is_linked
