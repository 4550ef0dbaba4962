"""What people did in HubSpot, told to Salesforce: a task that is done, for each that is later than the last."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import UTC, datetime, timedelta

from crmsync.core.engagement import TASK, Engaged, Engagement, task_of
from crmsync.core.failure import CrmError, Failure, WriteOutcome, Written
from crmsync.core.instant import read_instant
from crmsync.core.mapping import FieldMapping
from crmsync.core.record import NewRecord, Record, Side, Value
from crmsync.core.record_plan import RecordPlan
from crmsync.ports.crm import Look
from crmsync.usecases.sync.batch import Batch
from crmsync.usecases.sync.commit import ref_after
from crmsync.usecases.sync.guarded import guarded
from crmsync.usecases.sync.work_item import WorkItem

RECENT = timedelta(days=1)
"""So old may be what somebody did whose record comes to Salesforce, or is linked, only now."""

_SHOWN = ("WhoId", "Subject", "Description")
_Task = tuple[Value, Value, Value]


def plan_engagements(items: Sequence[WorkItem], batch: Batch) -> None:
    now = datetime.fromtimestamp(batch.ports.clock.now() / 1_000, UTC)
    for item in items:
        if item.held is not None or item.gone is not None or item.undo or item.address_only:
            continue
        for mapping in item.pair.mapped(item.salesforce_type):
            if mapping.engagement is not None and item.plan is not None:
                item.plan = _planned(item, item.plan, mapping, mapping.engagement, now)


def _planned(
    item: WorkItem, plan: RecordPlan, mapping: FieldMapping, engagement: Engagement, now: datetime
) -> RecordPlan:
    """What was done before the link remembered anything of it is not brought over, unless an event tells of it now."""
    record, key = item.record(Side.HUBSPOT), mapping.hubspot
    if record is None or key in plan.still_parked or key not in record.values:
        return plan
    at = read_instant(record.values[key])
    if at is None:
        return plan.with_nothing_done(mapping)
    before = item.link.base.get(key) if item.link is not None else None
    is_open = _is_open(item, key)
    is_new = is_open or _is_named(item, key) or _is_late(item, at, now)
    if before is not None:
        last = read_instant(before.hubspot)
        is_new = last is None or at > last
    is_doubtful = is_open or _is_forgotten(item)
    engaged = Engaged(engagement, key, at, str(record.values.get(engagement.about) or ""), is_doubtful)
    return plan.with_engagement(mapping, engaged, is_new=is_new)


def _is_open(item: WorkItem, key: str) -> bool:
    """Whether another worker tried to tell of it, and nobody knows what came of that."""
    if item.link is None:
        return False
    intended = item.link.intents.entries if item.link.intents is not None else ()
    return key in item.link.parked or any(entry.field == key for entry in intended)


def _is_forgotten(item: WorkItem) -> bool:
    """Whether nothing can tell that another worker tried: what was parked of a record is forgotten when it is deleted,
    and it may be back.
    """
    return item.link is None or bool(item.link.states)


def _is_named(item: WorkItem, key: str) -> bool:
    change = item.changes.get(Side.HUBSPOT)
    return change is not None and key in change.fields


def _is_late(item: WorkItem, at: datetime, now: datetime) -> bool:
    return item.link is None and now - at <= RECENT


def tell_engagements(items: Sequence[WorkItem], batch: Batch) -> None:
    """One call for all of them; two more where some may have been told before. What fails is parked for itself."""
    wanted = [(item, one, task) for item in items for one, task in _tasks(item)]
    if not wanted:
        return
    try:
        there = _there([task for item, one, task in wanted if _may_be_there(item, one)], batch)
    except CrmError as error:
        for item, one, _ in wanted:
            _note(item, one, error.failure)
        return
    new = [(item, one, task) for item, one, task in wanted if _identity(task) not in there]
    records = [NewRecord(f"{item.key}-{one.key}", TASK, task) for item, one, task in new]
    outcomes = guarded(lambda: batch.crms.salesforce.create(records), len(records), batch) if records else []
    results = {(item.key, one.key): outcome for (item, one, _), outcome in zip(new, outcomes, strict=True)}
    for item, one, _ in wanted:
        _note(item, one, results.get((item.key, one.key), Written(one.key)))


def _tasks(item: WorkItem) -> list[tuple[Engaged, dict[str, Value]]]:
    person = ref_after(item, Side.SALESFORCE)
    if item.plan is None or person is None:
        return []
    return [(one, task_of(one, person.id)) for one in item.plan.engaged]


def _may_be_there(item: WorkItem, one: Engaged) -> bool:
    return one.is_doubtful and item.creates is not Side.SALESFORCE


def _there(tasks: Sequence[Mapping[str, Value]], batch: Batch) -> set[_Task]:
    """Of the latest hundred tasks of these people, what they say."""
    people = list(dict.fromkeys(str(task["WhoId"]) for task in tasks))
    found = batch.crms.salesforce.referring({TASK: "WhoId"}, people) if people else {}
    refs = tuple(dict.fromkeys(ref for person in people for ref in found[person]))
    seen = batch.crms.salesforce.look(Look(refs, fields={TASK: _SHOWN})).records if refs else {}
    return {_identity(record.values) for record in seen.values() if isinstance(record, Record)}


def _identity(task: Mapping[str, Value]) -> _Task:
    who, subject, description = (task.get(name) for name in _SHOWN)
    return who, subject, description


def _note(item: WorkItem, one: Engaged, outcome: WriteOutcome) -> None:
    if isinstance(outcome, Failure) and item.plan is not None:
        item.rejected[one.key] = outcome
        item.plan = item.plan.without_attachments({one.key})
    elif isinstance(outcome, Written):
        item.attached[one.key] = outcome
