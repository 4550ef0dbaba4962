"""Records that refer to one which is not linked yet: they are attached when it is.

A note is stored under the awaited record's key. Whoever links that record has the waiters looked at again, and then
forgets the notes. A note that came a moment too late is found by looking for the link once more after it was stored.
Who is new there is acknowledged after their looks are sent: a crash between the two, as one between looks and
forgetting, sends them twice, which is harmless.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import replace

from crmsync.core.change import Change
from crmsync.core.link import Link
from crmsync.core.mapping import FieldMapping
from crmsync.core.outcome import OutcomeName
from crmsync.core.record import RecordRef, Side
from crmsync.core.side_state import can_be_named
from crmsync.usecases.sync.batch import Batch
from crmsync.usecases.sync.commit import ref_after
from crmsync.usecases.sync.move_link import look_of
from crmsync.usecases.sync.work_item import WorkItem

_NOTHING_NEW = {OutcomeName.ECHO, OutcomeName.RETRY, OutcomeName.MOVED}


def settle_waiting(items: Sequence[WorkItem], batch: Batch) -> None:
    """After everything else, also of items that needed no write."""
    if batch.is_dry:
        return
    _remember(items, batch)
    _wake(items, batch)


def _remember(items: Sequence[WorkItem], batch: Batch) -> None:
    waiting: dict[RecordRef, list[RecordRef]] = defaultdict(list)
    items_of: dict[RecordRef, WorkItem] = {}
    for item in items:
        waiter = ref_after(item, Side.HUBSPOT)
        for awaited in _awaited(item):
            if waiter is not None:
                waiting[awaited].append(waiter)
                items_of[waiter] = item
    if not waiting:
        return
    new = batch.ports.waiters.add(waiting)
    linked = batch.ports.links.find(sorted(waiting))
    late = {one for awaited, link in linked.items() for one in waiting[awaited] if _suits(items_of[one], awaited, link)}
    nudges = {awaited: look for awaited, look in _nudges(waiting, new, items_of) if awaited not in linked}
    looks = [*(_look_of(waiter, items_of[waiter]) for waiter in sorted(late)), *nudges.values()]
    if looks:
        batch.ports.queue.send(looks)
    told = {awaited: new[awaited] for awaited in nudges if new[awaited]}
    if told:
        batch.ports.waiters.acknowledge(told)


def _suits(item: WorkItem, awaited: RecordRef, link: Link) -> bool:
    """Whether what it waits for can be named now: it waits on for a lead to be converted, or what was deleted. So it
    does for what could have been named as it is when it was planned.
    """
    waiting = item.plan.awaits if item.plan is not None else {}
    named = [one for one in item.pair.mappings if awaited in waiting.get(one.hubspot, ())]
    types = {object_type for one in named if not _was_so(one, awaited, link) for object_type in _named_types(one)}
    return link.salesforce.object_type in types and can_be_named(link.states)


def _was_so(mapping: FieldMapping, awaited: RecordRef, link: Link) -> bool:
    if mapping.reference is None or mapping.linked is None:
        return False
    return mapping.linked.counterpart(awaited) == mapping.reference.named(link.ref(awaited.side.other))


def _named_types(mapping: FieldMapping) -> Iterator[str]:
    """The Salesforce objects whose records the mapping names."""
    if mapping.reference is not None:
        yield from (one.salesforce_type for one in mapping.reference.targets)
    if mapping.members is not None:
        yield mapping.members.salesforce_type


def _awaited(item: WorkItem) -> Iterator[RecordRef]:
    is_there = item.outcome is not None and item.outcome.name is not OutcomeName.RETRY
    if item.plan is not None and is_there:
        yield from (ref for refs in item.plan.awaits.values() for ref in refs)


def _nudges(
    waiting: Mapping[RecordRef, Sequence[RecordRef]],
    new: Mapping[RecordRef, Sequence[RecordRef]],
    items_of: Mapping[RecordRef, WorkItem],
) -> Iterator[tuple[RecordRef, Change]]:
    """HubSpot's awaited records are looked at when somebody began to refer to them: that alone may be what they need
    to be created in Salesforce. Whoever may sync only now, having joined the inclusion list, begins to wait.
    """
    for awaited, waiters in waiting.items():
        newcomer = next((one for one in waiters if one in new[awaited] or _refers_now(items_of[one])), None)
        if awaited.side is Side.HUBSPOT and newcomer is not None:
            yield awaited, _look_of(awaited, items_of[newcomer])


def _refers_now(item: WorkItem) -> bool:
    """Not on every edit of a record whose company never syncs."""
    named = {field for change in item.changes.values() for field in change.fields}
    keys = item.plan.awaits.keys() if item.plan is not None else ()
    return item.is_first_link or item.creates is not None or any(key in named for key in keys)


def _wake(items: Sequence[WorkItem], batch: Batch) -> None:
    """Of linked records that others can refer to; not of new ones alone, since the worker that linked a record may
    have died before it came here.
    """
    mappings = [one for pair in batch.configuration.enabled_pairs for one in pair.mappings]
    awaited = {object_type for one in mappings for object_type in _named_types(one)}
    linked = [item for item in items if _is_linked(item) and item.salesforce_type in awaited]
    refs = {ref: item for item in linked for side in Side if (ref := ref_after(item, side)) is not None}
    told = batch.ports.waiters.of(list(refs)) if refs else {}
    if told:
        any_item, waiters = next(iter(refs.values())), {waiter for one in told.values() for waiter in one.waiters}
        batch.ports.queue.send([_look_of(waiter, any_item) for waiter in sorted(waiters)])
        batch.ports.waiters.forget(told)


def _look_of(ref: RecordRef, item: WorkItem) -> Change:
    """What the item's record was to join, the other one is not."""
    return replace(look_of(ref, item), fields={})


def _is_linked(item: WorkItem) -> bool:
    """A record whose creation was refused wakes nobody: who waits would have it tried again, for ever."""
    is_created = item.creates is not None and ref_after(item, item.creates) is not None
    is_known = item.link is not None or is_created
    return is_known and item.outcome is not None and item.outcome.name not in _NOTHING_NEW
