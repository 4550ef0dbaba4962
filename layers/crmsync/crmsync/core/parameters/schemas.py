"""The JSON Schema of every parameter, by its name under the stage's path.

They check the shape; `compile` checks what needs the other parameters or the live schemas of both CRMs.
"""

from __future__ import annotations

import json
import re
from collections.abc import Mapping
from typing import Any, NamedTuple

from crmsync.core.configuration import GlobalSettings, PairSettings, QuotaSettings
from crmsync.core.mapping import CHOOSABLE_RULES, Rule

Schema = Mapping[str, Any]

_DIALECT = "https://json-schema.org/draft/2020-12/schema"
_PAIR, _GLOBAL, _QUOTA = PairSettings(), GlobalSettings(), QuotaSettings()
_SALESFORCE_NAME = {"type": "string", "pattern": "^[A-Za-z][A-Za-z0-9_]*$", "maxLength": 80}


def _document(title: str, description: str, properties: Schema) -> Schema:
    return {
        "$schema": _DIALECT,
        "title": title,
        "description": description,
        "type": "object",
        "properties": properties,
        "additionalProperties": False,
    }


def _fallback(what: str, max_length: int) -> Schema:
    return {
        "type": ["string", "null"],
        "pattern": r"\S",
        "maxLength": max_length,
        "description": f"{what} null: park the record instead.",
    }


def _deletion(gone: str, other: str) -> Schema:
    return {
        "enum": ["keep", "delete"],
        "default": "keep",
        "description": f"What happens to the {other} record when the {gone} record is deleted.",
    }


def _count(default: int, description: str) -> Schema:
    return {"type": "integer", "minimum": 0, "default": default, "description": description}


CONTACT_SETTINGS = _document(
    "settings/contact",
    "How HubSpot contacts and Salesforce leads and contacts sync.",
    {
        "enabled": {"type": "boolean", "default": _PAIR.enabled, "description": "false: contacts do not sync at all."},
        "create_in_hubspot": {
            "type": "boolean",
            "default": _PAIR.create_in_hubspot,
            "description": "Whether a Salesforce lead or contact without counterpart makes a HubSpot contact, or is "
            "linked with one that has its e-mail address. Linked records go on syncing either way.",
        },
        "create_in_salesforce": {
            "enum": ["contact", "lead", None],
            "default": _PAIR.create_in_salesforce,
            "description": "What a HubSpot contact without counterpart becomes; null: nothing.",
        },
        "inclusion_list_id": {
            "type": ["string", "integer", "null"],
            "pattern": "^[0-9]+$",
            "minimum": 1,
            "default": None,
            "description": "The id of the active HubSpot list of contacts whose members sync; null: everybody.",
        },
        "salesforce_filter": {
            "type": ["string", "null"],
            "pattern": r"\S",
            "maxLength": 2_000,
            "default": None,
            "description": "A SOQL condition, as it would follow WHERE, on fields that leads and contacts both have. "
            "Who does not meet it is left alone in both directions; null: everybody.",
        },
        "on_salesforce_delete": _deletion("Salesforce", "HubSpot"),
        "on_hubspot_delete": _deletion("HubSpot", "Salesforce"),
        "required_fallbacks": {
            "type": "object",
            "default": dict(_PAIR.required_fallbacks),
            "description": "What fills the fields that Salesforce requires when HubSpot has no value for them.",
            "properties": {
                "LastName": _fallback("For leads and contacts.", 80),
                "Company": _fallback("For leads.", 255),
            },
            "additionalProperties": False,
        },
    },
)

GLOBAL_SETTINGS = _document(
    "settings/global",
    "Switches for everything that crmsync does.",
    {
        "paused": {"type": "boolean", "default": _GLOBAL.paused, "description": "Nothing is read or written."},
        "dry_run": {
            "type": "boolean",
            "default": _GLOBAL.dry_run,
            "description": "Everything is planned, not written.",
        },
        "max_clears_per_hour": _count(
            _GLOBAL.max_clears_per_hour, "Clears of one field in an hour; more wait for confirmation."
        ),
        "max_deletions_per_hour": _count(
            _GLOBAL.max_deletions_per_hour, "Deletions in an hour; more wait for confirmation."
        ),
    },
)

