"""The simulator through npm's `@hubspot/api-client`, nothing of it patched but the base path."""

from __future__ import annotations

import subprocess
import time
from pathlib import Path

import pytest

from sandbox.frame.gateway import Gateway
from sandbox.frame.server_thread import ServerThread
from sandbox.hubspot.settings import HubspotSettings
from sandbox.hubspot.simulator import HubspotSimulator

SCRIPT = Path(__file__).with_name("hubspot.mjs")

pytestmark = [pytest.mark.node, pytest.mark.timeout(400)]


def test_hubspots_node_client_works_against_the_simulator(node: str) -> None:
    gateway = Gateway(HubspotSimulator(time.time))
    with ServerThread(gateway) as server:
        command = [node, str(SCRIPT), server.url, HubspotSettings().app_token]
        ended = subprocess.run(command, capture_output=True, text=True, timeout=60, check=False)
    assert ended.returncode == 0, ended.stderr
    assert ended.stdout.strip() == "ok"
