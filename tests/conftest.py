"""For all tests: how hypothesis works, and the local stack for every test that is marked `stack`, one instance a
session and test process, on ports of its own.
"""

from __future__ import annotations

import os
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest
from hypothesis import HealthCheck, settings

from sandbox.stack.ports import free_port_base
from sandbox.stack.stack import Stack

ROOT = Path(__file__).resolve().parents[1]

settings.register_profile("any_machine", deadline=None, suppress_health_check=[HealthCheck.too_slow])
settings.load_profile("any_machine")
"""How long an example takes says how busy the machine is, and nothing of the law."""

FIRST_PORT_BASE = 7300
PORTS_APART = 150


@pytest.hookimpl(trylast=True)
def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """Those of a minute first, in random order as all: begun last, one of them is waited for by all processes."""
    items.sort(key=lambda item: item.get_closest_marker("lengthy") is None)


def sandbox(command: str, port_base: int) -> None:
    environment = {**os.environ, "PORT_BASE": str(port_base), "SANDBOX_SCHEDULES": "DISABLED"}
    outcome = subprocess.run(
        [sys.executable, "-m", "sandbox", command],
        cwd=ROOT,
        env=environment,
        capture_output=True,
        text=True,
        timeout=110,
        check=False,
    )
    if outcome.returncode:
        pytest.fail(f"python -m sandbox {command}: {outcome.stderr or outcome.stdout}", pytrace=False)


@pytest.fixture(scope="session")
def first_port_base(worker_id: str) -> int:
    """Where this test process looks for free ports: two that look at the same time would find the same ones."""
    return FIRST_PORT_BASE + PORTS_APART * int(worker_id.removeprefix("gw").replace("master", "0"))


@pytest.fixture(scope="session")
def stack(first_port_base: int) -> Iterator[Stack]:
    """Its schedules are off: a poll or another round happens when a test invokes it."""
    port_base = free_port_base(first_port_base)
    sandbox("up", port_base)
    yield Stack.running(port_base)
    sandbox("down", port_base)
