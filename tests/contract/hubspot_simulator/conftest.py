"""The simulator on a free port of this machine, and HubSpot's own clients pointed at it."""

from __future__ import annotations

import time
from collections.abc import Iterator
from typing import Any

import pytest
import requests
from hubspot import HubSpot
from urllib3 import Retry

from sandbox.frame.gateway import Gateway
from sandbox.frame.server_thread import ServerThread
from sandbox.hubspot.settings import HubspotSettings
from sandbox.hubspot.simulator import HubspotSimulator

APP = HubspotSettings().app_token
USER = HubspotSettings().user_token


class Sandbox:
    """The served simulator: its address, its state, its control endpoints."""

    def __init__(self, url: str, simulator: HubspotSimulator) -> None:
        self.url = url
        self.simulator = simulator
        self.app_token = APP
        self.user_token = USER

    def control(self, method: str, path: str, body: Any = None) -> Any:
        answer = requests.request(method, f"{self.url}/__sim__/{path}", json=body, timeout=5)
        assert answer.status_code == 200, answer.text
        return answer.json()

    def send(self, method: str, path: str, body: Any = None, token: str = APP, **options: Any) -> requests.Response:
        headers = {"Authorization": f"Bearer {token}"}
        return requests.request(
            method, self.url + path, json=body, headers=headers, timeout=options.pop("timeout", 5), **options
        )


@pytest.fixture
def sandbox() -> Iterator[Sandbox]:
    simulator = HubspotSimulator(time.time)
    with ServerThread(Gateway(simulator)) as server:
        yield Sandbox(server.url, simulator)


def client(url: str, token: str) -> HubSpot:
    return HubSpot(access_token=token, host=url, retry=Retry(total=False))


@pytest.fixture
def app(sandbox: Sandbox) -> HubSpot:
    """`hubspot-api-client` with the app's token and without silent retries."""
    return client(sandbox.url, APP)


@pytest.fixture
def person(sandbox: Sandbox) -> HubSpot:
    """The same client as a person at HubSpot's screens."""
    return client(sandbox.url, USER)
