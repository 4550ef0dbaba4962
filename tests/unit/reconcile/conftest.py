import pytest

from tests.unit.reconcile.reconcile_world import ReconcileWorld


@pytest.fixture
def world() -> ReconcileWorld:
    return ReconcileWorld()
