"""The JSON Schema of every parameter, by its name under the stage's path.

They check the shape; `compile` checks what needs the other parameters or the live schemas of both CRMs.
"""

from __future__ import annotations

import json
import re
from collections.abc import Iterator
from typing import NamedTuple

from crmsync.core.configuration import GlobalSettings, QuotaSettings
from crmsync.core.object_pair import ObjectPair
from crmsync.core.pairs import PAIRS
from crmsync.core.parameters.campaign_keys import JOIN_KEYS, REQUIRED_JOIN_KEYS, SETTINGS_KEYS
from crmsync.core.parameters.object_schemas import OBJECT
from crmsync.core.parameters.pair_schemas import (
    Schema,
    document,
    mappings_schema,
    pipelines_schema,
    settings_schema,
)

_GLOBAL, _QUOTA = GlobalSettings(), QuotaSettings()


def _count(default: int, description: str) -> Schema:
    return {"type": "integer", "minimum": 0, "default": default, "description": description}


GLOBAL_SETTINGS = document(
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

QUOTA = document(
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

OPTIONS = document(
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

CAMPAIGN_SETTINGS = document(
    "settings/campaign",
    "Whether HubSpot shows the Salesforce campaigns of people, and whether people of HubSpot's lists join campaigns.",
    SETTINGS_KEYS,
)

CAMPAIGN_JOIN = {
    **document(
        "campaigns",
        "Whoever joins a HubSpot list of contacts, or submits a form, joins an active Salesforce campaign.",
        JOIN_KEYS,
    ),
    "required": list(REQUIRED_JOIN_KEYS),
}


class Family(NamedTuple):
    """The parameters whose names match `pattern`; `shown` stands for them in texts."""

    shown: str
    pattern: re.Pattern[str]
    schema: Schema


def _family(shown: str, schema: Schema) -> Family:
    pattern = re.escape(shown).replace("<name>", "[A-Za-z0-9_.-]+")
    return Family(shown, re.compile(pattern), schema)


def _of_pair(pair: ObjectPair) -> Iterator[Family]:
    mappings = mappings_schema(pair)
    if not pair.settings_of:
        yield _family(f"settings/{pair.name}", settings_schema(pair))
    yield _family(f"mappings/{pair.name}", mappings)
    yield _family(f"mappings/{pair.name}/<name>", mappings)
    if pair.staged is not None:
        yield _family(f"pipelines/{pair.name}", pipelines_schema(pair))


FAMILIES: tuple[Family, ...] = (
    *(family for pair in PAIRS.values() for family in _of_pair(pair)),
    _family("settings/global", GLOBAL_SETTINGS),
    _family("quota/hubspot", QUOTA),
    _family("quota/salesforce", QUOTA),
    _family("options/<name>", OPTIONS),
    _family("settings/campaign", CAMPAIGN_SETTINGS),
    _family("campaigns/<name>", CAMPAIGN_JOIN),
    _family("objects/<name>", OBJECT),
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
