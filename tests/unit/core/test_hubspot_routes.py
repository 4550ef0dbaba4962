"""What the webhook knows of the pairs is what the pairs say."""

import pytest
from crmsync.core import hubspot_routes

from tests.hubspot_routes import routes


@pytest.mark.parametrize("name", sorted(routes()))
def test_it_is_current(name: str) -> None:
    assert getattr(hubspot_routes, name) == routes()[name], "run: python -m tests.hubspot_routes"
