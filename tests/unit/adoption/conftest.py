import pytest

from tests.unit.adoption.adoption_world import AdoptionWorld


@pytest.fixture
def world() -> AdoptionWorld:
    return AdoptionWorld()
