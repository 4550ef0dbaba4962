"""What a record gets at its creation beside its mapped values: a time that HubSpot requires, what tells the type."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace

from crmsync.core.convert import wire_value
from crmsync.core.instant import datetime_text, read_instant
from crmsync.core.link import BaseValue, Entry
from crmsync.core.mapping import FieldMapping
from crmsync.core.plan_input import PlanInput
from crmsync.core.reasons import Reason
from crmsync.core.record import Side
from crmsync.core.record_plan import RecordPlan
from crmsync.core.title import Title


def with_creation_values(plan: RecordPlan, given: PlanInput) -> RecordPlan:
    for side, record in ((Side.HUBSPOT, given.hubspot), (Side.SALESFORCE, given.salesforce)):
        added = given.pair.at_creation(side)
        if record is None and added:
            plan = replace(plan, writes={**plan.writes, side: {**added, **plan.writes[side]}})
    if given.salesforce is None:
        plan = _with_title(plan, given.pair.object_pair.title)
    return _with_times(plan, given) if given.hubspot is None else plan


def _with_title(plan: RecordPlan, title: Title | None) -> RecordPlan:
    if title is None:
        return plan
    values = plan.writes[Side.SALESFORCE]
    named = {title.field: title.name(values.get(title.of)), **values}
    return replace(plan, writes={**plan.writes, Side.SALESFORCE: named})


def _with_times(plan: RecordPlan, given: PlanInput) -> RecordPlan:
    """Where Salesforce has none, the time of the record's creation, which base remembers as HubSpot's own value."""
    created = read_instant(given.salesforce.created_at if given.salesforce is not None else given.now)
    if created is None:
        return plan
    at = datetime_text(created)
    writes, base, entries = dict(plan.writes[Side.HUBSPOT]), dict(plan.base), list(plan.entries)
    for mapping in _without_value(plan, given):
        writes[mapping.hubspot] = wire_value(at, Side.HUBSPOT, mapping.hubspot_type)
        entries.append(Entry(Side.HUBSPOT, mapping.hubspot, None, at, "", Reason.FALLBACK))
        before = base.get(mapping.hubspot)
        base[mapping.hubspot] = BaseValue(at, before.salesforce if before is not None else None)
    return replace(plan, writes={**plan.writes, Side.HUBSPOT: writes}, base=base, entries=tuple(entries))


def _without_value(plan: RecordPlan, given: PlanInput) -> Iterator[FieldMapping]:
    written = plan.writes[Side.HUBSPOT]
    return (one for one in given.pair.mappings if one.hubspot_type.is_required and not written.get(one.hubspot))
