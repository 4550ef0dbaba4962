"""HubSpot's standard object types: our word for each, the plural that paths have, and the type id.

https://developers.hubspot.com/docs/guides/crm/understanding-the-crm#object-type-ids
"""

from __future__ import annotations

from typing import NamedTuple


class ObjectTypeNames(NamedTuple):
    """`scope` is the word in `crm.objects.<scope>.read`: activities go by the scopes of contacts."""

    id: str
    plural: str
    scope: str


STANDARD_TYPES = {
    "contact": ObjectTypeNames("0-1", "contacts", "contacts"),
    "company": ObjectTypeNames("0-2", "companies", "companies"),
    "deal": ObjectTypeNames("0-3", "deals", "deals"),
    "ticket": ObjectTypeNames("0-5", "tickets", "tickets"),
    "task": ObjectTypeNames("0-27", "tasks", "contacts"),
    "note": ObjectTypeNames("0-46", "notes", "contacts"),
    "meeting": ObjectTypeNames("0-47", "meetings", "contacts"),
    "call": ObjectTypeNames("0-48", "calls", "contacts"),
    "email": ObjectTypeNames("0-49", "emails", "contacts"),
}
"""By our word. A custom object has no word of ours: it goes by its type id, such as `2-123`."""

_BY_ID = {names.id: word for word, names in STANDARD_TYPES.items()}


def object_type_of(type_id: str) -> str:
    """Our word for a type id; of a custom object the id itself."""
    return _BY_ID.get(type_id, type_id)


def type_id_of(object_type: str) -> str:
    """The inverse of `object_type_of`."""
    names = STANDARD_TYPES.get(object_type)
    return names.id if names else object_type
