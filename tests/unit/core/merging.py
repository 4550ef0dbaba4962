"""A field merged by a rule, in few words."""

from typing import Any

from crmsync.core.conflict import ConflictTimes
from crmsync.core.field_decision import Action, FieldDecision
from crmsync.core.link import BaseValue
from crmsync.core.mapping import FieldMapping, FieldType, Rule
from crmsync.core.merge import merge_field
from crmsync.core.record import Side

H, S = Side.HUBSPOT, Side.SALESFORCE
PREFER, ALWAYS_S, ALWAYS_H = Rule.PREFER_SALESFORCE_UNLESS_BLANK, Rule.ALWAYS_SALESFORCE, Rule.ALWAYS_HUBSPOT
TWO_WAY, DONT = Rule.TWO_WAY, Rule.DONT_SYNC
NOTHING, TO_H, TO_S = Action.NOTHING, Action.TO_HUBSPOT, Action.TO_SALESFORCE

NOW = 1_000_000_000
NO_TIMES = ConflictTimes(now=NOW, fetched=True)
H_LATER = ConflictTimes(now=NOW, hubspot=NOW - 10, salesforce=NOW - 20, salesforce_record=NOW - 5, fetched=True)
S_LATER = ConflictTimes(now=NOW, hubspot=NOW - 20, salesforce=NOW - 10, salesforce_record=NOW - 5, fetched=True)


def mapping_of(
    rule: Rule,
    hubspot_type: Any = None,
    salesforce_type: Any = None,
    *,
    field: Any = "Title",
    to_salesforce: bool = True,
) -> FieldMapping:
    return FieldMapping(
        "prop",
        {"Contact": field},
        rule,
        hubspot_type or FieldType(),
        {"Contact": salesforce_type or FieldType()},
        to_salesforce=to_salesforce,
    )


def merge(
    mapping: FieldMapping, hubspot: Any, salesforce: Any, base: Any, times: ConflictTimes = NO_TIMES, **options: Any
) -> FieldDecision:
    was = None if base is None else BaseValue(*base)
    return merge_field(mapping, "Contact", hubspot, salesforce, was, times=times, **options)
