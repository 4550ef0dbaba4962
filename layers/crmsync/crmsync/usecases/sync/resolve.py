"""Step 1 and 2: links, echoes, leases; and reservations for records that have no link yet."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence

from crmsync.core.cause import RESUMED
from crmsync.core.change import Change
from crmsync.core.echo import is_echo, is_unmapped
from crmsync.core.engagement import is_told_by_us
from crmsync.core.link import Link
from crmsync.core.outcome import Outcome, OutcomeName, SkipReason, retry, skipped
from crmsync.core.record import Millis, RecordRef
from crmsync.core.side_state import SideState, rests, wakes
from crmsync.core.wish import is_wish
from crmsync.ports.links import Held, Reservation
from crmsync.usecases.sync.batch import LEASE, Batch
from crmsync.usecases.sync.just_linked import leave_just_linked
from crmsync.usecases.sync.work_item import WorkItem, still_open

LEASED_RETRY: Millis = 3_000
"""A change of a leased link is compared again after release; most batches end sooner than this."""

LONG_LEASED_RETRY: Millis = 10_000
"""For a lease older than any healthy batch: its worker is dead, or waits for a CRM."""


def resolve(changes: Sequence[Change], batch: Batch) -> list[WorkItem]:
    """One item a link or unlinked record. Those that need no further step have left already."""
    links = batch.ports.links.find([change.ref for change in changes])
    items = _items(changes, links, batch)
    _leave_early(items, batch)
    _reserve_unlinked([item for item in still_open(items) if item.link is None], batch)
    return items


def _items(changes: Sequence[Change], found: Mapping[RecordRef, Link], batch: Batch) -> list[WorkItem]:
    items: dict[RecordRef, WorkItem] = {}
    for change in changes:
        link = found.get(change.ref)
        identity = link.hubspot if link is not None else change.ref
        pair = batch.configuration.pair_of(identity.object_type)
        if pair is None:
            batch.ports.telemetry.count("Records", 1, outcome=SkipReason.PAIR_OFF.value)
            continue
        item = items.setdefault(identity, WorkItem({}, pair, link))
        item.changes[change.ref.side] = change
    return list(items.values())


def _leave_early(items: Sequence[WorkItem], batch: Batch) -> None:
    now = batch.ports.clock.now()
    for item in items:
        if item.erases:
            continue
        if not item.pair.settings.enabled:
            item.leave(skipped(SkipReason.PAIR_OFF))
        elif item.link is None:
            _leave_unlinked(item, batch)
        elif item.link.is_leased(now):
            item.leave(retry("leased", _release_expected(item.link, now)))
        elif _rests(item, item.link):
            awaits = SideState.AWAITS_CONFIRMATION in item.link.states.values()
            item.leave(skipped(SkipReason.AWAITS_CONFIRMATION if awaits else SkipReason.COUNTERPART_GONE))
        elif not batch.source.compares and _all_echoes(item, item.link):
            item.leave(Outcome(OutcomeName.ECHO))


def _leave_unlinked(item: WorkItem, batch: Batch) -> None:
    if batch.source.compares or item.undo:
        item.leave(skipped(SkipReason.NOT_LINKED))
    elif any(is_told_by_us((change.event_values or {}).get("Description")) for change in item.changes.values()):
        item.leave(skipped(SkipReason.TOLD_BY_US))
    elif _is_unmapped(item):
        item.leave(skipped(SkipReason.UNMAPPED))


def _is_unmapped(item: WorkItem) -> bool:
    return all(is_unmapped(change, item.pair.mappings, item.pair.watched) for change in item.changes.values())


def _release_expected(link: Link, now: Millis) -> Millis:
    left = link.lease.until - now if link.lease is not None else 0
    return LEASED_RETRY if left > LEASE - LONG_LEASED_RETRY else min(left, LONG_LEASED_RETRY)


def _rests(item: WorkItem, link: Link) -> bool:
    """Of a link with a deleted record: whether no change is worth a look."""
    if link.intents is not None or not rests(link.states):
        return False
    return not any(wakes(change, link.states, resumed=_is_again(change, link)) for change in item.changes.values())


def _is_again(change: Change, link: Link) -> bool:
    """Whether what waits is tried; or may have no row yet, since the worker that had the change died before."""
    awaits = SideState.AWAITS_CONFIRMATION in link.states.values()
    return change.cause == RESUMED or (awaits and bool(change.crashes))


def _all_echoes(item: WorkItem, link: Link) -> bool:
    """An interrupted link (intents without lease) is never an echo: its recovery must run. Nor is what a crashed
    worker had: it may have died before it made rows and stamps of what it had done.
    """
    is_open = link.intents is not None or bool(link.states) or any(one.crashes for one in item.changes.values())
    if is_open or item.wants_first_link or any(is_wish(name) for one in item.changes.values() for name in one.fields):
        return False
    mappings = item.pair.mapped(link.salesforce.object_type)
    return all(is_echo(change, link, mappings, item.pair.watched) for change in item.changes.values())


def _reserve_unlinked(items: Sequence[WorkItem], batch: Batch) -> None:
    """Takes side+id, then looks for the link again: it may have come between the look and the reservation."""
    if not items:
        return
    leave_erased(one for one in reserve(items, [(item.key,) for item in items], batch) if not one.erases)
    leave_just_linked(still_open(items), batch)


def reserve(items: Sequence[WorkItem], keys: Sequence[tuple[str, ...]], batch: Batch) -> list[WorkItem]:
    """Reserves the keys of each item; an item whose keys are taken leaves to come again. Those of which a key is an
    erased person's are given back.
    """
    wanted = [Reservation(own, batch.token, batch.leased_until) for own in keys]
    outcomes = batch.ports.links.reserve(wanted)
    for item, reservation, held in zip(items, wanted, outcomes, strict=True):
        if held is Held.DONE:
            item.reservations.append(reservation)
        elif held is Held.BUSY:
            item.leave(retry("reserved", LEASED_RETRY))
    _let_go([item for item, held in zip(items, outcomes, strict=True) if held is Held.BUSY], batch)
    return [item for item, held in zip(items, outcomes, strict=True) if held is Held.SUPPRESSED]


def _let_go(items: Sequence[WorkItem], batch: Batch) -> None:
    """At once, not when the batch ends: of two workers that want what the other one holds, the later one gets it."""
    held = [reservation for item in items for reservation in item.reservations]
    if held:
        batch.ports.links.release(held)
    for item in items:
        item.reservations.clear()


def leave_erased(items: Iterable[WorkItem]) -> None:
    """They are not made anew."""
    for item in items:
        item.leave(skipped(SkipReason.ERASED))
