"""Activities of leads: Salesforce refuses one that names a lead (WhoId) and is about another record (WhatId) as well.

What it is about waits then, without base, until the lead is a contact.
https://developer.salesforce.com/docs/atlas.en-us.object_reference.meta/object_reference/sforce_api_objects_task.htm
"""

from __future__ import annotations

from dataclasses import replace

from crmsync.core.plan_input import PlanInput
from crmsync.core.record import Side
from crmsync.core.record_plan import RecordPlan

_PERSON, _ABOUT = "WhoId", "WhatId"
_LEAD = "00Q"


def without_subject_of_lead(plan: RecordPlan, given: PlanInput) -> RecordPlan:
    written = plan.writes[Side.SALESFORCE]
    present = given.salesforce.values.get(_PERSON) if given.salesforce is not None else None
    person = written.get(_PERSON, present)
    if not written.get(_ABOUT) or not str(person).startswith(_LEAD):
        return plan
    key = plan.key_of(Side.SALESFORCE, _ABOUT)
    base = {name: value for name, value in plan.base.items() if name != key}
    if given.link is not None and key in given.link.base:
        base[key] = given.link.base[key]
    return replace(plan.without(Side.SALESFORCE, [_ABOUT]), base=base)
