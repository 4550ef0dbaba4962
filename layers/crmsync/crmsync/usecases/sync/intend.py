"""Step 5: takes the lease and stores what is about to be written, in one conditional write a record.

The lease is taken here and not before the reads: the write is conditional on the link's version as read in step 2,
so two workers that read the same state cannot both write, and a change that needs no write costs no lease.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import replace

from crmsync.core.failure import Consequence, Failure
from crmsync.core.fallbacks import MISSING
from crmsync.core.link import Intents, Lease, Link, Overwrite, WriteWindow
from crmsync.core.mapped_field import normal_value
from crmsync.core.obstacle import Obstacle
from crmsync.core.opt_out_latch import is_unsubscription
from crmsync.core.outcome import Outcome, OutcomeName, retry
from crmsync.core.overwritten import mark
from crmsync.core.parked import NOT_FIELDS, Category
from crmsync.core.record import Millis, Record, Side
from crmsync.core.record_plan import RecordPlan
from crmsync.ports.links import Claim, Held
from crmsync.usecases.sync.batch import Batch
from crmsync.usecases.sync.just_linked import JUST_LINKED
from crmsync.usecases.sync.park import failed
from crmsync.usecases.sync.resolve import LEASED_RETRY
from crmsync.usecases.sync.states import states_after
from crmsync.usecases.sync.work_item import WorkItem, still_open


def intend(items: Sequence[WorkItem], batch: Batch) -> None:
    """Leases links that will be written or whose base moves; stores new links of matched records."""
    for item in items:
        if item.link is None or item.plan is None or _lets_go(item, item.link, item.plan):
            continue
        if is_settled(item, item.link, item.plan):
            item.leave(item.gone or item.held or Outcome(OutcomeName.IN_STEP))
    _park_incomplete(still_open(items))
    working = still_open(items)
    _claim([item for item in working if item.link is not None], batch)
    _create_matched([item for item in working if item.link is None and item.creates is None], batch)


def _park_incomplete(items: Sequence[WorkItem]) -> None:
    """Neither CRM would create a record without what it requires; that call is saved."""
    for item in items:
        if item.plan is not None and item.plan.missing and item.creates is Side.SALESFORCE:
            item.leave(failed(_incomplete(item, item.plan)))
        elif item.plan is not None and item.creates is Side.HUBSPOT:
            obstacle = _obstacle(item.plan, item.pair.object_pair.required_in_hubspot)
            if obstacle is not None:
                item.leave(failed(_failure(obstacle)))


def _incomplete(item: WorkItem, plan: RecordPlan) -> Failure:
    """A value that could not be converted tells more than that there is none."""
    keys = [plan.keys[Side.SALESFORCE].get(name, "") for name in plan.missing]
    obstacle = _obstacle(plan, keys)
    if obstacle is not None:
        return _failure(obstacle)
    names = " and ".join(plan.missing)
    words = f"Salesforce requires {names}, HubSpot has no value for it, and no fallback is set"
    where = f"under required_fallbacks in settings/{item.pair.name}"
    fix = f"Fill the field in HubSpot, or set a fallback for it {where}."
    return Failure(Consequence.REJECTED_RECORD, Category.PROPERTY_VALUES, words, MISSING, fix=fix)


def _obstacle(plan: RecordPlan, keys: Iterable[str]) -> Obstacle | None:
    return next((plan.parked[key] for key in keys if key in plan.parked), None)


def _failure(obstacle: Obstacle) -> Failure:
    return Failure(Consequence.REJECTED_RECORD, obstacle.category, obstacle.reason, MISSING, fix=obstacle.fix)


def is_settled(item: WorkItem, link: Link, plan: RecordPlan) -> bool:
    """Nothing to write, nothing to remember: no lease, no commit."""
    has_work = plan.has_writes or plan.noted or plan.parked or item.deletes is not None or item.joins
    if states_after(item) != link.states:
        return False
    return not has_work and plan.base == link.base and link.intents is None


def _lets_go(item: WorkItem, link: Link, plan: RecordPlan) -> bool:
    """Whether anything parked is to be let go of, which takes a commit; also of a record that is gone or outside the
    list, unless that is not certain yet: it would be left out of all that comes, and no row would tell of it.
    """
    is_certain = item.held is None or item.held.name is OutcomeName.SKIPPED
    return is_certain and bool(plan.lets_go(link) - (NOT_FIELDS if item.gone is not None else frozenset()))


def _intents(item: WorkItem, batch: Batch) -> Intents | None:
    """What an interrupted worker left is kept until it is committed: this worker may be interrupted too."""
    entries = (*item.plan.noted, *item.plan.entries) if item.plan is not None else ()
    if item.plan is None or not (entries or item.deletes):
        return None
    before = item.link.intents.windows if item.link is not None and item.link.intents is not None else ()
    windows = (*before, *write_windows(item, item.plan, batch.leased_until))
    return Intents(batch.ports.clock.now(), entries, windows, item.deletes)


def write_windows(item: WorkItem, plan: RecordPlan, until: Millis) -> tuple[WriteWindow, ...]:
    """What each side's write may cover: edits after the read and before `until`. None where it surely failed."""
    return tuple(
        WriteWindow(side, record.modified_at, until, _overwrites(item, plan, record))
        for side in Side
        if plan.writes[side] and (record := item.record(side)) is not None and not _surely_failed(item, side)
    )


