"""One batch of folded changes, from the first look at the links to the last commit."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from dataclasses import replace

from crmsync.core.change import CallClass, Change
from crmsync.core.configuration import Configuration
from crmsync.core.failure import CrmError
from crmsync.core.outcome import OutcomeName
from crmsync.core.record import Side
from crmsync.usecases.sync.apply import apply
from crmsync.usecases.sync.back_again import look_at_companions
from crmsync.usecases.sync.batch import FEED, LEASE, Batch, Source, SyncPorts
from crmsync.usecases.sync.breakers import give_back_undone, hold_masses
from crmsync.usecases.sync.campaign_wishes import keep_wishes
from crmsync.usecases.sync.commit import commit
from crmsync.usecases.sync.deletion import delete_counterparts, plan_deletions
from crmsync.usecases.sync.dispose import dispose
from crmsync.usecases.sync.dry_run import leave_dry, leave_gone_dry
from crmsync.usecases.sync.engagements import plan_engagements, tell_engagements
from crmsync.usecases.sync.erase import erase
from crmsync.usecases.sync.gone import settle_gone
from crmsync.usecases.sync.hold_back import hold_back
from crmsync.usecases.sync.in_the_way import settle_in_the_way
from crmsync.usecases.sync.intend import intend
from crmsync.usecases.sync.join_campaigns import expect_campaigns, join_campaigns
from crmsync.usecases.sync.keep_to_address import keep_to_address
from crmsync.usecases.sync.lifecycle_wishes import tell_contacts
from crmsync.usecases.sync.match import match
from crmsync.usecases.sync.members import carry_members, plan_members
from crmsync.usecases.sync.note_missed import note_missed
from crmsync.usecases.sync.opt_outs import carry_opt_outs
from crmsync.usecases.sync.park import failed
from crmsync.usecases.sync.person_accounts import leave_person_accounts
from crmsync.usecases.sync.plan_items import plan_items
from crmsync.usecases.sync.read import read_known_sides
from crmsync.usecases.sync.references import attach, find_references
from crmsync.usecases.sync.resolve import resolve
from crmsync.usecases.sync.reunite import let_go_of_deleted
from crmsync.usecases.sync.standings import find_standings
from crmsync.usecases.sync.subtypes import tell_subtypes
from crmsync.usecases.sync.waiting import settle_waiting
from crmsync.usecases.sync.work_item import WorkItem, still_open

WRITTEN_TOGETHER = 200
"""Of a larger batch: links are stored before the CRMs' events of these writes come in."""


def sync_batch(
    changes: Sequence[Change], call_class: CallClass, configuration: Configuration, ports: SyncPorts
) -> Counter[OutcomeName]:
    """Brings the folded changes of a batch in step; how many left with which outcome."""
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
    keep_wishes(items, batch)
    dispose(items, batch)
    settle_waiting(items, batch)
    settle_in_the_way(items, batch)
    tell_contacts(items, batch)
    note_missed(items, batch)
    _count(items, batch)
    return items


def plan_batch(
    changes: Sequence[Change],
    call_class: CallClass,
    configuration: Configuration,
    ports: SyncPorts,
    source: Source = FEED,
) -> list[WorkItem]:
    """What `sync_batch` would do in a dry run, with nothing stored either: for ports that store nothing."""
    access = ports.gate.open(call_class)
    dry = replace(configuration, global_settings=replace(configuration.global_settings, dry_run=True))
    batch = Batch(ports, access, dry, ports.randomness.token(), ports.clock.now() + LEASE, source)
    try:
        items = resolve(changes, batch)
        _work(items, batch)
    finally:
        access.close()
    return items


def _work(items: list[WorkItem], batch: Batch) -> None:
    try:
        _read_and_plan(items, batch)
    except CrmError as error:
        for item in still_open(items):
            item.leave(failed(error.failure))
    working = still_open(items)
    if batch.is_dry:
        leave_dry(working)
    else:
        _write(working, batch)


def _read_and_plan(items: list[WorkItem], batch: Batch) -> None:
    erase([item for item in still_open(items) if item.erases], batch)
    reading = still_open(items)
    if not reading:
        return
    _reserve_calls(reading, batch)
    read_known_sides(reading, batch)
    reading = still_open(reading)
    if batch.is_dry:
        leave_gone_dry(reading)
    settle_gone(reading, batch)
    leave_person_accounts(reading)
    if not batch.is_dry:
        look_at_companions(reading, batch)
        let_go_of_deleted(reading, batch)
        plan_deletions(reading, batch)
    hold_back(still_open(reading), batch)
    tell_subtypes([item for item in still_open(reading) if item.link is None], batch)
    match([item for item in still_open(reading) if item.link is None], batch)
    keep_to_address(still_open(reading), batch)
    leave_person_accounts(reading)
    find_references(still_open(reading), batch)
    expect_campaigns(still_open(reading), batch)
    find_standings(still_open(reading), batch)
    plan_items(still_open(reading), batch)
    plan_members(still_open(reading), batch)
    plan_engagements(still_open(reading), batch)


def _reserve_calls(items: Sequence[WorkItem], batch: Batch) -> None:
    """A read of each side that no poll carried, one of the inclusion list, and a write to each side whose counterpart
    changed: giving back what was not needed costs more than a call that takes its own unit.
    """
    changed = {side for item in items for side in item.changes}
    for side in Side:
        is_read = any(side not in item.changes or item.changes[side].carried is None for item in items)
        is_asked = side is Side.HUBSPOT and any(item.pair.settings.inclusion_list_id for item in items)
        batch.crms.reserve(side, is_read + is_asked + (side.other in changed))


def _write(items: Sequence[WorkItem], batch: Batch) -> None:
    intend(items, batch)
    working = sorted(still_open(items), key=lambda item: item.creates is None)
    join_campaigns([item for item in working if item.creates is None], batch)
    for start in range(0, len(working), WRITTEN_TOGETHER):
        _write_together(working[start : start + WRITTEN_TOGETHER], batch)


def _write_together(items: Sequence[WorkItem], batch: Batch) -> None:
    hold_masses(items, batch)
    apply(items, batch)
    join_campaigns([item for item in items if item.creates is not None], batch)
    carry_opt_outs(items, batch)
    attach(items, batch)
    carry_members(items, batch)
    tell_engagements(items, batch)
    delete_counterparts(items, batch)
    give_back_undone(items, batch)
    commit(items, batch)


def _count(items: Sequence[WorkItem], batch: Batch) -> None:
    counts = Counter(item.outcome.name for item in items if item.outcome is not None)
    for name, number in counts.items():
        batch.ports.telemetry.count("Records", number, outcome=name.value)
    for item in items:
        if item.outcome is not None:
            batch.ports.telemetry.note("record", record=item.key, outcome=item.outcome.name, reason=item.outcome.reason)
