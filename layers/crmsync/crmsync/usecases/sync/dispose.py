"""What becomes of each change after its outcome: done, sent again, or parked. Nothing is left in limbo."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Sequence
from dataclasses import replace

from crmsync.core.cause import RESUMED
from crmsync.core.change import Change
from crmsync.core.failure import Consequence, Failure
from crmsync.core.outcome import Outcome, OutcomeName, SkipReason
from crmsync.core.parked import AWAITING_CONFIRMATION, ERASURE, WHOLE_RECORD, Category, Parked
from crmsync.core.record import Millis
from crmsync.core.retry import LONGEST_GAP, next_delay, parking_gap, resend_or_park
from crmsync.core.vendor_errors.fixes import fix_for
from crmsync.usecases.sync.batch import Batch, SyncPorts
from crmsync.usecases.sync.campaign_wishes import keep_wish
from crmsync.usecases.sync.last_words import note_covered
from crmsync.usecases.sync.stamp import remember_stamps
from crmsync.usecases.sync.unpark import WELL, canonical_ref, unpark
from crmsync.usecases.sync.work_item import WorkItem

SECOND: Millis = 1_000
QUOTA_GAP: Millis = 300_000
"""Rows are resumed no faster than there are free calls, so they may be due before: a raised quota is seen soon."""

TIRED = Failure(Consequence.RETRY_LATER, Category.UNAVAILABLE, "several attempts did not succeed")


def dispose(items: Sequence[WorkItem], batch: Batch) -> None:
    """Sends again what is due soon, parks what is not, clears what parked before and is well now."""
    rows: list[Parked] = []
    again: dict[Millis, list[Change]] = defaultdict(list)
    for item in items:
        outcome = item.outcome
        if outcome is None:
            raise AssertionError(f"{item.key} left the batch without an outcome")
        if outcome.name is OutcomeName.RETRY:
            _retry(item, outcome, again, rows, batch)
        elif outcome.name in {OutcomeName.PARKED, OutcomeName.DRY_RUN}:
            row = _row(item, _whole(item), outcome.failure or TIRED, batch.ports)
            rows.append(replace(row, preview=item.preview))
        rows.extend(_field_rows(item, batch.ports))
    for delay, changes in sorted(again.items()):
        batch.ports.queue.send(changes, delay=delay)
    _note_what_is_forgotten(items, rows, batch)
    if rows:
        batch.ports.parking.park(rows)
    mended = unpark(items, batch)
    _rest(items, batch)
    _release(items, batch)
    remember_stamps(items, rows, mended, batch)


def _note_what_is_forgotten(items: Sequence[WorkItem], rows: Sequence[Parked], batch: Batch) -> None:
    """What events told of records that are parked whole; and of those that rest, since a record is gone: they may come
    after that, by a worker that died.
    """
    parked = {row.ref for row in rows if row.part == WHOLE_RECORD}
    forgotten = [item for item in items if canonical_ref(item) in parked or _rests(item)]
    changes = [change for item in forgotten for change in item.changes.values()]
    note_covered(changes, batch.configuration, batch.ports)


def _rests(item: WorkItem) -> bool:
    is_gone = item.outcome is not None and item.outcome.reason in {SkipReason.GONE, SkipReason.COUNTERPART_GONE}
    return is_gone and item.link is not None


def _retry(
    item: WorkItem, outcome: Outcome, again: dict[Millis, list[Change]], rows: list[Parked], batch: Batch
) -> None:
    delay = _delay(item, outcome, batch)
    counts = outcome.failure is not None
    if not counts or resend_or_park(item.attempt + 1, delay):
        again[delay].extend(
            change.again() if counts else replace(change, carried=None) for change in item.changes.values()
        )
    else:
        keep_wish(item, batch)
        rows.append(_row(item, _whole(item), outcome.failure or TIRED, batch.ports))


def _delay(item: WorkItem, outcome: Outcome, batch: Batch) -> Millis:
    """What the vendor asked for is the least; only waiting for another worker takes a time of its own.

    In whole seconds, as the queue counts: records that fail together travel on in few messages.
    """
    if outcome.failure is None and outcome.retry_after is not None:
        return outcome.retry_after
    asked = outcome.failure.retry_after if outcome.failure is not None else None
    delay = next_delay(item.attempt, batch.ports.randomness.jitter(), asked)
    return -(-delay // SECOND) * SECOND


def _whole(item: WorkItem) -> str:
    return ERASURE if item.erases else WHOLE_RECORD


def _row(item: WorkItem, part: str, failure: Failure, ports: SyncPorts) -> Parked:
    now = ports.clock.now()
    ref = canonical_ref(item)
    before = next((row for row in ports.parking.of(ref) if row.part == part), None)
    changed = Counter(before.fields if before is not None else {})
    for change in item.changes.values():
        changed |= Counter(change.fields)
    times = before.attempts if before is not None else 0
    gap = failure.retry_after if failure.retry_after is not None else parking_gap(times)
    if failure.consequence is Consequence.QUOTA_EXHAUSTED:
        gap = min(gap, QUOTA_GAP)
    return Parked(
        ref=ref,
        category=failure.category,
        reason=failure.message,
        fix=fix_for(failure),
        parked_at=now,
        part=part,
        next_try_at=None if failure.category in AWAITING_CONFIRMATION else now + gap,
        call_class=max((change.call_class for change in item.changes.values()), key=str),
        cause=item.cause,
        fields=dict(changed),
    )


def _field_rows(item: WorkItem, ports: SyncPorts) -> list[Parked]:
    """Of fields that could not be converted, and of fields that the vendor refused."""
    rows = [_row(item, key, failure, ports) for key, failure in item.rejected.items()]
    if item.plan is None or not _is_committed(item):
        return rows
    for key, obstacle in item.plan.parked.items():
        failure = Failure(Consequence.REJECTED_RECORD, obstacle.category, obstacle.reason)
        rows.append(replace(_row(item, key, failure, ports), fix=obstacle.fix))
    return rows


def _is_committed(item: WorkItem) -> bool:
    """Whether the link knows by now that these fields are parked; a write that failed otherwise is no matter."""
    is_well = item.outcome is not None and item.outcome.name in WELL
    return is_well or (item.link is not None and bool(item.results))


def _rest(items: Sequence[WorkItem], batch: Batch) -> None:
    """What was kept is not asked for every quarter of an hour: a join tells of itself, and so does a merge."""
    for item in items:
        is_kept = item.held is not None or item.may_be_merged
        if is_kept and item.plan is not None and any(one.cause == RESUMED for one in item.changes.values()):
            kept = [row for row in batch.ports.parking.of(canonical_ref(item)) if row.part in item.plan.still_parked]
            batch.ports.parking.postpone(kept, batch.ports.clock.now() + LONGEST_GAP)


def _release(items: Sequence[WorkItem], batch: Batch) -> None:
    """A creation of unknown outcome keeps its reservation: nobody may create again until it has lapsed."""
    done = [reservation for item in items if not _creation_unknown(item) for reservation in item.reservations]
    if done:
        batch.ports.links.release(done)


def _creation_unknown(item: WorkItem) -> bool:
    result = item.results.get(item.creates) if item.creates is not None else None
    return isinstance(result, Failure) and result.consequence is Consequence.OUTCOME_UNKNOWN
