"""A HubSpot simulator, the product's adapter talking to it, and a person at HubSpot's screens."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from typing import Any

from crmsync.adapters.hubspot.client_transport import HubspotClientTransport
from crmsync.adapters.hubspot.crm import HubspotCrm
from crmsync.adapters.hubspot.paths import Paths
from crmsync.core.failure import WriteOutcome, Written
from crmsync.core.record import NewRecord, RecordRef, Side
from crmsync.ports.transport import ApiCall, Transport

from sandbox.frame.gateway import Gateway
from sandbox.frame.server_thread import ServerThread
from sandbox.hubspot.settings import HubspotSettings
from sandbox.hubspot.simulator import HubspotSimulator
from sandbox.inprocess_transport import InProcessTransport

WAYS = ("in_process", "http")


class Ticking:
    """A clock that moves a millisecond a look, so that no two writes share a time unless a test stops it."""

    def __init__(self) -> None:
        self.seconds = 1_795_305_600.0
        self.step = 0.001

    def __call__(self) -> float:
        self.seconds += self.step
        return self.seconds

    def millis(self) -> int:
        """Surely before what comes next, and after all that was."""
        self.seconds += 0.01
        return round(self.seconds * 1000) - 5


@dataclass
class HubspotWorld:
    crm: HubspotCrm
    gateway: Gateway
    simulator: HubspotSimulator
    clock: Ticking
    _person: Transport

    def settings(self, **changes: Any) -> None:
        self._person.send(ApiCall("POST", "/__sim__/settings", "control", body=changes))

    def control(self, path: str, body: Any) -> Any:
        answer = self._person.send(ApiCall("POST", f"/__sim__/{path}", "control", body=body))
        assert answer.status == 200, answer
        return answer.body

    def fault(self, kind: str, path: str, **more: Any) -> None:
        self.control("faults", [{"match": {"path": path}, "kind": kind, **more}])

    def by_person(self, method: str, path: str, body: Any = None) -> Any:
        answer = self._person.send(ApiCall(method, path, "person", body=body))
        assert answer.status < 300, answer
        return answer.body

    def calls(self) -> int:
        """The product's calls since the last question."""
        counts: Any = self.gateway.calls.as_json()
        self.gateway.calls.reset()
        return int(counts["by_client"]["app"])

    def add(self, *people: dict[str, Any]) -> list[RecordRef]:
        """Contacts made by the product, whose calls do not count."""
        outcomes = self.crm.create([new(index, **values) for index, values in enumerate(people)])
        self.calls()
        return [ref(written(outcome).id) for outcome in outcomes]


def new(key: object, **values: Any) -> NewRecord:
    return NewRecord(str(key), "contact", values)


def ref(record_id: str) -> RecordRef:
    return RecordRef(Side.HUBSPOT, "contact", record_id)


def written(outcome: WriteOutcome) -> Written:
    assert isinstance(outcome, Written), outcome
    return outcome


@contextmanager
def hubspot_world(way: str, version: str, settings: HubspotSettings | None = None) -> Iterator[HubspotWorld]:
    clock = Ticking()
    given = settings or HubspotSettings(ten_secondly_limit=10_000, search_per_second=1_000)
    simulator = HubspotSimulator(clock, settings=given)
    gateway = Gateway(simulator)
    person = InProcessTransport(gateway, {"Authorization": f"Bearer {given.user_token}"})

    def world(transport: Transport) -> HubspotWorld:
        return HubspotWorld(HubspotCrm(transport, Paths(version)), gateway, simulator, clock, person)

    if way == "in_process":
        yield world(InProcessTransport(gateway, {"Authorization": f"Bearer {given.app_token}"}))
        return
    with ServerThread(gateway) as server:
        yield world(HubspotClientTransport(given.app_token, server.url))
