"""Records by a property that HubSpot need not keep unique: no batch read finds them, so the search index must.

https://developers.hubspot.com/docs/api-reference/search/guide
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence
from typing import Any

from crmsync.adapters.batches import batches
from crmsync.adapters.hubspot.api import BATCH_LIMIT, HubspotApi
from crmsync.adapters.hubspot.objects import asked_properties, record_of
from crmsync.adapters.hubspot.search import PAGE_LIMIT, after_of
from crmsync.core.match_value import match_value
from crmsync.core.record import Record
from crmsync.ports.crm import KeyValues

MOST_PAGES = 5
"""Several records of a value are ambiguous however many there are."""


def find_keyed(api: HubspotApi, wanted: KeyValues, fields: Sequence[str]) -> dict[str, tuple[Record, ...]]:
    """Has every value. What was created or changed within the last seconds may be missing: the index lags."""
    found: dict[str, list[Record]] = defaultdict(list)
    for one in records_with(api, wanted.object_type, wanted.field, wanted.values, fields):
        value = match_value(one["properties"].get(wanted.field))
        if value is not None:
            found[value].append(record_of(one, wanted.object_type, fields))
    return {value: tuple(found.get(value, ())) for value in wanted.values}


def records_with(
    api: HubspotApi, object_type: str, name: str, values: Sequence[str], fields: Sequence[str]
) -> Iterator[Mapping[str, Any]]:
    """HubSpot's JSON of the records, with the property itself. Texts are found in lower case only."""
    for batch in batches(list(dict.fromkeys(values)), BATCH_LIMIT):
        body: dict[str, Any] = {
            "filterGroups": [{"filters": [{"propertyName": name, "operator": "IN", "values": list(batch)}]}],
            "properties": asked_properties(object_type, [*fields, name]),
            "limit": PAGE_LIMIT,
        }
        yield from _pages(api, object_type, body)


def _pages(api: HubspotApi, object_type: str, body: dict[str, Any]) -> Iterator[Mapping[str, Any]]:
    for _ in range(MOST_PAGES):
        answer = api.search(api.paths.objects(object_type, "search"), body, "look")
        yield from answer.get("results") or ()
        after = after_of(answer)
        if after is None:
            return
        body["after"] = after
