"""Opt-outs: HubSpot hears of all its own at once, after the records were written.

What fails, on either side, parks the opt-out alone and rings an alarm; the rest of the record is in step.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from crmsync.core.failure import Consequence, Failure, WriteOutcome, Written
from crmsync.core.matching import normal_email
from crmsync.core.opt_out_latch import OPT_OUT
from crmsync.core.parked import Category
from crmsync.core.record import Side
from crmsync.core.record_plan import RecordPlan
from crmsync.usecases.sync.batch import Batch
from crmsync.usecases.sync.guarded import NO_TIME_LEFT
from crmsync.usecases.sync.work_item import WorkItem

PENDING = "OptOutsPending"
"""Counts the opt-outs that could not be carried to the other side."""

AT_ONCE = 100
"""HubSpot's batch. Where the portal grants none, so many take a call each, and more might outlast the lease."""

NO_ADDRESS = Failure(
    Consequence.REJECTED_RECORD, Category.OPT_OUT_PENDING, "HubSpot opts out by address, and the contact has none."
)


def carry_opt_outs(items: Sequence[WorkItem], batch: Batch) -> None:
    """Fills `unsubscribed` of the items whose plan says so. Never raises for a vendor's refusal."""
    planned = [(item, item.plan) for item in items if item.plan is not None]
    _unsubscribe([(item, plan) for item, plan in planned if plan.unsubscription and _is_there(item)], batch)
    for item, plan in planned:
        refused = item.rejected.get(OPT_OUT)
        if refused is not None:
            item.rejected[OPT_OUT] = replace(refused, category=Category.OPT_OUT_PENDING)
        if refused is not None or OPT_OUT in plan.parked:
            batch.ports.telemetry.count(PENDING)


def _is_there(item: WorkItem) -> bool:
    """A contact that could not be created comes again with all that it needs."""
    return item.creates is not Side.HUBSPOT or isinstance(item.results.get(Side.HUBSPOT), Written)


def _unsubscribe(wanted: Sequence[tuple[WorkItem, RecordPlan]], batch: Batch) -> None:
    addresses = {item.key: address for item, plan in wanted if (address := _address(item, plan)) is not None}
    outcomes = dict(zip(addresses, _send(list(addresses.values()), batch), strict=True))
    for item, plan in wanted:
        outcome = outcomes.get(item.key, NO_ADDRESS)
        if isinstance(outcome, Failure):
            item.rejected[OPT_OUT] = outcome
            item.plan = plan.without_unsubscription()
        else:
            item.unsubscribed = outcome


def _address(item: WorkItem, plan: RecordPlan) -> str | None:
    """The address that HubSpot shows now, after the writes of this batch."""
    written = plan.writes[Side.HUBSPOT]
    if item.pair.address in written and isinstance(item.results.get(Side.HUBSPOT), Written):
        return normal_email(written[item.pair.address])
    record = item.record(Side.HUBSPOT)
    return normal_email(record.values.get(item.pair.address)) if record is not None else None


def _send(addresses: list[str], batch: Batch) -> list[WriteOutcome]:
    parts = [addresses[start : start + AT_ONCE] for start in range(0, len(addresses), AT_ONCE)]
    return [outcome for part in parts for outcome in _send_part(part, batch)]


def _send_part(addresses: list[str], batch: Batch) -> list[WriteOutcome]:
    if not batch.may_still_write():
        return [NO_TIME_LEFT] * len(addresses)
    return batch.crms.hubspot.unsubscribe(addresses)
