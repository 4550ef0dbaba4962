"""The simulator in this process, under a clock that only a test moves."""

from __future__ import annotations

import json
from dataclasses import dataclass, field
from typing import Any

from sandbox.frame.gateway import Gateway
from sandbox.frame.http import Response, request_of
from sandbox.frame.simulator import Delivery
from sandbox.hubspot.settings import HubspotSettings
from sandbox.hubspot.simulator import HubspotSimulator

TOKENS = {"app": HubspotSettings().app_token, "user": HubspotSettings().user_token}
START = 1_780_000_000.0  # 2026-05-28T20:26:40Z


@dataclass
class World:
    """One simulator, its clock, and short ways to call it."""

    now: float = START
    settings: HubspotSettings = field(default_factory=HubspotSettings)
    version: str = "v3"
    ids: dict[str, str] = field(default_factory=dict)
    """The records that a test's fixtures made, by a name."""

    def __post_init__(self) -> None:
        self.simulator = HubspotSimulator(lambda: self.now, self.settings, seed=7)
        self.gateway = Gateway(self.simulator)

    def send(self, method: str, path: str, body: Any = None, who: str = "app") -> Response:
        token = TOKENS.get(who, who)
        headers = {"Authorization": f"Bearer {token}"} if token else {}
        content = b"" if body is None else json.dumps(body).encode()
        answer = self.gateway.exchange(request_of(method, path, headers, content)).response
        assert answer is not None
        return answer

    def ok(self, method: str, path: str, body: Any = None, who: str = "app") -> Any:
        answer = self.send(method, path, body, who)
        assert 200 <= answer.status < 300, (answer.status, answer.body)
        return answer.json() if answer.body else None

    def refused(self, status: int, method: str, path: str, body: Any = None, who: str = "app") -> Any:
        answer = self.send(method, path, body, who)
        assert answer.status == status, (answer.status, answer.body)
        return answer.json()

    def control(self, path: str, body: Any = None, method: str = "POST") -> Any:
        return self.ok(method, f"/__sim__/{path}", body)

    def switch(self, **settings: Any) -> None:
        self.control("settings", settings)

    def objects(self, rest: str = "", kind: str = "contacts") -> str:
        start = f"/crm/v3/objects/{kind}" if self.version == "v3" else f"/crm/objects/{self.version}/{kind}"
        return start + rest

    def create(self, who: str = "app", kind: str = "contacts", **properties: Any) -> str:
        return str(self.ok("POST", self.objects("", kind), {"properties": properties}, who)["id"])

    def update(self, record_id: str, who: str = "app", **properties: Any) -> Any:
        return self.ok("PATCH", self.objects(f"/{record_id}"), {"properties": properties}, who)

    def values(self, record_id: str, *names: str) -> Any:
        return self.ok("GET", self.objects(f"/{record_id}?properties={','.join(names)}"), who="user")["properties"]

    def found(self, *filters: dict[str, Any], who: str = "user", **more: Any) -> Any:
        asked = {"filterGroups": [{"filters": list(filters)}] if filters else [], "limit": 200, **more}
        return self.ok("POST", self.objects("/search"), asked, who)

    def deliveries(self, seconds: float = 1.0) -> list[Delivery]:
        """What is pushed within the next seconds; nothing is settled."""
        self.now += seconds
        return self.simulator.take_due()

    def events(self, seconds: float = 1.0) -> list[dict[str, Any]]:
        return [event for delivery in self.deliveries(seconds) for event in json.loads(delivery.body)]
