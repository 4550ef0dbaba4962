"""The survivor of a merge or conversion whose links did not move yet: it must not be taken for a new person."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import replace

from crmsync.core.change import Change, ChangeKind
from crmsync.core.failure import Consequence, Failure
from crmsync.core.link import Link
from crmsync.core.outcome import Outcome
from crmsync.core.parked import Category
from crmsync.core.record import RecordRef, Side
from crmsync.core.side_state import SideState
from crmsync.ports.crm import Look
from crmsync.usecases.sync.batch import Batch
from crmsync.usecases.sync.just_linked import leave_just_linked
from crmsync.usecases.sync.move_link import look_of
from crmsync.usecases.sync.park import failed, parked
from crmsync.usecases.sync.resolve import LEASED_RETRY
from crmsync.usecases.sync.work_item import WorkItem, still_open

Absorbed = Mapping[RecordRef, Sequence[RecordRef]]
"""By survivor: who lives on in it."""


def absorbed_in_hubspot(items: Sequence[WorkItem]) -> Absorbed:
    """HubSpot's records tell it themselves."""
    records = [record for item in items if (record := item.record(item.origin.side)) is not None]
    return {record.ref: [replace(record.ref, id=one) for one in record.absorbed] for record in records}


def absorbed_in_salesforce(items: Sequence[WorkItem], batch: Batch) -> Absorbed:
    """One call, if one of them can have absorbed anything: a merge changes the survivor. Of people that is asked for
    together with their namesakes. An import does not ask: what was merged before its query has moved long since.
    """
    if batch.source.is_import:
        return {}
    records = [record for item in items if not item.pair.address if (record := item.record(Side.SALESFORCE))]
    changed = tuple(record.ref for record in records if record.modified_at > record.created_at)
    return batch.crms.salesforce.look(Look(survivors=changed)).absorbed if changed else {}


def leave_survivors(items: Sequence[WorkItem], absorbed: Absorbed, batch: Batch) -> None:
    """Unlinked records into which linked ones were merged come again, after the change of the linked one."""
    survivors = [item for item in still_open(items) if absorbed.get(item.origin)]
    links = batch.ports.links.find([ref for item in survivors for ref in absorbed[item.origin]])
    for item in survivors:
        linked = [ref for ref in absorbed[item.origin] if ref in links]
        if linked:
            batch.ports.queue.send([_move_of(ref, item) for ref in linked])
            item.leave(_waits_for(links[linked[0]], linked[0]))
    # After the links of the absorbed ones: what is not there any more may have moved here just now.
    leave_just_linked(still_open(survivors), batch)


def _waits_for(link: Link, absorbed: RecordRef) -> Outcome:
    """A link that is parked as merged moves when a person has merged its other record too, which may take days."""
    if SideState.MERGED in link.states.values():
        other = link.ref(absorbed.side.other)
        words = f"{absorbed.label} lives on in it, and its link with {other.label} waits for another merge"
        return parked(Category.MERGED, words, (absorbed, other))
    words = f"{absorbed.label} lives on in it, and its link did not move yet"
    return failed(Failure(Consequence.RETRY_LATER, Category.MERGED, words, retry_after=LEASED_RETRY))


def _move_of(ref: RecordRef, item: WorkItem) -> Change:
    kind = ChangeKind.MERGE if ref.object_type == item.origin.object_type else ChangeKind.CONVERT
    return replace(look_of(ref, item), kind=kind)
