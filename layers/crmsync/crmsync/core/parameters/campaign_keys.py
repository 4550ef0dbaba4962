"""The keys of `settings/campaign` and `campaigns/<name>`, as JSON Schema has them."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from crmsync.core.campaigns import CAMPAIGNS

SETTINGS_KEYS: Mapping[str, Any] = {
    "enabled": {"type": "boolean", "default": False, "description": "false: campaigns are not looked at at all."},
    "property": {
        "type": "string",
        "pattern": "^[a-z0-9_]+$",
        "default": CAMPAIGNS,
        "description": "The HubSpot contact property that shows the campaigns: multiple checkboxes, or text.",
    },
    "salesforce_filter": {"type": "null", "default": None, "description": "Campaigns know no filter."},
    "on_salesforce_delete": {"const": "keep", "default": "keep", "description": "HubSpot has no campaign to delete."},
    "on_hubspot_delete": {"const": "keep", "default": "keep", "description": "HubSpot has no campaign to delete."},
}

JOIN_KEYS: Mapping[str, Any] = {
    "list_id": {
        "type": ["string", "integer"],
        "pattern": "^[0-9]+$",
        "minimum": 1,
        "description": "The id of the HubSpot list of contacts.",
    },
    "form_id": {
        "type": "string",
        "pattern": "^[0-9A-Fa-f]{8}(-[0-9A-Fa-f]{4}){3}-[0-9A-Fa-f]{12}$",
        "description": "The id of the HubSpot form, instead of a list.",
    },
    "campaign_id": {
        "type": "string",
        "pattern": "^701[A-Za-z0-9]{12}([A-Za-z0-9]{3})?$",
        "description": "The id of the Salesforce campaign, which must be active.",
    },
    "status": {
        "type": ["string", "null"],
        "pattern": r"^\S(.*\S)?$",
        "maxLength": 40,
        "default": None,
        "description": "The new member's status, one that the campaign has; null: the campaign's default.",
    },
    "status_property": {
        "type": ["string", "null"],
        "pattern": "^[a-z0-9_]+$",
        "default": None,
        "description": "The HubSpot contact property that goes with the member's status, both ways; null: none.",
    },
}
REQUIRED_JOIN_KEYS = ("campaign_id",)
