"""One batch of folded changes, from the first look at the links to the last commit."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence

from crmsync.core.change import CallClass, Change
from crmsync.core.configuration import Configuration
from crmsync.core.failure import CrmError
from crmsync.core.outcome import OutcomeName
from crmsync.core.record import Side
from crmsync.usecases.sync.apply import apply
from crmsync.usecases.sync.batch import FEED, LEASE, Batch, Source, SyncPorts
from crmsync.usecases.sync.commit import commit
from crmsync.usecases.sync.dispose import dispose
from crmsync.usecases.sync.gone import settle_gone
from crmsync.usecases.sync.intend import intend
from crmsync.usecases.sync.match import match
from crmsync.usecases.sync.park import failed
from crmsync.usecases.sync.plan_items import leave_dry, plan_items
from crmsync.usecases.sync.read import read_known_sides
from crmsync.usecases.sync.resolve import resolve
from crmsync.usecases.sync.work_item import WorkItem, still_open

WRITTEN_TOGETHER = 200
"""Of a larger batch, an import's: links are stored before the CRMs' events of these writes come in."""


def sync_batch(
    changes: Sequence[Change], call_class: CallClass, configuration: Configuration, ports: SyncPorts
) -> Counter[OutcomeName]:
    """Brings up to a hundred folded changes in step; how many left with which outcome."""
    items = sync_items(changes, call_class, configuration, ports)
    return Counter(item.outcome.name for item in items if item.outcome is not None)


def sync_items(
    changes: Sequence[Change],
    call_class: CallClass,
    configuration: Configuration,
    ports: SyncPorts,
    source: Source = FEED,
) -> list[WorkItem]:
    """As `sync_batch`; each record with its outcome."""
    access = ports.gate.open(call_class)
    leased_until = ports.clock.now() + LEASE
    batch = Batch(ports, access, configuration, ports.randomness.token(), leased_until, source)
    try:
        items = resolve(changes, batch)
        _work(items, batch)
    finally:
        access.close()
    dispose(items, batch)
    _count(items, batch)
    return items


def _work(items: list[WorkItem], batch: Batch) -> None:
    try:
        _read_and_plan(items, batch)
    except CrmError as error:
        for item in still_open(items):
            item.leave(failed(error.failure))
    working = still_open(items)
    if batch.configuration.global_settings.dry_run:
        leave_dry(working)
    else:
        _write(working, batch)


def _read_and_plan(items: list[WorkItem], batch: Batch) -> None:
    reading = still_open(items)
    if not reading:
        return
    _reserve_calls(reading, batch)
    read_known_sides(reading, batch)
    settle_gone(reading, batch)
    match([item for item in still_open(reading) if item.link is None], batch)
    plan_items(still_open(reading), batch)


def _reserve_calls(items: Sequence[WorkItem], batch: Batch) -> None:
    """A read of each side that no poll carried, and a write to each side whose counterpart changed: giving back what
    was not needed costs more than a call that takes its own unit.
    """
    changed = {side for item in items for side in item.changes}
    for side in Side:
        is_read = any(side not in item.changes or item.changes[side].carried is None for item in items)
        batch.crms.reserve(side, is_read + (side.other in changed))


def _write(items: Sequence[WorkItem], batch: Batch) -> None:
    intend(items, batch)
    working = sorted(still_open(items), key=lambda item: item.creates is None)
    for start in range(0, len(working), WRITTEN_TOGETHER):
        together = working[start : start + WRITTEN_TOGETHER]
        apply(together, batch)
        commit(together, batch)


def _count(items: Sequence[WorkItem], batch: Batch) -> None:
    counts = Counter(item.outcome.name for item in items if item.outcome is not None)
    for name, number in counts.items():
        batch.ports.telemetry.count("Records", number, outcome=name.value)
    for item in items:
        if item.outcome is not None:
            batch.ports.telemetry.note("record", record=item.key, outcome=item.outcome.name, reason=item.outcome.reason)
