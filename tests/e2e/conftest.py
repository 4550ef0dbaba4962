import pytest

from sandbox.stack.stack import Stack
from tests.e2e.journey import Journey


@pytest.fixture
def journey(stack: Stack) -> Journey:
    return Journey(stack)
