"""Fresh worlds for each test."""

from __future__ import annotations

from collections.abc import Callable

import pytest

from sandbox.hubspot.settings import HubspotSettings
from tests.unit.hubspot_simulator.world import World


@pytest.fixture
def world() -> World:
    return World()


@pytest.fixture
def world_with() -> Callable[..., World]:
    """A world with other settings."""
    return lambda **settings: World(settings=HubspotSettings(**settings))


@pytest.fixture(params=["v3", "2026-03", "2026-09"])
def any_version(request: pytest.FixtureRequest) -> World:
    """The same world on each path family."""
    return World(version=request.param)
