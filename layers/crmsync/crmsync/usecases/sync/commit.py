"""Step 7: history, then base, ids and lease in one conditional write a record; then each item's outcome.

History is stored before the commit, and under the time of the intents that held the write first: a worker that
completes what another one left adds to that one's row, so a crash between the two neither loses nor doubles a line.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import replace

from crmsync.core.failure import Consequence, Failure, Written
from crmsync.core.lifecycle import LIFECYCLE_STAGE
from crmsync.core.link import BaseValue, Entry, Lease, Link, WriteWindow
from crmsync.core.long_value import shorten
from crmsync.core.outcome import Outcome, OutcomeName, retry
from crmsync.core.overwritten import remember
from crmsync.core.parked import WHOLE_RECORD
from crmsync.core.record import Millis, RecordRef, Side, Value
from crmsync.core.record_plan import RecordPlan
from crmsync.core.retry import resend_or_park
from crmsync.ports.history import HistoryRow
from crmsync.ports.links import Commit, Held
from crmsync.usecases.sync.batch import LATEST_EFFECT, Batch
from crmsync.usecases.sync.intend import write_windows
from crmsync.usecases.sync.just_linked import JUST_LINKED
from crmsync.usecases.sync.move_link import look_at
from crmsync.usecases.sync.park import failed
from crmsync.usecases.sync.states import fate_row, fates, states_after
from crmsync.usecases.sync.work_item import WorkItem, still_open

RECENT_ROWS = 50
"""An interrupted worker's row is among the last of its record, unless a refused field kept its link unfinished."""


def commit(items: Sequence[WorkItem], batch: Batch) -> None:
    """Every item that is still open leaves here."""
    _store_history(items, batch)
    _commit_links([item for item in items if item.link is not None], batch)
    _link_created([item for item in still_open(items) if item.link is None], batch)
    for item in still_open(items):
        item.leave(_outcome(item))


def _store_history(items: Sequence[WorkItem], batch: Batch) -> None:
    rows = [row for item in items for row in (*_history_rows(item, batch), *_fate_rows(item, batch))]
    if rows:
        batch.ports.history.add(rows)


def _history_rows(item: WorkItem, batch: Batch) -> Iterator[HistoryRow]:
    hubspot, salesforce = ref_after(item, Side.HUBSPOT), ref_after(item, Side.SALESFORCE)
    if hubspot is None or salesforce is None:
        return
    entries = written_entries(item)
    own = tuple(entry for entry in entries if not entry.at)
    at = _intended_at(item) or batch.ports.clock.now()
    row = HistoryRow(hubspot, salesforce, at, f"{at}", item.cause, _action(item), own)
    if own or item.is_first_link:
        yield row
    for before in sorted({entry.at for entry in entries if entry.at}):
        left = tuple(replace(entry, at=0) for entry in entries if entry.at == before)
        yield from _completed(replace(row, at=before, token=f"{before}", action="update", entries=left), batch)


def _completed(row: HistoryRow, batch: Batch) -> Iterator[HistoryRow]:
    """The row that an interrupted worker stored before it died, with what it did not live to tell. It may tell of
    more than can still be seen.
    """
    recent = batch.ports.history.of(row.hubspot, RECENT_ROWS)
    stored = next((one for one in recent if one.token == row.token), None)
    told = {_line(entry) for entry in stored.entries} if stored is not None else set()
    new = tuple(entry for entry in row.entries if _line(entry) not in told)
    if new:
        yield row if stored is None else replace(stored, entries=(*stored.entries, *new))


def _line(entry: Entry) -> tuple[Side, str, Value, Value]:
    """Intents keep long texts by their marker only."""
    return entry.side, entry.field, shorten(entry.old), shorten(entry.new)


def _fate_rows(item: WorkItem, batch: Batch) -> Iterator[HistoryRow]:
    """Of each deletion, by whomever, and of each return."""
    at = _intended_at(item) or batch.ports.clock.now()
    for fate in fates(item):
        if item.link is not None:
            yield fate_row(fate, item.link, at, item.cause)


def _intended_at(item: WorkItem) -> Millis | None:
    """The time of the intents: one lease holder at a time makes it unique for a link."""
    return item.link.intents.at if item.link is not None and item.link.intents is not None else None


def _action(item: WorkItem) -> str:
    if item.creates is not None:
        return "create"
    return "link" if item.is_first_link else "update"


def written_entries(item: WorkItem) -> tuple[Entry, ...]:
    """What the vendor took, and what an interrupted worker wrote before."""
    plan = item.plan
    if plan is None:
        return ()
    return plan.noted + tuple(entry for entry in plan.entries if isinstance(item.result_of(entry), Written))


def ref_after(item: WorkItem, side: Side) -> RecordRef | None:
    """The record of that side, also when it was created just now."""
    result = item.results.get(side)
    if item.creates is side:
        return RecordRef(side, item.create_type, result.id) if isinstance(result, Written) else None
    return item.ref(side)


def base_after(item: WorkItem, plan: RecordPlan, before: Mapping[str, BaseValue]) -> dict[str, BaseValue]:
    """A field's base moves when its write was taken, or when nothing had to be written for it."""
    failures = {entry.field for entry in plan.entries if isinstance(item.result_of(entry), Failure)}
    kept = failures | set(item.rejected)
    after = {key: value for key, value in plan.base.items() if key not in kept}
    after.update({key: value for key, value in before.items() if key in kept})
    return after


