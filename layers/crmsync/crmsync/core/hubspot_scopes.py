"""The scopes that the HubSpot app needs, as data: the check of the token and the project app read them here.

https://developers.hubspot.com/docs/apps/developer-platform/build-apps/authentication/scopes
"""

from __future__ import annotations

from collections.abc import Collection
from typing import NamedTuple

from crmsync.core.hubspot_object_types import STANDARD_TYPES


class Scope(NamedTuple):
    """`is_needed` tells a scope without which nothing syncs from one that a part of crmsync uses."""

    name: str
    used_for: str
    is_needed: bool = True


SCOPES = (
    Scope("crm.objects.contacts.read", "reading contacts, and their webhooks"),
    Scope("crm.objects.contacts.write", "writing contacts"),
    Scope("crm.schemas.contacts.read", "reading the contact properties"),
    Scope("crm.schemas.contacts.write", "creating crmsync's own contact properties in set-up", is_needed=False),
    Scope("crm.objects.owners.read", "matching owners with Salesforce users", is_needed=False),
    Scope("crm.lists.read", "the inclusion list", is_needed=False),
    Scope("crm.lists.write", "the static lists of imports", is_needed=False),
    Scope("communication_preferences.read_write", "carrying an opt-out into HubSpot", is_needed=False),
)
"""Of every installation: people are what the other objects belong to. Activities go by the scopes of contacts."""

_OTHERS = {
    "ticket": (Scope("tickets", "reading and writing tickets and their pipelines"),),
    "email": (Scope("sales-email-read", "reading the text of logged e-mails", is_needed=False),),
}
"""Of the object types that have no scopes after their name."""


def scopes_for(object_types: Collection[str]) -> tuple[Scope, ...]:
    """What the app needs when these HubSpot object types are synced, each scope once."""
    more = [scope for object_type in object_types for scope in _scopes_of(object_type)]
    return tuple(dict.fromkeys([*SCOPES, *more]))


def schema_scope(object_type: str) -> str:
    """Without which no property of the object can be created."""
    return "tickets" if object_type == "ticket" else f"crm.schemas.{_word_of(object_type)}.write"


def _scopes_of(object_type: str) -> tuple[Scope, ...]:
    if object_type in _OTHERS:
        return _OTHERS[object_type]
    word = _word_of(object_type)
    if word == "contacts":
        return ()
    noun = "custom objects" if word == "custom" else word
    return (
        Scope(f"crm.objects.{word}.read", f"reading {noun}, and their webhooks"),
        Scope(f"crm.objects.{word}.write", f"writing {noun}"),
        Scope(f"crm.schemas.{word}.read", f"reading the properties of {noun}"),
        Scope(f"crm.schemas.{word}.write", f"creating crmsync's own properties of {noun} in set-up", is_needed=False),
    )


def _word_of(object_type: str) -> str:
    return STANDARD_TYPES[object_type].scope if object_type in STANDARD_TYPES else "custom"
