"""Stamps of a batch: they ride on the writes to HubSpot that are made anyway; the others wait for the next flush."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection, Iterable, Mapping, Sequence

from crmsync.core.cause import JOINED
from crmsync.core.failure import CrmError, Written
from crmsync.core.outcome import OutcomeName
from crmsync.core.parked import Category, Parked
from crmsync.core.record import RecordRef, Side, Value
from crmsync.core.stamps import (
    IMPORTED,
    NOT_SYNCED,
    STATUS,
    YES,
    PendingStamp,
    Status,
    describe,
    differing,
    identity,
    in_sync,
    not_synced,
    parked,
    problem,
    synced_at,
)
from crmsync.usecases.sync.batch import Batch
from crmsync.usecases.sync.commit import ref_after
from crmsync.usecases.sync.unpark import WELL
from crmsync.usecases.sync.work_item import WorkItem

OWNER_FIELD = "OwnerId"

SILENT = {OutcomeName.ECHO, OutcomeName.RETRY, OutcomeName.MOVED, OutcomeName.DRY_RUN}
"""Nothing is known yet, or nothing happened."""


def riding_stamps(item: WorkItem, batch: Batch) -> dict[str, str]:
    """What goes with the values that are written to the item's HubSpot record, as if all of it went well."""
    is_creation = item.creates is Side.HUBSPOT
    wanted = {**_identity(item, batch), **({IMPORTED: YES} if is_creation else {}), **_status_by_plan(item)}
    changed = differing(wanted, _shown(item), unknown=is_creation)
    imported = {name: text for name, text in wanted.items() if name == IMPORTED}
    return _known_here({**changed, **imported, **synced_at(batch.ports.clock.now())}, item)


def _known_here(stamps: Mapping[str, str], item: WorkItem) -> dict[str, str]:
    """A creation takes no blanks."""
    here = {name: text for name, text in stamps.items() if name in item.pair.hubspot_stamps}
    return {name: text for name, text in here.items() if text or item.creates is not Side.HUBSPOT}


def _status_by_plan(item: WorkItem) -> dict[str, str]:
    """Where parked fields were left out, what they wait for is still true."""
    if item.plan is None or item.plan.still_parked or item.gone is not None:
        return {}
    obstacles = item.plan.parked.items()
    problems = [describe(key, Category.PROPERTY_VALUES, one.reason, one.fix) for key, one in obstacles]
    return parked(problems) if problems else in_sync()


def remember_stamps(items: Sequence[WorkItem], rows: Sequence[Parked], mended: Collection[str], batch: Batch) -> None:
    """What the HubSpot records of the batch do not show yet; one write for all. `mended` are the keys of those that
    were parked and are well now. A store that does not answer is not
    worth doing the batch again: the next look at the record finds its stamps stale.
    """
    by_ref: dict[RecordRef, list[Parked]] = defaultdict(list)
    for row in rows:
        by_ref[row.ref].append(row)
    try:
        told = [_pending(item, by_ref, batch, had_problem=_had_problem(item) or item.key in mended) for item in items]
        pending = [stamp for stamp in told if stamp is not None]
        batch.ports.stamps.add(pending, batch.token)
    except CrmError as error:
        batch.ports.telemetry.note("stamps not remembered", category=error.failure.category)


def _pending(
    item: WorkItem, rows: Mapping[RecordRef, Sequence[Parked]], batch: Batch, *, had_problem: bool
) -> PendingStamp | None:
    """A stamp that tells of a problem may still wait: then what the record shows is no reason to be silent."""
    ref = _stamped_ref(item)
    if ref is None or not item.pair.hubspot_stamps:
        return None
    wanted = _wanted(item, rows.get(ref, ()), ref, batch)
    is_parked = item.outcome is not None and item.outcome.name is OutcomeName.PARKED
    is_mended = wanted.get(STATUS) == Status.IN_SYNC and had_problem
    shown = {} if is_mended else _shown_before(item)
    changed = differing(wanted, shown, unknown=is_parked or is_mended)
    stamps = _known_here(changed, item)
    if not stamps:
        return None
    now = batch.ports.clock.now()
    when = _known_here(synced_at(now), item) if _is_well(item) else {}
    return PendingStamp(ref, now, {**stamps, **when})


def _stamped_ref(item: WorkItem) -> RecordRef | None:
    """The contact of which the outcome tells. One that was only found by its address may be another's counterpart."""
    if item.outcome is None or item.outcome.name in SILENT or Side.HUBSPOT in item.gone_sides:
        return None
    is_found_only = item.link is None and item.creates is None and item.origin.side is Side.SALESFORCE
    return None if is_found_only else ref_after(item, Side.HUBSPOT)


def _wanted(item: WorkItem, rows: Sequence[Parked], ref: RecordRef, batch: Batch) -> dict[str, str]:
    who = _identity(item, batch)
    problems = [problem(row) for row in [*rows, *_waiting(item, ref, batch)]]
    if problems:
        return {**who, **parked(problems)}
    reason = item.outcome.reason if item.outcome is not None else ""
    if item.outcome is not None and item.outcome.name is OutcomeName.SKIPPED:
        is_deleted = Side.SALESFORCE in item.gone_sides
        return {**who, **not_synced(reason, is_deleted=is_deleted)} if reason in NOT_SYNCED else {}
    return {**who, **in_sync()} if _is_well(item) else {}


def _waiting(item: WorkItem, ref: RecordRef, batch: Batch) -> Iterable[Parked]:
    """Rows of fields that were parked before and left out this time."""
    still = item.plan.still_parked if item.plan is not None else ()
    return [row for row in batch.ports.parking.of(ref) if row.part in still] if still else ()


def _identity(item: WorkItem, batch: Batch) -> dict[str, str]:
    salesforce = ref_after(item, Side.SALESFORCE)
    if salesforce is None:
        return {}
    url = batch.crms.salesforce.record_url(salesforce.id)
    return identity(salesforce, item.pair.object_pair.id_properties, url, _salesforce_owner(item))


def _salesforce_owner(item: WorkItem) -> Value:
    """As read, or as it is written; nothing of a record that may not sync."""
    record = item.record(Side.SALESFORCE)
    if record is None or item.held is not None or item.address_only:
        return None
    written = item.plan.writes[Side.SALESFORCE] if item.plan is not None else {}
    return written.get(OWNER_FIELD) or record.values.get(OWNER_FIELD)


def _shown(item: WorkItem) -> Mapping[str, Value]:
    record = item.record(Side.HUBSPOT)
    return record.values if record is not None else {}


def _shown_before(item: WorkItem) -> Mapping[str, Value]:
    """Without what rode on a write: an older stamp that waits must not be the last word. Only of a contact that was
    created just now none can wait.
    """
    is_new = item.creates is Side.HUBSPOT and isinstance(item.results.get(Side.HUBSPOT), Written)
    return item.stamps if is_new else _shown(item)


def _had_problem(item: WorkItem) -> bool:
    if item.link is None:
        return item.is_first_link and item.creates is not Side.HUBSPOT
    return bool(item.link.parked or item.link.states) or item.is_first_link or JOINED in item.cause


def _is_well(item: WorkItem) -> bool:
    return item.outcome is not None and item.outcome.name in WELL - {OutcomeName.SKIPPED}
