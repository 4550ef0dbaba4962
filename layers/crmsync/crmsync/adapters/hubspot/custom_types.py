"""The account's custom objects, and what they may be associated with.

https://developers.hubspot.com/docs/api-reference/crm-schemas-v3/guide
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from crmsync.adapters.hubspot.api import HubspotApi
from crmsync.core.custom_object import CustomType


def read_custom_types(api: HubspotApi) -> dict[str, CustomType]:
    """By name, by the name that holds the portal's id, and by type id."""
    answer = api.get(api.paths.custom_types(), "custom_types")
    found: dict[str, CustomType] = {}
    for schema in answer.get("results") or ():
        if not schema.get("archived"):
            names = (schema["name"], schema.get("fullyQualifiedName"), schema["objectTypeId"])
            found.update(dict.fromkeys(map(str, filter(None, names)), _custom_type(schema)))
    return found


def _custom_type(schema: Mapping[str, Any]) -> CustomType:
    own = str(schema["objectTypeId"])
    ends = {str(one[key]) for one in schema.get("associations") or () for key in ("fromObjectTypeId", "toObjectTypeId")}
    return CustomType(own, str(schema["name"]), frozenset(ends))