MAPPINGS = {
    **_document(
        "mappings",
        "Adds mappings, or changes the rule or the option map of a default one. All documents of an object are merged.",
        {
            "mappings": {
                "type": "array",
                "items": {
                    "type": "object",
                    "properties": {
                        "hubspot": {
                            "type": "string",
                            "pattern": "^[a-z0-9_]+$",
                            "description": "The internal name of the HubSpot property.",
                        },
                        "salesforce": {
                            **_SALESFORCE_NAME,
                            "type": ["string", "object"],
                            "description": "The API name of the Salesforce field, in every object that has it; or the "
                            "field of each object.",
                            "properties": {"Lead": _SALESFORCE_NAME, "Contact": _SALESFORCE_NAME},
                            "minProperties": 1,
                            "additionalProperties": False,
                        },
                        "rule": {"enum": [*CHOOSABLE_RULES], "default": Rule.PREFER_SALESFORCE_UNLESS_BLANK},
                        "options": {
                            "type": "string",
                            "pattern": "^[A-Za-z0-9_.-]+$",
                            "description": "The option map of a picklist: the name of a parameter options/<name>.",
                        },
                        "time_zone": {
                            "type": "string",
                            "default": "UTC",
                            "description": "Whose day it is, where one side has a date and the other a date with time "
                            "(IANA name).",
                        },
                    },
                    "required": ["hubspot", "salesforce"],
                    "additionalProperties": False,
                },
            }
        },
    ),
    "required": ["mappings"],
}

QUOTA = _document(
    "quota",
    "The calls that crmsync may make to this CRM a day. Without either figure: 50 % of Salesforce's own limit, 80 % of "
    "HubSpot's.",
    {
        "daily_limit": {
            "type": ["integer", "null"],
            "minimum": 1,
            "default": None,
            "description": "A number of calls.",
        },
        "percent": {
            "type": ["number", "null"],
            "exclusiveMinimum": 0,
            "maximum": 100,
            "default": None,
            "description": "A share of the vendor's own limit; not together with daily_limit.",
        },
        "window": {
            "enum": ["rolling", "calendar"],
            "default": _QUOTA.window,
            "description": "The last 24 hours, or since midnight.",
        },
        "time_zone": {"type": "string", "default": _QUOTA.time_zone, "description": "Whose midnight (IANA name)."},
        "reserve": {
            "type": "object",
            "description": "Percent kept for changes of people (live) and for polls; at most 100 together.",
            "properties": {
                "live": {"type": "integer", "minimum": 0, "maximum": 100, "default": _QUOTA.reserve_live},
                "poll": {"type": "integer", "minimum": 0, "maximum": 100, "default": _QUOTA.reserve_poll},
            },
            "additionalProperties": False,
        },
    },
)

_OPTION = {"type": "string", "pattern": r"^\S(.*\S)?$", "maxLength": 255}

OPTIONS = _document(
    "options",
    "An option map for picklists, named by mappings. Of several pairs that share an option the first decides what it "
    "becomes on the other side; an option without pair stands for one of the same name.",
    {
        "options": {
            "type": ["object", "array"],
            "description": "HubSpot's internal value → Salesforce's API value; or a list of such pairs, where "
            "several Salesforce options become one of HubSpot's.",
            "additionalProperties": _OPTION,
            "propertyNames": _OPTION,
            "items": {
                "type": "object",
                "properties": {"hubspot": _OPTION, "salesforce": _OPTION},
                "required": ["hubspot", "salesforce"],
                "additionalProperties": False,
            },
        },
        "default": {
            "type": "object",
            "description": "What stands on a side for options that no pair has. Without it such a value parks its "
            "field.",
            "properties": {"hubspot": _OPTION, "salesforce": _OPTION},
            "additionalProperties": False,
        },
    },
)


class Family(NamedTuple):
    """The parameters whose names match `pattern`; `shown` stands for them in texts."""

    shown: str
    pattern: re.Pattern[str]
    schema: Schema


def _family(shown: str, schema: Schema) -> Family:
    pattern = re.escape(shown).replace("<name>", "[A-Za-z0-9_.-]+")
    return Family(shown, re.compile(pattern), schema)


FAMILIES: tuple[Family, ...] = (
    _family("settings/contact", CONTACT_SETTINGS),
    _family("settings/global", GLOBAL_SETTINGS),
    _family("mappings/contact", MAPPINGS),
    _family("mappings/contact/<name>", MAPPINGS),
    _family("quota/hubspot", QUOTA),
    _family("quota/salesforce", QUOTA),
    _family("options/<name>", OPTIONS),
)


def schema_of(parameter: str) -> Schema | None:
    """The schema of a parameter by its name under the stage's path; None when there is no such parameter."""
    return next((family.schema for family in FAMILIES if family.pattern.fullmatch(parameter)), None)


def published_schemas() -> dict[str, str]:
    """The files that `docs/parameters` holds: name → text."""
    files = {
        f"{family.shown.replace('/', '-').replace('-<name>', '')}.schema.json": family.schema for family in FAMILIES
    }
    return {name: json.dumps(schema, indent=2, ensure_ascii=False) + "\n" for name, schema in files.items()}
