from __future__ import annotations

from collections.abc import Iterator

import pytest
from simple_salesforce import Salesforce

from tests.contract.salesforce_simulator.served_org import OrgThread, Receiver, ServedOrg, new_simulator


@pytest.fixture
def org() -> Iterator[ServedOrg]:
    simulator = new_simulator()
    with OrgThread(simulator) as server:
        yield ServedOrg(server.url, simulator)


@pytest.fixture
def sf(org: ServedOrg) -> Iterator[Salesforce]:
    """simple-salesforce, logged in as the app."""
    client = org.log_in()
    yield client
    client.session.close()


@pytest.fixture
def receiver() -> Iterator[Receiver]:
    receiver = Receiver()
    receiver.start()
    yield receiver
    receiver.stop()
