"""What the served org pushes: Outbound Messages to a real receiver, change events to a bus."""

from __future__ import annotations

import json
import os
import signal
import socket
import subprocess
import sys
import threading
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
import requests

from tests.contract.salesforce_simulator.served_org import OrgThread, Receiver, ServedOrg, new_simulator

LEAD = {"LastName": "Doe", "Company": "Acme", "Email": "jane@example.com"}


class Bus:
    """A bus that can be told not to take what it is given."""

    def __init__(self) -> None:
        self.entries: list[dict[str, Any]] = []
        self.refusals = 0
        self._arrived = threading.Condition()

    async def put(self, entries: list[bytes]) -> None:
        with self._arrived:
            if self.refusals:
                self.refusals -= 1
                raise OSError("the bus is away")
            self.entries += [json.loads(entry) for entry in entries]
            self._arrived.notify_all()

    def wait_for(self, number: int) -> list[dict[str, Any]]:
        with self._arrived:
            assert self._arrived.wait_for(lambda: len(self.entries) >= number, timeout=10), self.entries
        return self.entries


@pytest.fixture
def bus() -> Bus:
    return Bus()


@pytest.fixture
def relayed(bus: Bus) -> Iterator[ServedOrg]:
    simulator = new_simulator()
    with OrgThread(simulator, bus.put) as server:
        org = ServedOrg(server.url, simulator)
        org.control("event_relay", {"bus": "bus", "source": "salesforce.partner/org/channel", "entities": ["Lead"]})
        yield org


def test_change_events_reach_the_bus(relayed: ServedOrg, bus: Bus) -> None:
    bus.refusals = 1
    assert relayed.person("POST", "/sobjects/Lead", LEAD).status_code == 201
    (entry,) = bus.wait_for(1)
    assert entry["EventBusName"] == "bus"
    assert json.loads(entry["Detail"])["payload"]["Name"]["LastName"] == "Doe"


def test_messages_reach_the_receiver_and_come_again_until_acknowledged(org: ServedOrg, receiver: Receiver) -> None:
    org.control("settings", {"outbound_first_retry_s": 0.05})
    org.control("outbound_messages", {"url": receiver.url, "objects": {"Lead": ["Email"]}})
    receiver.answers = [Receiver.ACK.format("false"), "not xml"]
    org.person("POST", "/sobjects/Lead", LEAD)
    first, second, third = receiver.wait_for(3)
    assert first == second == third
    assert "<sf:Email>jane@example.com</sf:Email>" in first
    org.person("POST", "/sobjects/Lead", {**LEAD, "Email": "next@example.com"})
    assert "next@example.com" in receiver.wait_for(4)[3]


def _free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


def test_the_process_says_when_it_listens_and_stops_on_sigterm(tmp_path: Path) -> None:
    settings = tmp_path / "settings.json"
    settings.write_text(json.dumps({"daily_max": 77}), "utf-8")
    port = _free_port()
    command = [sys.executable, "-m", "sandbox.salesforce", "--port", str(port), "--settings", str(settings)]
    root = Path(__file__).parents[3]
    with subprocess.Popen(command, stdout=subprocess.PIPE, text=True, cwd=root, env=dict(os.environ)) as process:
        assert process.stdout is not None
        assert process.stdout.readline() == f"Salesforce simulator listens on http://127.0.0.1:{port}\n"
        answer = requests.get(f"http://127.0.0.1:{port}/__sim__/settings", timeout=5).json()
        assert (answer["daily_max"], answer["instance_url"]) == (77, f"http://127.0.0.1:{port}")
        process.send_signal(signal.SIGTERM)
        assert process.wait(timeout=10) == 0
