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
    "User",
    "Organization",
    "LeadStatus",
    "RecordType",
)


@cache
def standard_objects() -> dict[str, ObjectType]:
    """By name. Object types are immutable, so all simulators of a process share them."""
    folder = Path(__file__).parent / "objects"
    described = (json.loads((folder / f"{name}.json").read_text("utf-8")) for name in OBJECTS)
    return {kind.name: kind for kind in map(object_type_from, described)}
