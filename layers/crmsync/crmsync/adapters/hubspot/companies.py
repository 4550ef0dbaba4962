"""Companies by their domain, which HubSpot does not keep unique."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Sequence

from crmsync.adapters.hubspot.api import HubspotApi
from crmsync.adapters.hubspot.keyed import records_with
from crmsync.adapters.hubspot.objects import record_of
from crmsync.core.record import Record
from crmsync.core.web_domain import web_domain

COMPANY = "company"
DOMAIN = "domain"


def find_companies(api: HubspotApi, domains: Sequence[str], fields: Sequence[str]) -> dict[str, tuple[Record, ...]]:
    """Has every domain. What was created or changed within the last seconds may be missing: the index lags."""
    found: dict[str, list[Record]] = defaultdict(list)
    for one in records_with(api, COMPANY, DOMAIN, domains, fields):
        domain = web_domain(str(one["properties"].get(DOMAIN) or ""))
        if domain is not None:
            found[domain].append(record_of(one, COMPANY, fields))
    return {domain: tuple(found.get(domain, ())) for domain in domains}
