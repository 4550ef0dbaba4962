"""A page of a round: Salesforce's records in, compared and repaired by the same steps as every other change."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import replace

from crmsync.core.change import CallClass, Change, ChangeKind
from crmsync.core.configuration import Configuration
from crmsync.core.drift import cause_of, source_of
from crmsync.core.failure import Written
from crmsync.core.link import Entry
from crmsync.core.mapping import FieldMapping
from crmsync.core.outcome import Outcome, OutcomeName, SkipReason
from crmsync.core.reconcile_round import Found, ReconcileRound
from crmsync.core.record import Millis, Record, Side
from crmsync.usecases.reconcile.earlier import Earlier
from crmsync.usecases.reconcile.look_up_unlinked import look_up_unlinked
from crmsync.usecases.reconcile.reconcile_ports import ReconcilePorts
from crmsync.usecases.sync.batch import Source
from crmsync.usecases.sync.commit import written_entries
from crmsync.usecases.sync.shadow import shadow_of
from crmsync.usecases.sync.sync_batch import plan_batch, sync_items
from crmsync.usecases.sync.work_item import WorkItem

CARRIED: Millis = 3_600_000
"""How long the values of a query are believed; a walk that takes longer reads them again, two hundred a query."""

COMPARING = Source(carried_max_age=CARRIED, compares=True)

_BY_REASON: Mapping[str, Found] = {
    SkipReason.GONE: Found.ORPHANED,
    SkipReason.COUNTERPART_GONE: Found.ORPHANED,
    SkipReason.COUNTERPART_EDITED: Found.ORPHANED,
    SkipReason.AWAITS_CONFIRMATION: Found.ORPHANED,
}


def compare_page(
    records: Sequence[Record],
    present: ReconcileRound,
    configuration: Configuration,
    ports: ReconcilePorts,
    *,
    is_redone: bool,
) -> None:
    """Adds what it finds to the round. Of a page that is done again, history tells what was repaired the first time.

    Raises CrmError when a store does not answer.
    """
    changes = [_change(record, present) for record in records]
    source = replace(COMPARING, fills=frozenset(present.fills))
    if present.is_preview:
        items = plan_batch(changes, CallClass.BULK, configuration, shadow_of(ports.sync), source)
    else:
        items = sync_items(changes, CallClass.BULK, configuration, ports.sync, source)
    now, earlier = ports.sync.clock.now(), Earlier(ports.sync.history, present.cause) if is_redone else None
    unlinked = [item for item in items if _is_unlinked(item)]
    look_up_unlinked(unlinked, present, configuration, ports)
    for item in items:
        if not _is_unlinked(item):
            _enter(item, present, now, earlier)


def _is_unlinked(item: WorkItem) -> bool:
    return item.outcome is not None and item.outcome.reason == SkipReason.NOT_LINKED


def _change(record: Record, present: ReconcileRound) -> Change:
    as_of = present.position.queried_at
    kind = ChangeKind.LOOK
    return Change(record.ref, kind, as_of, present.cause, CallClass.BULK, carried=record, carried_as_of=as_of)


def _enter(item: WorkItem, present: ReconcileRound, now: Millis, earlier: Earlier | None) -> None:
    outcome, findings = item.outcome or Outcome(OutcomeName.RETRY), present.findings
    found = _foreseen(item, outcome) if present.is_preview else _found(outcome, item)
    entries = list(_entries(item, present)) if found is Found.REPAIRED else []
    if earlier is not None and found is Found.IN_STEP:
        entries = list(earlier.entries(item.link))
        found = Found.REPAIRED if entries else found
    findings.count(found, item.key)
    for entry in entries:
        mapping = _mappings(item).get(entry.field)
        if mapping is not None:
            age = None if earlier is not None else _age(item, entry, now)
            is_filled = entry.field in present.fills
            cause = cause_of(entry, mapping, item.salesforce_type, age, is_filled=is_filled)
            findings.count_drift(item.pair.name, entry.field, cause.value)


def _entries(item: WorkItem, present: ReconcileRound) -> tuple[Entry, ...]:
    if present.is_preview:
        return item.plan.entries if item.plan is not None else ()
    return written_entries(item)


def _foreseen(item: WorkItem, outcome: Outcome) -> Found:
    """What a preview says of it: what would be written counts as repaired."""
    if outcome.name is not OutcomeName.DRY_RUN:
        return _found(outcome, item)
    return Found.REPAIRED if item.plan is not None and item.plan.entries else Found.IN_STEP


def _mappings(item: WorkItem) -> Mapping[str, FieldMapping]:
    return {mapping.hubspot: mapping for mapping in item.pair.mapped(item.salesforce_type)}


def _age(item: WorkItem, entry: Entry, now: Millis) -> Millis | None:
    record = item.record(source_of(entry))
    return now - record.modified_at if record is not None else None


def _found(outcome: Outcome, item: WorkItem) -> Found:
    match outcome.name:
        case OutcomeName.SKIPPED:
            return _BY_REASON.get(outcome.reason, Found.HELD)
        case OutcomeName.DELETED:
            return Found.ORPHANED
        case OutcomeName.PARKED | OutcomeName.DRY_RUN:
            return Found.PARKED
        case OutcomeName.RETRY | OutcomeName.MOVED:
            return Found.BUSY
        case _:
            return Found.REPAIRED if _has_written(item) else Found.IN_STEP


def _has_written(item: WorkItem) -> bool:
    """Values, associations or an unsubscription."""
    is_written = any(isinstance(item.results.get(side), Written) for side in Side)
    return is_written or bool(item.attached) or item.unsubscribed is not None
