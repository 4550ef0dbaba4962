"""The simulator through npm's `jsforce`, nothing of it patched but the login address."""

from __future__ import annotations

import subprocess
import time
from pathlib import Path

import pytest
import requests

from sandbox.frame.gateway import Gateway
from sandbox.frame.server_thread import ServerThread
from sandbox.salesforce.settings import SalesforceSettings
from sandbox.salesforce.simulator import SalesforceSimulator

SCRIPT = Path(__file__).with_name("salesforce.mjs")

pytestmark = [pytest.mark.node, pytest.mark.timeout(400)]


def test_jsforce_works_against_the_simulator(node: str) -> None:
    settings = SalesforceSettings()
    with ServerThread(Gateway(SalesforceSimulator(time.time, settings))) as server:
        instance = {"instance_url": server.url}
        assert requests.post(f"{server.url}/__sim__/settings", json=instance, timeout=5).status_code == 200
        command = [node, str(SCRIPT), server.url, settings.consumer_key, settings.consumer_secret]
        ended = subprocess.run(command, capture_output=True, text=True, timeout=60, check=False)
    assert ended.returncode == 0, ended.stderr
    assert ended.stdout.strip() == "ok"
