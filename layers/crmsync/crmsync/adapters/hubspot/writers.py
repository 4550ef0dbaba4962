"""Who wrote a property, by its history: each version names the type of its source.

https://developers.hubspot.com/docs/api-reference/crm-contacts-v3/guide
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from typing import Any

from crmsync.adapters.hubspot.api import HubspotApi
from crmsync.adapters.hubspot.reading import HISTORY_BATCH_LIMIT
from crmsync.adapters.vendor_time import millis_of
from crmsync.core.record import Millis


def read_writers(api: HubspotApi, source: str, properties: Sequence[str], since: Millis) -> dict[str, Millis]:
    ids = _changed_last(api, properties[0], since)
    if not ids:
        return {}
    body = {"inputs": [{"id": one} for one in ids], "properties": [], "propertiesWithHistory": list(properties)}
    answer = api.read(api.paths.objects("contact", "batch/read"), body, "property_history")
    found = {str(one["id"]): list(_times(one, source, since)) for one in answer.get("results") or ()}
    return {contact: max(times) for contact, times in found.items() if times}


def _changed_last(api: HubspotApi, name: str, since: Millis) -> list[str]:
    """By a property that holds a time."""
    body = {
        "filterGroups": [{"filters": [{"propertyName": name, "operator": "GTE", "value": str(since)}]}],
        "sorts": [{"propertyName": name, "direction": "DESCENDING"}],
        "properties": [name],
        "limit": HISTORY_BATCH_LIMIT,
    }
    answer = api.search(api.paths.objects("contact", "search"), body, "changed_last")
    return [str(found["id"]) for found in answer.get("results") or ()]


def _times(contact: Mapping[str, Any], source: str, since: Millis) -> Iterator[Millis]:
    for versions in (contact.get("propertiesWithHistory") or {}).values():
        for version in versions or ():
            at = millis_of(version.get("timestamp"))
            if version.get("sourceType") == source and at >= since:
                yield at
