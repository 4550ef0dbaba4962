import pytest

from sandbox.hubspot.settings import HubspotSettings
from tests.unit.sync.sync_world import SyncWorld


@pytest.fixture
def world() -> SyncWorld:
    return SyncWorld()


@pytest.fixture
def new_portal() -> SyncWorld:
    """HubSpot has none of the properties that a set-up creates."""
    return SyncWorld(HubspotSettings(is_set_up=False))
