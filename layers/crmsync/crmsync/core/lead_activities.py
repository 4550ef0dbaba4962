"""Activities of leads: Salesforce refuses one that names a lead (WhoId) and is about another record (WhatId) as well.

One of the two waits then, and keeps the base that it has: what it is about until the lead is a contact; or the lead,
where the activity is about another record already, until it is not or the lead is a contact.
https://developer.salesforce.com/docs/atlas.en-us.object_reference.meta/object_reference/sforce_api_objects_task.htm
"""

from __future__ import annotations

from dataclasses import replace

from crmsync.core.plan_input import PlanInput, normal, shown
from crmsync.core.record import Side
from crmsync.core.record_plan import RecordPlan

_PERSON, _ABOUT = "WhoId", "WhatId"
_LEAD = "00Q"


def with_lead_alone(plan: RecordPlan, given: PlanInput) -> RecordPlan:
    written = plan.writes[Side.SALESFORCE]
    present = given.salesforce.values if given.salesforce is not None else {}
    person, about = ({**present, **written}.get(name) for name in (_PERSON, _ABOUT))
    if not about or not str(person).startswith(_LEAD):
        return plan
    if _PERSON in written and present.get(_ABOUT):
        return _with_waiting_person(_without(_PERSON, plan, given), given)
    return _without(_ABOUT, plan, given) if _ABOUT in written else plan


def _without(name: str, plan: RecordPlan, given: PlanInput) -> RecordPlan:
    key = plan.key_of(Side.SALESFORCE, name)
    base = {one: value for one, value in plan.base.items() if one != key}
    if given.link is not None and key in given.link.base:
        base[key] = given.link.base[key]
    return replace(plan.without(Side.SALESFORCE, [name]), base=base)


def _with_waiting_person(plan: RecordPlan, given: PlanInput) -> RecordPlan:
    """No event of the activity tells of the conversion of a person whom Salesforce's does not name."""
    mapping = next(one for one in given.pair.mappings if one.hubspot == plan.key_of(Side.SALESFORCE, _PERSON))
    named = normal(shown(given, mapping, Side.HUBSPOT), mapping, Side.HUBSPOT, given)
    ref = mapping.reference.ref(Side.HUBSPOT, named) if mapping.reference is not None else None
    return replace(plan, awaits={**plan.awaits, mapping.hubspot: (ref,)}) if ref is not None else plan
