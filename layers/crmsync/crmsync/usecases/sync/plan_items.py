"""Step 4: plans every item; the times of real conflicts are fetched once for all."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import replace

from crmsync.core.campaigns import mapped_name
from crmsync.core.cause import JOINED, RESUMED
from crmsync.core.entering import one_may_have_entered
from crmsync.core.inclusion import waiting_first_links
from crmsync.core.lifecycle import wished_standings
from crmsync.core.link import Link
from crmsync.core.mapped_field import field_names
from crmsync.core.money import amount_with
from crmsync.core.overwritten import Told
from crmsync.core.parked import WHOLE_RECORD
from crmsync.core.plan import plan_record
from crmsync.core.plan_input import PlanInput
from crmsync.core.record import Millis, RecordRef, Side
from crmsync.core.record_plan import RecordPlan
from crmsync.core.state_and_country import waiting_with
from crmsync.core.wish import is_wish
from crmsync.usecases.sync.batch import Batch
from crmsync.usecases.sync.campaigns import ask_for_campaigns
from crmsync.usecases.sync.owners import ask_for_owners
from crmsync.usecases.sync.recall import recall
from crmsync.usecases.sync.undo import plan_undos
from crmsync.usecases.sync.work_item import WorkItem

_FROM_THE_BEGINNING = frozenset({RESUMED, JOINED})
"""Causes for which nothing of the record is left out."""


def plan_items(items: Sequence[WorkItem], batch: Batch) -> None:
    plan_undos([item for item in items if item.undo], batch)
    items = [item for item in items if not item.undo]
    recall(items, batch)
    for item in items:
        item.plan = _plan(item, batch, None)
    undecided = [item for item in items if item.plan is not None and item.plan.needs_times]
    times = _property_times(undecided, batch)
    for item in undecided:
        hubspot = item.ref(Side.HUBSPOT)
        item.plan = _plan(item, batch, times.get(hubspot.key, {}) if hubspot is not None else {})
    ask_for_owners(items, batch)
    ask_for_campaigns(items, batch)


def _property_times(items: Sequence[WorkItem], batch: Batch) -> Mapping[str, Mapping[str, Millis]]:
    """By record key; a call an object and fifty records."""
    times: dict[str, Mapping[str, Millis]] = {}
    for object_type in dict.fromkeys(item.pair.hubspot_type for item in items):
        own = [item for item in items if item.pair.hubspot_type == object_type]
        ids = [ref.id for item in own if (ref := item.ref(Side.HUBSPOT)) is not None]
        properties = {key for item in own if item.plan is not None for key in item.plan.needs_times}
        found = batch.crms.hubspot.property_times(ids, sorted(properties), object_type) if ids else {}
        times.update({RecordRef(Side.HUBSPOT, object_type, one).key: known for one, known in found.items()})
    return times


def _plan(item: WorkItem, batch: Batch, property_times: Mapping[str, Millis] | None) -> RecordPlan:
    return plan_record(
        PlanInput(
            pair=item.pair,
            salesforce_type=item.salesforce_type,
            hubspot=item.record(Side.HUBSPOT),
            salesforce=item.record(Side.SALESFORCE),
            link=item.link,
            told=_told(item),
            first_link=item.is_first_link or item.wants_first_link,
            left_out=left_out(item),
            fills=batch.source.fills,
            property_times=property_times,
            is_held=item.held is not None,
            standings=item.standings
            | wished_standings({name for change in item.changes.values() for name in change.fields}),
            address_only=item.address_only,
            now=batch.ports.clock.now(),
        )
    )


def _told(item: WorkItem) -> dict[Side, Told]:
    told = {side: Told.by(change) for side, change in item.changes.items()}
    if item.recalled:
        told[Side.HUBSPOT] = replace(told[Side.HUBSPOT], shown=(*told[Side.HUBSPOT].shown, *item.recalled))
    return told


def left_out(item: WorkItem) -> frozenset[str]:
    """Parked fields wait for their own next try or for a change of that field; trying them each time would cost
    a refused call a change. After a crash they are tried too: the worker may have died before it made their rows; and
    after a merge or conversion: the rows are another record's. Those of a record that is gone wait for nothing; what is
    to be done for its counterpart still does.
    """
    if item.link is None:
        return frozenset()
    return _kept(item, item.link) | _left_to_its_row(item, item.link)


def _kept(item: WorkItem, link: Link) -> frozenset[str]:
    """What cannot even be tried now, and would be forgotten: of records that may not sync, and of those that may have
    been merged.
    """
    if item.held is None and not item.may_be_merged:
        return frozenset()
    wishes = filter(is_wish, link.parked) if item.may_be_merged else ()
    return waiting_first_links(item.pair.mapped(link.salesforce.object_type), link).union(wishes)


def _left_to_its_row(item: WorkItem, link: Link) -> frozenset[str]:
    is_retry = any(change.cause in _FROM_THE_BEGINNING or change.crashes for change in item.changes.values())
    if is_retry or item.wants_first_link or _is_new_there(item, link) or _may_have_entered(item, link):
        return frozenset()
    if any(gone.is_proven for gone in item.lost.values()):
        return frozenset(part for part in link.parked if is_wish(part))
    named = {mapped_name(field) for change in item.changes.values() for field in change.fields}
    object_type = link.salesforce.object_type
    mappings = item.pair.mapped(object_type)
    touched = {
        mapping.hubspot
        for mapping in mappings
        if any(not named.isdisjoint(field_names(mapping, side, object_type)) for side in Side)
        or (mapping.is_latch and item.pair.address in named)
    }
    touched = amount_with(touched, item.pair)
    return frozenset(set(link.parked) - waiting_with(touched, mappings, object_type) - {WHOLE_RECORD})


def _may_have_entered(item: WorkItem, link: Link) -> bool:
    """Salesforce's filter: what was kept for this is due."""
    is_kept = bool(waiting_first_links(item.pair.mapped(link.salesforce.object_type), link))
    return is_kept and one_may_have_entered(item.changes.values(), link, item.pair)


def _is_new_there(item: WorkItem, link: Link) -> bool:
    """Whether a record took another one's place and can sync now: what was parked of the other is tried, once. What is
    refused of the new one waits for its own row.
    """
    return item.held is None and item.gone is None and any(link.is_untried(side) for side in link.states)
