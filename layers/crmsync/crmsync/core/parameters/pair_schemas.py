"""The JSON Schemas of an object pair's parameters, made from its data."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from crmsync.core.mapping import CHOOSABLE_RULES, Rule
from crmsync.core.match_key import MatchBy
from crmsync.core.object_pair import ObjectPair
from crmsync.core.parameters.lifecycle_schema import LIFECYCLE
from crmsync.core.parameters.transform_schema import TRANSFORM, one_or_several

Schema = Mapping[str, Any]

DIALECT = "https://json-schema.org/draft/2020-12/schema"
LONGEST_FALLBACK = 255
_SALESFORCE_NAME = {"type": "string", "pattern": "^[A-Za-z][A-Za-z0-9_]*$", "maxLength": 80}
_CURRENCY = {
    "type": ["string", "null"],
    "pattern": "^[A-Z]{3}$",
    "default": None,
    "description": "The HubSpot currency (EUR) to which amounts from Salesforce are converted, and back, by the org's "
    "own rates; null: each amount crosses as it is, with its currency.",
}


def document(title: str, description: str, properties: Schema) -> Schema:
    """Of a parameter that is an object with these keys and no others."""
    return {
        "$schema": DIALECT,
        "title": title,
        "description": description,
        "type": "object",
        "properties": properties,
        "additionalProperties": False,
    }


def settings_schema(pair: ObjectPair) -> Schema:
    objects = " or ".join(pair.salesforce_types)
    keys = {
        "enabled": {
            "type": "boolean",
            "default": pair.settings.enabled,
            "description": "false: these records do not sync at all, and nothing of them is read.",
        },
        "create_in_hubspot": {
            "type": "boolean",
            "default": pair.settings.create_in_hubspot,
            "description": f"Whether a Salesforce {objects} without counterpart makes a HubSpot {pair.hubspot_type}, "
            "or is linked with one that matches. Linked records go on syncing either way.",
        },
        "create_in_salesforce": {
            "enum": [*(name.lower() for name in pair.salesforce_types), None],
            "default": pair.settings.create_in_salesforce,
            "description": f"What a HubSpot {pair.hubspot_type} without counterpart becomes; null: nothing.",
        },
        **(_inclusion_list(pair) if pair.match is not None and pair.match.by is MatchBy.EMAIL else {}),
        "salesforce_filter": _filter(pair),
        "on_salesforce_delete": _deletion("Salesforce", "HubSpot"),
        "on_hubspot_delete": _deletion("HubSpot", "Salesforce"),
        "required_fallbacks": _fallbacks(pair),
        **(_types(pair) if pair.directions else {}),
        **(_told_by(pair) if pair.marked else {}),
        **({"convert_amounts_to": _CURRENCY} if pair.money is not None else {}),
        **({"lifecycle": LIFECYCLE} if pair.hubspot_type == "contact" else {}),
    }
    description = f"How HubSpot's {pair.hubspot_type} records sync with Salesforce's {objects}."
    return document(f"settings/{pair.name}", description, keys)


def _filter(pair: ObjectPair) -> Schema:
    """Activities of one parameter are records of two objects, which do not share their fields."""
    objects = " or ".join(pair.salesforce_types)
    condition = {"type": ["string", "null"], "pattern": r"\S", "maxLength": 2_000, "default": None}
    description = (
        f"A SOQL condition, as it would follow WHERE, on fields of {objects}. What does not meet it is left alone in "
        "both directions; null: everything syncs."
    )
    if not pair.filtered:
        return {**condition, "description": description}
    return {
        **condition,
        "type": ["string", "object", "null"],
        "description": f"{description} Or a condition for each of {', '.join(pair.filtered)}.",
        "properties": dict.fromkeys(pair.filtered, condition),
        "additionalProperties": False,
    }


def _types(pair: ObjectPair) -> Schema:
    properties = {
        name: {"enum": [*ways], "default": ways[0], "description": f"Which way records of {name} cross."}
        for name, ways in pair.directions.items()
    }
    return {
        "types": {
            "type": "object",
            "default": dict(pair.settings.types),
            "description": "Which way each type of record crosses; off: not at all.",
            "properties": properties,
            "additionalProperties": False,
        }
    }


def _told_by(pair: ObjectPair) -> Schema:
    (object_type,) = pair.salesforce_types
    mark = {
        "type": "object",
        "properties": {
            "field": {**_SALESFORCE_NAME, "description": f"The API name of a picklist or text field of {object_type}."},
            "value": {"type": "string", "pattern": r"^\S(.*\S)?$", "maxLength": 255},
        },
        "required": ["field", "value"],
        "additionalProperties": False,
    }
    return {
        "told_by": {
            "type": "object",
            "default": {},
            "description": f"By which field a {object_type} of each type is told, besides what Salesforce itself says; "
            "what HubSpot's become gets that value.",
            "properties": dict.fromkeys(pair.marked, mark),
            "additionalProperties": False,
        }
    }


def _inclusion_list(pair: ObjectPair) -> Schema:
    return {
        "inclusion_list_id": {
            "type": ["string", "integer", "null"],
            "pattern": "^[0-9]+$",
            "minimum": 1,
            "default": None,
            "description": f"The id of the active HubSpot list of {pair.hubspot_type} records that sync; null: all.",
        }
    }


def _deletion(gone: str, other: str) -> Schema:
    return {
        "enum": ["keep", "delete"],
        "default": "keep",
        "description": f"What happens to the {other} record when the {gone} record is deleted.",
    }


def _fallbacks(pair: ObjectPair) -> Schema:
    needed = {field: name for name, fields in pair.required.items() for field in fields}
    return {
        "type": "object",
        "default": dict(pair.settings.required_fallbacks),
        "description": "What fills the fields that Salesforce requires when HubSpot has no value for them.",
        "properties": {field: _fallback(field, pair) for field in needed},
        "additionalProperties": False,
    }


def _fallback(field: str, pair: ObjectPair) -> Schema:
    objects = " and ".join(name for name, fields in pair.required.items() if field in fields)
    lengths = [
        mapping.salesforce_types[name].max_length
        for mapping in pair.mappings
        for name, mapped in mapping.salesforce.items()
        if mapped == field
    ]
    return {
        "type": ["string", "null"],
        "pattern": r"\S",
        "maxLength": min(lengths, default=LONGEST_FALLBACK),
        "description": f"For {objects}. null: park the record instead.",
    }


def mappings_schema(pair: ObjectPair) -> Schema:
    entry = {
        "type": "object",
        "properties": {
            "hubspot": {
                **one_or_several({"type": "string", "pattern": "^[a-z0-9_]+$"}),
                "description": "The internal name of the HubSpot property; a list for a transform that takes several.",
            },
            "salesforce": {
                **one_or_several(_SALESFORCE_NAME),
                "type": ["string", "object", "array"],
                "description": "The API name of the Salesforce field, in every object that has it; or the field of "
                "each object. A list for a transform that takes several.",
                "properties": dict.fromkeys(pair.salesforce_types, one_or_several(_SALESFORCE_NAME)),
                "minProperties": 1,
                "additionalProperties": False,
            },
            "rule": {"enum": [*CHOOSABLE_RULES], "default": Rule.PREFER_SALESFORCE_UNLESS_BLANK},
            "options": {
                "type": "string",
                "pattern": "^[A-Za-z0-9_.-]+$",
                "description": "The option map of a picklist: the name of a parameter options/<name>.",
            },
            "transform": TRANSFORM,
            "time_zone": {
                "type": "string",
                "default": "UTC",
                "description": "Whose day it is, where one side has a date and the other a date with time (IANA name).",
            },
        },
        "required": ["hubspot", "salesforce"],
        "additionalProperties": False,
    }
    whole = document(
        f"mappings/{pair.name}",
        "Adds mappings, or changes the rule or the option map of a default one. All documents of an object are merged.",
        {"mappings": {"type": "array", "items": entry}},
    )
    return {**whole, "required": ["mappings"]}


def pipelines_schema(pair: ObjectPair) -> Schema:
    name = {"type": "string", "pattern": r"\S", "maxLength": 255}
    entry = {
        "type": "object",
        "properties": {
            "hubspot": {**name, "description": "The id or the label of HubSpot's pipeline."},
            "record_type": {
                **name,
                "type": ["string", "null"],
                "default": None,
                "description": "The developer name or the id of Salesforce's record type; null: records without one.",
            },
            "stages": {
                "type": "object",
                "description": "HubSpot's stage (id or label) → Salesforce's (API name or label). Stages that are not "
                "named go with those of the same label.",
                "additionalProperties": name,
                "propertyNames": name,
            },
        },
        "required": ["hubspot"],
        "additionalProperties": False,
    }
    return document(
        f"pipelines/{pair.name}",
        f"Which HubSpot pipelines of {pair.hubspot_type} records stand for which record types, and which stages for "
        "which. What is not named goes by the same label.",
        {
            "create_missing": {
                "type": "boolean",
                "default": True,
                "description": "Whether HubSpot gets the pipelines and stages that stand for nothing there yet.",
            },
            "pipelines": {"type": "array", "items": entry},
        },
    )
