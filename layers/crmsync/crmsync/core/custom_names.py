"""How custom objects are told from standard ones: by their names alone, whatever the parameters say of them."""

from __future__ import annotations

_SUFFIX = "__c"
"""Of the API names of Salesforce's custom objects."""

_TYPE_ID = "2-"
"""What the type ids of HubSpot's custom objects begin with."""


def is_custom(object_type: str) -> bool:
    """Of either side."""
    return object_type.startswith(_TYPE_ID) or object_type.endswith(_SUFFIX)
