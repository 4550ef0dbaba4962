"""The simulator on a free port of this machine, and HubSpot's own clients pointed at it."""

from __future__ import annotations

import time
from collections.abc import Iterator

import pytest
from hubspot import HubSpot
from urllib3 import Retry

from sandbox.frame.gateway import Gateway
from sandbox.frame.server_thread import ServerThread
from sandbox.hubspot.simulator import HubspotSimulator
from tests.contract.hubspot_simulator.served import APP, USER, Sandbox


@pytest.fixture
def sandbox() -> Iterator[Sandbox]:
    simulator = HubspotSimulator(time.time)
    with ServerThread(Gateway(simulator)) as server:
        yield Sandbox(server.url, simulator)


def client(url: str, token: str) -> HubSpot:
    return HubSpot(access_token=token, host=url, retry=Retry(total=False))


@pytest.fixture
def app(sandbox: Sandbox) -> HubSpot:
    """`hubspot-api-client` with the app's token and without silent retries."""
    return client(sandbox.url, APP)


@pytest.fixture
def person(sandbox: Sandbox) -> HubSpot:
    """The same client as a person at HubSpot's screens."""
    return client(sandbox.url, USER)
