import pytest

from tests.unit.imports.import_world import ImportWorld


@pytest.fixture
def world() -> ImportWorld:
    return ImportWorld()
