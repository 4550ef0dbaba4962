"""HubSpot's owners. `hubspot_owner_id` holds the owner's id, which is not the user's.

See https://developers.hubspot.com/docs/api-reference/crm-owners-v3/guide
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from crmsync.adapters.hubspot.api import HubspotApi
from crmsync.core.owner_directory import Person

PAGE_LIMIT = 500


def read_owners(api: HubspotApi) -> list[Person]:
    """All that are not archived."""
    people: list[Person] = []
    after = ""
    while True:
        query = {"limit": str(PAGE_LIMIT), "archived": "false", **({"after": after} if after else {})}
        page = api.get(api.paths.owners(), "owners", query)
        people.extend(_person(found) for found in page.get("results") or ())
        after = str(((page.get("paging") or {}).get("next") or {}).get("after") or "")
        if not after:
            return people


def _person(found: Mapping[str, Any]) -> Person:
    name = f"{found.get('firstName') or ''} {found.get('lastName') or ''}"
    return Person(str(found["id"]), str(found.get("email") or ""), name.strip())
