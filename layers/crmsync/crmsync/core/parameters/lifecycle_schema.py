"""The JSON Schema of the setting `lifecycle`."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any, Final

_STAGE: Final = {"type": "string", "pattern": r"^\S+$", "maxLength": 255}

LIFECYCLE: Final[Mapping[str, Any]] = {
    "type": "object",
    "description": "Moves a contact's lifecycle stage on, never back, by the Salesforce opportunities that it has a "
    "role in. Works with the pair of deals switched on.",
    "properties": {
        "enabled": {"type": "boolean", "default": False},
        "opportunity": {**_STAGE, "default": "opportunity", "description": "The stage for an open opportunity."},
        "customer": {**_STAGE, "default": "customer", "description": "The stage for one that is closed and won."},
    },
    "additionalProperties": False,
}
