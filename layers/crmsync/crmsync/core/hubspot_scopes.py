"""The scopes that the HubSpot app needs, as data: the check of the token and the project app read them here.

https://developers.hubspot.com/docs/apps/developer-platform/build-apps/authentication/scopes
"""

from __future__ import annotations

from typing import NamedTuple


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
