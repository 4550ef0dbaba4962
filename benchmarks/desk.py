"""Where people sit: both CRMs as persons use them, on a local stack or within this process."""

from __future__ import annotations

import json
from typing import Any, Literal, Protocol

from crmsync.core.record import Side

from sandbox.frame.gateway import Gateway
from sandbox.frame.http import request_of
from sandbox.hubspot.settings import HubspotSettings
from sandbox.salesforce.settings import SalesforceSettings
from sandbox.stack.stack import Stack

SideName = Literal["hubspot", "salesforce"]

API_VERSION = "67.0"


class Desk(Protocol):
    def control(self, side: SideName, endpoint: str, body: object) -> Any:  # noqa: ANN401 - JSON
        """A call of `/__sim__/<endpoint>`."""

    def ask(self, side: SideName, method: str, path: str, body: object) -> Any:  # noqa: ANN401 - JSON
        """A person's call of the vendor's API. Raises for what the vendor refuses."""


class StackDesk:
    def __init__(self, stack: Stack) -> None:
        self._stack = stack
        self._people = {"hubspot": stack.hubspot(), "salesforce": stack.salesforce()}

    def control(self, side: SideName, endpoint: str, body: object) -> Any:  # noqa: ANN401 - JSON
        return self._stack.control(side, endpoint, body)

    def ask(self, side: SideName, method: str, path: str, body: object) -> Any:  # noqa: ANN401 - JSON
        return self._people[side].request(method, path, body)


class InProcessDesk:
    def __init__(self, gateways: dict[Side, Gateway]) -> None:
        self._gateways = {side.value: gateway for side, gateway in gateways.items()}
        self._tokens = {"hubspot": HubspotSettings().user_token, "salesforce": SalesforceSettings().person_session_id}

    def control(self, side: SideName, endpoint: str, body: object) -> Any:  # noqa: ANN401 - JSON
        return self._send(side, "POST", f"/__sim__/{endpoint}", body)

    def ask(self, side: SideName, method: str, path: str, body: object) -> Any:  # noqa: ANN401 - JSON
        return self._send(side, method, path, body)

    def _send(self, side: SideName, method: str, path: str, body: object) -> Any:  # noqa: ANN401 - JSON
        headers = {"authorization": f"Bearer {self._tokens[side]}", "content-type": "application/json"}
        response = self._gateways[side].exchange(request_of(method, path, headers, json.dumps(body).encode())).response
        if response is None or response.status >= 400:
            raise AssertionError(f"{side} {method} {path}: {response and response.body!r}")
        return response.json() if response.body else None
