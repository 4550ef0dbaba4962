from __future__ import annotations

import pytest

from tests.unit.salesforce_simulator.simulated_org import SimulatedOrg


@pytest.fixture
def org() -> SimulatedOrg:
    return SimulatedOrg()
