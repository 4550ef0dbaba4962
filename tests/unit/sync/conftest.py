import pytest

from tests.unit.sync.sync_world import SyncWorld


@pytest.fixture
def world() -> SyncWorld:
    return SyncWorld()
