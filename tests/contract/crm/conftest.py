"""One suite, run over both ways to a simulator: in process, and over HTTP with the vendor's own client."""

from __future__ import annotations

from collections.abc import Iterator

import pytest

from tests.contract.crm.hubspot_world import WAYS, HubspotWorld, hubspot_world
from tests.contract.crm.salesforce_world import SalesforceWorld, salesforce_world


@pytest.fixture(params=[f"{way}-{version}" for way in WAYS for version in ("v3", "2026-09")])
def hubspot(request: pytest.FixtureRequest) -> Iterator[HubspotWorld]:
    way, version = str(request.param).split("-", 1)
    with hubspot_world(way, version) as world:
        yield world


@pytest.fixture(params=WAYS)
def salesforce(request: pytest.FixtureRequest) -> Iterator[SalesforceWorld]:
    with salesforce_world(str(request.param)) as world:
        yield world
