"""A Salesforce simulator, the product's adapter talking to it, and a person at Salesforce's screens."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from typing import Any

from crmsync.adapters.salesforce.client_transport import SalesforceClientTransport
from crmsync.adapters.salesforce.credentials import Credentials
from crmsync.adapters.salesforce.crm import SalesforceCrm
from crmsync.adapters.salesforce.session import SalesforceSession, SessionTransport
from crmsync.core.failure import WriteOutcome, Written
from crmsync.core.record import NewRecord, RecordRef, Side
from crmsync.ports.transport import ApiCall, Transport

from sandbox.frame.gateway import Gateway
from sandbox.frame.server_thread import ServerThread
from sandbox.inprocess_transport import InProcessTransport
from sandbox.memory.clock import ManualClock
from sandbox.memory.session_store import MemorySessionStore
from sandbox.salesforce.settings import SalesforceSettings
from sandbox.salesforce.simulator import SalesforceSimulator
from tests.contract.crm.hubspot_world import Ticking

VERSION = "68.0"
BASE = f"/services/data/v{VERSION}"


@dataclass
class SalesforceWorld:
    crm: SalesforceCrm
    gateway: Gateway
    clock: Ticking
    _person: Transport

    def settings(self, **changes: Any) -> None:
        self.control("settings", changes)

    def control(self, path: str, body: Any) -> Any:
        answer = self._person.send(ApiCall("POST", f"/__sim__/{path}", "control", body=body))
        assert answer.status == 200, answer
        return answer.body

    def fault(self, kind: str, path: str, **more: Any) -> None:
        self.control("faults", [{"match": {"path": path}, "kind": kind, **more}])

    def by_person(self, method: str, path: str, body: Any = None) -> Any:
        answer = self._person.send(ApiCall(method, f"{BASE}/{path}", "person", body=body))
        assert answer.status < 300, answer
        return answer.body

    def calls(self) -> int:
        """The product's calls since the last question, logins left out."""
        counts: Any = self.gateway.calls.as_json()
        self.gateway.calls.reset()
        logins: int = sum(count for route, count in counts["by_route"].items() if "oauth2/token" in route)
        return int(counts["by_client"]["app"]) - logins

    def add(self, object_type: str, *people: dict[str, Any]) -> list[RecordRef]:
        """Records made by the product, whose calls do not count."""
        outcomes = self.crm.create([new(index, object_type, **values) for index, values in enumerate(people)])
        self.calls()
        return [ref(object_type, written(outcome).id) for outcome in outcomes]


def new(key: object, object_type: str, **values: Any) -> NewRecord:
    return NewRecord(str(key), object_type, {**_required(key, object_type), **values})


def _required(key: object, object_type: str) -> dict[str, str]:
    person = {"LastName": f"N{key}"}
    fields = {
        "Account": {"Name": f"N{key}"},
        "Contact": person,
        "Lead": {**person, "Company": "Acme"},
        "Opportunity": {"Name": f"N{key}", "StageName": "Prospecting", "CloseDate": "2027-01-31"},
    }
    return fields.get(object_type, {})


def ref(object_type: str, record_id: str) -> RecordRef:
    return RecordRef(Side.SALESFORCE, object_type, record_id)


def written(outcome: WriteOutcome) -> Written:
    assert isinstance(outcome, Written), outcome
    return outcome


@contextmanager
def salesforce_world(way: str) -> Iterator[SalesforceWorld]:
    clock = Ticking()
    clock.step = 1.0  # the org's times have whole seconds
    simulator = SalesforceSimulator(clock, SalesforceSettings())
    gateway = Gateway(simulator)
    settings = simulator.org.settings
    person = InProcessTransport(gateway, {"Authorization": f"Bearer {settings.person_session_id}"})
    credentials = Credentials(settings.consumer_key, settings.consumer_secret)

    def world(session: SalesforceSession, transport: Transport) -> SalesforceWorld:
        return SalesforceWorld(SalesforceCrm(SessionTransport(session, transport), VERSION), gateway, clock, person)

    if way == "in_process":
        session = SalesforceSession(credentials, MemorySessionStore(), ManualClock())
        yield world(session, InProcessTransport(gateway))
        return
    with ServerThread(gateway) as server:
        simulator.org.settings = settings.changed({"instance_url": server.url})
        transport = SalesforceClientTransport(server.url, VERSION)
        session = SalesforceSession(credentials, MemorySessionStore(), ManualClock(), transport.move_to)
        yield world(session, transport)
