"""A simulated org in the test's own process, with a clock that the test moves."""

from __future__ import annotations

import json
from collections.abc import Mapping
from typing import Any
from urllib.parse import quote

from sandbox.frame.gateway import Gateway
from sandbox.frame.http import Response, request_of
from sandbox.frame.simulator import Delivery
from sandbox.salesforce.settings import SalesforceSettings
from sandbox.salesforce.simulator import SalesforceSimulator

BASE = "/services/data/v62.0"
NOON = 1_795_348_800.0  # 2026-11-22T12:00:00Z, a Sunday
SETTINGS = SalesforceSettings()


class Clock:
    def __init__(self) -> None:
        self.now = NOON

    def __call__(self) -> float:
        return self.now


class SimulatedOrg:
    """`call` speaks as the app with its own session; `token=` and `person()` speak for others."""

    def __init__(self, settings: SalesforceSettings = SETTINGS) -> None:
        self.clock = Clock()
        self.simulator = SalesforceSimulator(self.clock, settings, seed=7)
        self.gateway = Gateway(self.simulator)
        self.token = self.log_in().json()["access_token"]

    def log_in(self, **form: str) -> Response:
        fields = {
            "grant_type": "client_credentials",
            "client_id": SETTINGS.consumer_key,
            "client_secret": SETTINGS.consumer_secret,
            **form,
        }
        body = "&".join(f"{name}={quote(value, safe='')}" for name, value in fields.items()).encode()
        return self.send("POST", "/services/oauth2/token", body)

    def send(self, method: str, target: str, body: bytes = b"", headers: Mapping[str, str] | None = None) -> Response:
        response = self.gateway.exchange(request_of(method, target, headers or {}, body)).response
        assert response is not None
        return response

    def call(self, method: str, path: str, body: Any = None, token: str | None = None, **headers: str) -> Response:
        """A call below the data root; header names have `_` for `-`."""
        own = {name.replace("_", "-"): value for name, value in headers.items()}
        own["Authorization"] = f"Bearer {self.token if token is None else token}"
        return self.send(method, BASE + path, b"" if body is None else json.dumps(body).encode(), own)

    def person(self, method: str, path: str, body: Any = None) -> Response:
        return self.call(method, path, body, token=SETTINGS.person_session_id)

    def control(self, path: str, body: Any = None, method: str = "POST") -> Any:
        response = self.send(method, f"/__sim__/{path}", json.dumps(body or {}).encode())
        assert response.status == 200, response.body
        return response.json()

    def create(self, kind: str, **fields: Any) -> str:
        response = self.call("POST", f"/sobjects/{kind}", fields)
        assert response.status == 201, response.body
        return str(response.json()["id"])

    def lead(self, **fields: Any) -> str:
        return self.create("Lead", **{"LastName": "Doe", "Company": "Acme", **fields})

    def read(self, kind: str, record_id: str) -> dict[str, Any]:
        response = self.call("GET", f"/sobjects/{kind}/{record_id}")
        assert response.status == 200, response.body
        found: dict[str, Any] = response.json()
        return found

    def query(self, soql: str, resource: str = "query") -> Response:
        return self.call("GET", f"/{resource}?q={quote(soql)}")

    def records(self, soql: str, resource: str = "query") -> list[dict[str, Any]]:
        response = self.query(soql, resource)
        assert response.status == 200, response.body
        found: list[dict[str, Any]] = response.json()["records"]
        return found

    def relay(self, **chaos: Any) -> None:
        """Turns change events on, for leads, contacts and accounts."""
        entities = [f"{name}ChangeEvent" for name in ("Lead", "Contact", "Account")]
        self.control("event_relay", {"bus": "bus", "source": "salesforce.partner/org/channel", "entities": entities})
        if chaos:
            self.control("events/chaos", chaos)

    def deliveries(self) -> list[Delivery]:
        return self.simulator.take_due()

    def events(self) -> list[dict[str, Any]]:
        """The payloads of the change events that are due now."""
        entries = [json.loads(one.body) for one in self.deliveries() if one.kind == "event"]
        return [json.loads(entry["Detail"])["payload"] for entry in entries]


def error_of(response: Response) -> tuple[int, str]:
    """Status and code of a refused call."""
    return response.status, response.json()[0]["errorCode"]