def _overwrites(item: WorkItem, plan: RecordPlan, record: Record) -> dict[str, Overwrite]:
    """What was read and is written. History's old value may be another one: that of an edit which was covered."""
    side, object_type = record.ref.side, item.salesforce_type
    written = {entry.field: entry.new for entry in plan.entries if entry.side is side and not is_unsubscription(entry)}
    return {
        mapping.hubspot: Overwrite(
            mark(normal_value(record, mapping, side, object_type)), mark(written[mapping.hubspot])
        )
        for mapping in item.pair.mapped(object_type)
        if mapping.hubspot in written
    }


def _surely_failed(item: WorkItem, side: Side) -> bool:
    result = item.results.get(side)
    return isinstance(result, Failure) and result.consequence is not Consequence.OUTCOME_UNKNOWN


def _claim(items: Sequence[WorkItem], batch: Batch) -> None:
    claims = [
        Claim(item.link, batch.token, batch.leased_until, _intents(item, batch))
        for item in items
        if item.link is not None
    ]
    for item, claim, held in zip(items, claims, batch.ports.links.claim(claims), strict=True):
        if held is Held.BUSY:
            item.leave(retry("leased", LEASED_RETRY))
        else:
            lease = Lease(claim.token, claim.until)
            item.windows_before = claim.link.intents.windows if claim.link.intents is not None else ()
            item.link = replace(claim.link, version=claim.link.version + 1, lease=lease, intents=claim.intents)


def _create_matched(items: Sequence[WorkItem], batch: Batch) -> None:
    links = [_matched_link(item, batch) for item in items]
    for item, link, held in zip(items, links, batch.ports.links.create(links), strict=True):
        if held is Held.BUSY:
            item.leave(JUST_LINKED)
        else:
            item.link = link


def _matched_link(item: WorkItem, batch: Batch) -> Link:
    hubspot, salesforce = item.record(Side.HUBSPOT), item.record(Side.SALESFORCE)
    if not isinstance(hubspot, Record) or not isinstance(salesforce, Record):
        raise AssertionError(f"{item.key}: a matched item has both records")
    return Link(
        hubspot=hubspot.ref,
        salesforce=salesforce.ref,
        lease=Lease(batch.token, batch.leased_until),
        intents=_intents(item, batch),
        linked_at=batch.ports.clock.now(),
        crossed=item.origin.side is Side.SALESFORCE,
    )
