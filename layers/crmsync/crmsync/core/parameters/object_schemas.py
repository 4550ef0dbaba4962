"""The JSON Schema of `objects/<name>`: one document tells all of a pair of custom objects."""

from __future__ import annotations

from crmsync.core.custom_object import CustomObject
from crmsync.core.pairs.custom import custom_pair
from crmsync.core.parameters.pair_schemas import LONGEST_FALLBACK, Schema, document, mappings_schema, settings_schema

_ANY = custom_pair(CustomObject(name="<name>", hubspot_type="custom object", salesforce_type="Object__c"))
_SETTINGS = settings_schema(_ANY)["properties"]
_ENTRY = mappings_schema(_ANY)["properties"]["mappings"]["items"]
_FIELD = {"type": "string", "pattern": "^[A-Za-z][A-Za-z0-9_]*$", "maxLength": 80}
_PROPERTY = {"type": "string", "pattern": "^[a-z0-9_]+$"}

_MAPPING = {
    **_ENTRY,
    "properties": {
        **_ENTRY["properties"],
        "salesforce": {**_FIELD, "description": "The API name of the Salesforce field."},
    },
}
_REFERENCE = {
    "type": "object",
    "properties": {
        "salesforce": {**_FIELD, "description": "The API name of the lookup."},
        "to": {
            "type": "string",
            "pattern": "^[A-Za-z0-9_.-]+$",
            "description": "The pair of the records that it names: contact, company, ticket, or another <name>.",
        },
        "association": {
            "type": "object",
            "description": "The kind of association that stands for it, where several lookups go to one pair.",
            "properties": {
                "type_id": {"type": "integer", "minimum": 1},
                "category": {"enum": ["HUBSPOT_DEFINED", "USER_DEFINED", "INTEGRATOR_DEFINED"]},
            },
            "required": ["type_id", "category"],
            "additionalProperties": False,
        },
    },
    "required": ["salesforce", "to"],
    "additionalProperties": False,
}
_MATCH = {
    "type": ["object", "null"],
    "default": None,
    "description": "A property and a field by whose equal text records are recognised as the same; both are mapped "
    "with one another. null: only those records are linked that crmsync created.",
    "properties": {"hubspot": _PROPERTY, "salesforce": _FIELD},
    "required": ["hubspot", "salesforce"],
    "additionalProperties": False,
}
_FALLBACKS = {
    "type": "object",
    "default": {},
    "description": "By Salesforce field, what fills it in a new record when HubSpot has no value for it.",
    "propertyNames": _FIELD,
    "additionalProperties": {"type": "string", "pattern": r"\S", "maxLength": LONGEST_FALLBACK},
}

OBJECT: Schema = {
    **document(
        "objects/<name>",
        "A pair of custom objects, which syncs as the pairs that crmsync knows do.",
        {
            "hubspot": {
                "type": "string",
                "pattern": "^[A-Za-z0-9_-]+$",
                "description": "The name or the type id (2-…) of HubSpot's custom object.",
            },
            "salesforce": {
                "type": "string",
                "pattern": "^[A-Za-z][A-Za-z0-9_]*__c$",
                "maxLength": 80,
                "description": "The API name of Salesforce's custom object.",
            },
            "mappings": {"type": "array", "items": _MAPPING},
            "match": _MATCH,
            "references": {"type": "array", "items": _REFERENCE, "default": []},
            **{name: _SETTINGS[name] for name in ("enabled", "create_in_hubspot")},
            "create_in_salesforce": {
                "type": "boolean",
                "default": True,
                "description": "Whether a HubSpot record without counterpart makes one in Salesforce.",
            },
            **{name: _SETTINGS[name] for name in ("salesforce_filter", "on_salesforce_delete", "on_hubspot_delete")},
            "required_fallbacks": _FALLBACKS,
        },
    ),
    "required": ["hubspot", "salesforce", "mappings"],
}
