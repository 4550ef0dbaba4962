"""Properties and their group, created where they are missing.

https://developers.hubspot.com/docs/api-reference/crm-properties-v3/guide
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from crmsync.adapters.batches import batches
from crmsync.adapters.hubspot.api import BATCH_LIMIT, HubspotApi
from crmsync.core.failure import CrmError, Failure
from crmsync.core.own_properties import OwnProperty
from crmsync.core.parked import Category
from crmsync.core.vendor_errors.hubspot import classify_item
from crmsync.ports.crm_setup import PropertyDefinition

_YES_NO = ({"label": "Yes", "value": "true"}, {"label": "No", "value": "false"})


def read_definitions(api: HubspotApi, object_type: str) -> dict[str, PropertyDefinition]:
    answer = api.get(api.paths.properties(object_type), "property_definitions")
    return {
        str(found["name"]): PropertyDefinition(str(found.get("type")), str(found.get("fieldType")))
        for found in answer.get("results") or ()
        if not found.get("archived")
    }


def create_group(api: HubspotApi, object_type: str, name: str, label: str) -> None:
    body = {"name": name, "label": label, "displayOrder": -1}
    try:
        api.edit("POST", f"{api.paths.properties(object_type)}/groups", body, "create_property_group")
    except CrmError as error:
        if error.failure.category != Category.DUPLICATES:
            raise


def create_properties(
    api: HubspotApi, object_type: str, group: str, properties: Sequence[OwnProperty]
) -> dict[str, Failure | None]:
    refused: dict[str, Failure | None] = dict.fromkeys(own.name for own in properties)
    for batch in batches(properties, BATCH_LIMIT):
        inputs = [_input(own, group) for own in batch]
        path = f"{api.paths.properties(object_type)}/batch/create"
        answer = api.write(path, inputs, "create_properties", ())
        refused.update(_refused(batch, answer))
    return refused


def _input(own: OwnProperty, group: str) -> dict[str, Any]:
    return {
        "name": own.name,
        "label": own.label,
        "type": own.type,
        "fieldType": own.field_type,
        "groupName": group,
        "description": own.description,
        "formField": False,
        "options": _options(own),
    } | ({"hasUniqueValue": True} if own.is_unique else {})


def _options(own: OwnProperty) -> list[dict[str, Any]]:
    """A boolean needs its two options too."""
    listed = _YES_NO if own.type == "bool" else [{"label": one, "value": one} for one in own.options]
    return [{**option, "displayOrder": place, "hidden": False} for place, option in enumerate(listed)]


def _refused(batch: Sequence[OwnProperty], answer: Mapping[str, Any]) -> dict[str, Failure]:
    """HubSpot names what it made; what it names nowhere was refused for one of the reasons that it gives."""
    made = {str(found.get("name")) for found in answer.get("results") or ()}
    failures = [(_names(error), classify_item(error)) for error in answer.get("errors") or ()]
    left = [own.name for own in batch if own.name not in made]
    refused = {name: failure for names, failure in failures for name in names if name in left}
    unnamed = next((failure for names, failure in failures if not names), None)
    return refused | ({name: unnamed for name in left if name not in refused} if unnamed is not None else {})


def _names(error: Mapping[str, Any]) -> list[str]:
    named = (error.get("context") or {}).get("name", ())
    return [named] if isinstance(named, str) else [str(name) for name in named]
