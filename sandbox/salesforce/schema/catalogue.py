"""The object types that a new org has."""

from __future__ import annotations

import json
from functools import cache
from pathlib import Path

from sandbox.salesforce.schema.object_type import ObjectType, object_type_from

OBJECTS = (
    "Lead",
    "Contact",
    "Account",
    "Opportunity",
    "Campaign",
    "CampaignMember",
    "CampaignMemberStatus",
    "Case",
    "Task",
    "Event",
    "User",
    "Organization",
    "LeadStatus",
    "RecordType",
    "BusinessProcess",
    "OpportunityStage",
    "OpportunityContactRole",
    "CaseStatus",
    "TaskStatus",
    "SetupAuditTrail",
    "Name",
)

CURRENCY_TYPE = "CurrencyType"
"""Only orgs with several currencies have it."""

DATED_RATE = "DatedConversionRate"
"""Only orgs with advanced currency management have it."""


@cache
def standard_objects() -> dict[str, ObjectType]:
    """By name. Object types are immutable, so all simulators of a process share them."""
    return {name: standard_object(name) for name in OBJECTS}


@cache
def standard_object(name: str) -> ObjectType:
    described = json.loads((Path(__file__).parent / "objects" / f"{name}.json").read_text("utf-8"))
    return object_type_from(described)
