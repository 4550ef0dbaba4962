"""All contacts, page by page: by the object list, which has no cap of 10,000 as the search has.

See https://developers.hubspot.com/docs/api-reference/crm-contacts-v3/guide
"""

from __future__ import annotations

from collections.abc import Sequence

from crmsync.adapters.hubspot.api import BATCH_LIMIT, HubspotApi
from crmsync.adapters.hubspot.objects import asked_properties, record_of
from crmsync.adapters.hubspot.search import after_of
from crmsync.ports.contact_walk import ContactPage


def count_contacts(api: HubspotApi) -> int:
    """The search tells the whole number, though it shows ten thousand only."""
    answer = api.search(api.paths.objects("contact", "search"), {"filterGroups": [], "limit": 1}, "count")
    return int(answer["total"])


def read_contact_page(api: HubspotApi, fields: Sequence[str], page: str | None) -> ContactPage:
    query = {"limit": str(BATCH_LIMIT), "properties": ",".join(asked_properties("contact", fields))}
    answer = api.get(api.paths.every("contact"), "contact_page", query | ({"after": page} if page else {}))
    found = [one for one in answer.get("results") or () if not one.get("archived")]
    return ContactPage(tuple(record_of(one, "contact", fields) for one in found), after_of(answer))
