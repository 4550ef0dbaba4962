"""People of HubSpot's lists and forms join campaigns: their members are created in one call for all, each once.

A person who is in the campaign already stays as they are, whatever the status.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import replace
from typing import NamedTuple

from crmsync.core.campaign_join import CampaignJoin
from crmsync.core.campaigns import MEMBER, MEMBERSHIPS, PERSON_FIELDS, campaign_ids
from crmsync.core.failure import Failure, WriteOutcome, Written
from crmsync.core.link import BaseValue, Entry
from crmsync.core.parked import Category
from crmsync.core.reasons import Reason
from crmsync.core.record import NewRecord, RecordRef, Side
from crmsync.usecases.sync.batch import Batch
from crmsync.usecases.sync.campaign_wishes import wished
from crmsync.usecases.sync.commit import ref_after
from crmsync.usecases.sync.guarded import guarded
from crmsync.usecases.sync.work_item import WorkItem

_PERSON = {object_type: field for field, object_type in PERSON_FIELDS.items()}


class _Wish(NamedTuple):
    item: WorkItem
    join: CampaignJoin
    person: RecordRef

    def as_record(self) -> NewRecord:
        status = {"Status": self.join.status} if self.join.status is not None else {}
        who = {_PERSON[self.person.object_type]: self.person.id}
        return NewRecord(self.person.key, MEMBER, {"CampaignId": self.join.campaign_id, **who, **status})

    def as_entry(self) -> Entry:
        reason = Reason.SUBMITTED_FORM if self.join.form_id else Reason.JOINED_LIST
        return Entry(Side.SALESFORCE, self.join.wish, None, self.join.status or "member", "", reason)


def expect_campaigns(items: Sequence[WorkItem], batch: Batch) -> None:
    """Before the plan: finds who is to join what. They are shown with it at once, instead of by another look. Of whom
    something is undone joins afterwards; whose contact is gone, nothing any more.
    """
    for item in [item for item in items if not item.undo and Side.HUBSPOT not in item.gone_sides]:
        record = item.record(Side.SALESFORCE)
        known = set(campaign_ids(record.values.get(MEMBERSHIPS))) if record is not None else set()
        wishes = list(wished(item, batch))
        item.joined = {join.wish for join in wishes if join.campaign_id in known}
        item.joins = tuple(join for join in wishes if join.wish not in item.joined)
        if record is not None and item.joins and MEMBERSHIPS in record.values and item.held is None:
            shown = ";".join(sorted({*known, *(join.campaign_id for join in item.joins)}))
            item.read[Side.SALESFORCE] = replace(record, values={**record.values, MEMBERSHIPS: shown})


def join_campaigns(items: Sequence[WorkItem], batch: Batch) -> None:
    """Of those whose lead or contact is there. Never raises for a vendor's refusal."""
    wishes = [wish for item in items if item.plan is not None and item.held is None for wish in _wishes(item)]
    records = [wish.as_record() for wish in wishes]
    outcomes = guarded(lambda: batch.crms.salesforce.create(records), len(records), batch)
    for wish, outcome in zip(wishes, outcomes, strict=True):
        _settle(wish, outcome)


def _wishes(item: WorkItem) -> Iterator[_Wish]:
    person = ref_after(item, Side.SALESFORCE)
    if person is not None:
        yield from (_Wish(item, join, person) for join in item.joins)


def _settle(wish: _Wish, outcome: WriteOutcome) -> None:
    item, plan = wish.item, wish.item.plan
    if plan is None:
        return
    is_there = isinstance(outcome, Failure) and outcome.category == Category.DUPLICATES
    if isinstance(outcome, Written) or is_there:
        item.joined.add(wish.join.wish)
        item.plan = plan if is_there else replace(plan, noted=(*plan.noted, wish.as_entry()))
    else:
        item.rejected[wish.join.wish] = outcome
        _show_as_before(item)


def _show_as_before(item: WorkItem) -> None:
    """Nobody is shown with a campaign that they could not join; the next look finds what is true."""
    mapping, plan = item.pair.campaigns, item.plan
    if mapping is None or plan is None:
        return
    base: Mapping[str, BaseValue] = item.link.base if item.link is not None else {}
    kept = {mapping.hubspot: base[mapping.hubspot]} if mapping.hubspot in base else {}
    others = {key: value for key, value in plan.base.items() if key != mapping.hubspot}
    names = [name for name in plan.writes[Side.HUBSPOT] if name == mapping.hubspot]
    item.plan = replace(plan.without(Side.HUBSPOT, names), base={**others, **kept})