def parked_parts(item: WorkItem, plan: RecordPlan) -> tuple[str, ...]:
    parts = {*plan.parked_keys, *item.rejected}
    if item.awaits_confirmation or any(_parks(result, item) for result in item.results.values()):
        parts.add(WHOLE_RECORD)
    return tuple(sorted(parts))


def _parks(result: object, item: WorkItem) -> bool:
    """Also what failed for the last time: the next change that succeeds takes the row away."""
    is_last_try = not resend_or_park(item.attempt + 1, 0)
    return isinstance(result, Failure) and (is_last_try or failed(result).name is OutcomeName.PARKED)


def _seen(item: WorkItem) -> dict[Side, Millis]:
    """A survivor whose fields could not be tried is not seen yet."""
    left = set(Side) if item.held is not None or item.gone is not None or item.undo else set()
    untried = {side for side in left if item.link is not None and item.link.is_untried(side)}
    records = {side: record for side in Side if (record := item.record(side)) is not None}
    return {side: record.modified_at for side, record in records.items() if side not in untried}


def _commit_links(items: Sequence[WorkItem], batch: Batch) -> None:
    commits = [_commit_of(item, item.link, item.plan, batch) for item in items if item.link and item.plan]
    for item, held in zip(items, batch.ports.links.commit(commits), strict=True):
        if held is Held.BUSY:
            item.leave(retry("lease_lost"))


def _commit_of(item: WorkItem, link: Link, plan: RecordPlan, batch: Batch) -> Commit:
    return Commit(
        link=link,
        token=batch.token,
        base=base_after(item, plan, link.base),
        seen={**link.seen, **_seen(item)},
        parked=parked_parts(item, plan),
        writes=_windows_after(item, link, plan, batch),
        states=states_after(item),
        keep_intents=_is_unfinished(item, link, plan),
        hold_until=_hold_until(item, batch),
    )


def _hold_until(item: WorkItem, batch: Batch) -> Millis:
    """A write that takes effect after the next worker's read would look like a person's edit, and undo theirs; a task
    or an association that is made so late, like none, and would be made twice.
    """
    outcomes = (*item.results.values(), *item.rejected.values())
    is_unheard = any(isinstance(outcome, Failure) and _is_unheard(outcome) for outcome in outcomes)
    return batch.ports.clock.now() + LATEST_EFFECT if is_unheard else 0


def _is_unheard(failure: Failure) -> bool:
    return failure.consequence is Consequence.OUTCOME_UNKNOWN and not failure.status


def _is_unfinished(item: WorkItem, link: Link, plan: RecordPlan) -> bool:
    """Whether the next worker needs the intents: a write may have taken effect, or one that failed was of a field
    that has no base yet, and by its intent alone is still at its first link.
    """
    failures = [result for result in item.results.values() if isinstance(result, Failure)]
    is_unknown = any(failure.consequence is Consequence.OUTCOME_UNKNOWN for failure in failures)
    failed_fields = {entry.field for entry in plan.entries if isinstance(item.result_of(entry), Failure)}
    return is_unknown or not failed_fields <= {*link.base, LIFECYCLE_STAGE}


def _windows_after(item: WorkItem, link: Link, plan: RecordPlan, batch: Batch) -> tuple[WriteWindow, ...]:
    """Also of writes whose outcome is unknown, and of those that an interrupted worker intended."""
    now = batch.ports.clock.now()
    return remember((*link.writes, *item.windows_before), write_windows(item, plan, now), now)


def _link_created(items: Sequence[WorkItem], batch: Batch) -> None:
    """Ids are stored right after the create: from here on the pair is known whatever else fails. Where another worker
    linked the origin meanwhile, as the survivor of a merge, what was created here is one too many: its look tells so.
    """
    created = [item for item in items if item.creates is not None and ref_after(item, item.creates) is not None]
    links = [_new_link(item, batch) for item in created]
    for item, link, held in zip(created, links, batch.ports.links.create(links), strict=True):
        if held is Held.BUSY:
            look_at(link.ref(item.origin.side.other), item, batch)
            item.leave(JUST_LINKED)


def _new_link(item: WorkItem, batch: Batch) -> Link:
    hubspot, salesforce = ref_after(item, Side.HUBSPOT), ref_after(item, Side.SALESFORCE)
    if hubspot is None or salesforce is None or item.plan is None:
        raise AssertionError(f"{item.key}: a created item has both records")
    held_until = _hold_until(item, batch)
    return Link(
        hubspot=hubspot,
        salesforce=salesforce,
        base=base_after(item, item.plan, {}),
        seen=_seen(item),
        parked=parked_parts(item, item.plan),
        lease=Lease(batch.token, held_until) if held_until else None,
        linked_at=batch.ports.clock.now(),
        crossed=item.origin.side is Side.SALESFORCE,
    )


def _after_hold(failure: Failure) -> Failure:
    return replace(failure, retry_after=LATEST_EFFECT) if _is_unheard(failure) else failure


def _outcome(item: WorkItem) -> Outcome:
    failures = [failed(_after_hold(result)) for result in item.results.values() if isinstance(result, Failure)]
    for name in (OutcomeName.RETRY, OutcomeName.PARKED):
        found = next((outcome for outcome in failures if outcome.name is name), None)
        if found is not None:
            return found
    ending = item.gone or item.held
    if ending is not None:
        return ending
    if item.creates is not None:
        return Outcome(OutcomeName.CREATED)
    if item.is_first_link:
        return Outcome(OutcomeName.LINKED)
    has_written = bool(item.results or item.attached) or item.unsubscribed is not None
    return Outcome(OutcomeName.UPDATED if has_written else OutcomeName.IN_STEP)
