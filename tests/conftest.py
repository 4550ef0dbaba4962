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

PORT_BASES = {"gw0": 7300, "gw1": 7350}
"""By test process: two that look for free ports at the same time do not meet."""


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
def stack(worker_id: str) -> Iterator[Stack]:
    """Its schedules are off: a poll or another round happens when a test invokes it."""
    port_base = free_port_base(PORT_BASES.get(worker_id, 7300))
    sandbox("up", port_base)
    yield Stack.running(port_base)
    sandbox("down", port_base)
