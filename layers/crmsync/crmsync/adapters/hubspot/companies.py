"""Companies by their domain, which HubSpot does not keep unique: no batch read finds them, so the search index must.

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
from crmsync.core.record import Record
from crmsync.core.web_domain import web_domain

COMPANY = "company"
DOMAIN = "domain"
MOST_PAGES = 5
"""Several companies of a domain are ambiguous however many there are."""


def find_companies(api: HubspotApi, domains: Sequence[str], fields: Sequence[str]) -> dict[str, tuple[Record, ...]]:
    """Has every domain. What was created or changed within the last seconds may be missing: the index lags."""
    found: dict[str, list[Record]] = defaultdict(list)
    for batch in batches(list(dict.fromkeys(domains)), BATCH_LIMIT):
        for one in _pages(api, batch, [*fields, DOMAIN]):
            domain = web_domain(str(one["properties"].get(DOMAIN) or ""))
            if domain is not None:
                found[domain].append(record_of(one, COMPANY, fields))
    return {domain: tuple(found.get(domain, ())) for domain in domains}


def _pages(api: HubspotApi, domains: Sequence[str], fields: Sequence[str]) -> Iterator[Mapping[str, Any]]:
    body: dict[str, Any] = {
        "filterGroups": [{"filters": [{"propertyName": DOMAIN, "operator": "IN", "values": list(domains)}]}],
        "properties": asked_properties(COMPANY, fields),
        "limit": PAGE_LIMIT,
    }
    for _ in range(MOST_PAGES):
        answer = api.search(api.paths.objects(COMPANY, "search"), body, "look")
        yield from answer.get("results") or ()
        after = after_of(answer)
        if after is None:
            return
        body["after"] = after
