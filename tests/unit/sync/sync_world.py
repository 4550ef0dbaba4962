"""One record's whole way in one process: both simulated CRMs, the worker on in-memory ports, one clock."""

from __future__ import annotations

import json
import re
from collections import Counter
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass
from typing import Any

from crmsync.core.change import Change
from crmsync.core.link import Entry, Link
from crmsync.core.outcome import OutcomeName
from crmsync.core.pairs import SALESFORCE_OBJECTS
from crmsync.core.parked import Parked
from crmsync.core.record import Millis, RecordRef, Side

from sandbox.frame.gateway import Gateway
from sandbox.hubspot.settings import HubspotSettings
from sandbox.hubspot.simulator import HubspotSimulator
from sandbox.memory.clock import ManualClock
from sandbox.memory.queue import BULK, LIVE, QueueMessage
from sandbox.salesforce.settings import SalesforceSettings
from sandbox.salesforce.simulator import SalesforceSimulator
from sandbox.simulation.crm_user import HubspotUser, SalesforceUser
from sandbox.simulation.receivers import WEBHOOK_URL
from tests.unit.sync.calm_product import CalmProduct, Interruption

SECOND: Millis = 1_000
INVOCATION: Millis = 60_000
LONGEST_GAP: Millis = 86_400_000
MOST_ROUNDS = 50
ORG = SalesforceSettings(change_event_objects=20)
"""With the add-on that lets it tell of every object here."""
OBJECTS = {prefix: name for name, prefix in SALESFORCE_OBJECTS.items()}

Outcomes = Counter[OutcomeName]


@dataclass(frozen=True)
class Pair:
    """The ids of two linked records."""

    hubspot: str
    salesforce: str

    @property
    def contact(self) -> RecordRef:
        return RecordRef(Side.HUBSPOT, "contact", self.hubspot)

    @property
    def person(self) -> RecordRef:
        return salesforce_ref(self.salesforce)


@dataclass
class Calls:
    """The product's calls while they were counted."""

    hubspot: int = 0
    salesforce: int = 0

    @property
    def total(self) -> int:
        return self.hubspot + self.salesforce


def salesforce_ref(record_id: str) -> RecordRef:
    return RecordRef(Side.SALESFORCE, OBJECTS[record_id[:3]], record_id)


class SyncWorld:
    """People act through the vendors' APIs; `run` carries what follows until nothing is left to do now."""

    def __init__(self, portal: HubspotSettings | None = None) -> None:
        self.clock = ManualClock()
        self.hubspot = Gateway(HubspotSimulator(self._seconds, portal or HubspotSettings()))
        self.salesforce = Gateway(SalesforceSimulator(self._seconds, ORG))
        self.gateways = {Side.HUBSPOT: self.hubspot, Side.SALESFORCE: self.salesforce}
        self.hubspot_user = HubspotUser(self.hubspot, HubspotSettings().user_token)
        self.salesforce_user = SalesforceUser(self.salesforce, SalesforceSettings().person_session_id)
        self.product = CalmProduct(self.clock, self.gateways)
        self.control(Side.HUBSPOT, "webhooks", {"url": WEBHOOK_URL})
        relay = {
            "bus": "relay",
            "source": f"salesforce.partner/{SalesforceSettings().org_id}/0YL000000000001",
            "entities": [f"{name}ChangeEvent" for name in (*SALESFORCE_OBJECTS, "CampaignMember")],
        }
        self.control(Side.SALESFORCE, "settings", {"change_event_objects": 25})
        self.control(Side.SALESFORCE, "event_relay", relay)
        self.product.guard()

    def _seconds(self) -> float:
        return self.clock.now() / 1_000

    # -- people -----------------------------------------------------------------------------------------------------

    def create_contact(self, **properties: str) -> str:
        """In HubSpot."""
        self.clock.advance(SECOND)
        created = self.hubspot_user.create(dict(properties))
        assert created is not None, f"HubSpot refused {properties}"
        return created

    def create_person(self, object_type: str = "Contact", **fields: str) -> str:
        """In Salesforce."""
        self.clock.advance(SECOND)
        created = self.salesforce_user.create(object_type, dict(fields))
        assert created is not None, f"Salesforce refused {fields}"
        return created

    def edit_contact(self, contact_id: str, **properties: str | None) -> None:
        self.clock.advance(SECOND)
        assert self.hubspot_user.edit(contact_id, dict(properties)), f"HubSpot refused {properties}"

    def edit_person(self, person_id: str, **fields: str | None) -> None:
        self.clock.advance(SECOND)
        assert self.salesforce_user.edit(OBJECTS[person_id[:3]], person_id, dict(fields)), f"refused: {fields}"

    def linked(self, email: str = "ada@example.org", object_type: str = "Contact", **properties: str) -> Pair:
        """A person created in HubSpot who is in step; or in Salesforce, when it is a lead."""
        if object_type == "Lead":
            person = self.create_person("Lead", Email=email, LastName="Lovelace", Company="Analytical", **properties)
        else:
            contact = self.create_contact(**{"email": email, "lastname": "Lovelace", **properties})
        self.run()
        link = self.link_of(salesforce_ref(person) if object_type == "Lead" else _contact(contact))
        self.product.calls.clear()
        return Pair(link.hubspot.id, link.salesforce.id)

    # -- what they see ----------------------------------------------------------------------------------------------

    def contact(self, contact_id: str, *names: str) -> Any:
        """One property's value, or those of all that are named."""
        shown = self.hubspot_user.show(contact_id, list(names))
        assert shown is not None, f"contact {contact_id} is not there"
        values = [shown.get(name) or None for name in names]
        return values[0] if len(values) == 1 else tuple(values)

    def person(self, person_id: str, *names: str) -> Any:
        shown = self.salesforce_user.show(OBJECTS[person_id[:3]], person_id)
        assert shown is not None, f"{person_id} is not there"
        values = [shown[name] for name in names]
        return values[0] if len(values) == 1 else tuple(values)

    def contacts_of(self, email: str) -> list[str]:
        """Ids in HubSpot by primary e-mail."""
        body = {"filterGroups": [{"filters": [{"propertyName": "email", "operator": "EQ", "value": email}]}]}
        found = self.hubspot_user.send("POST", "/crm/v3/objects/contacts/search", body).json()
        return [str(one["id"]) for one in found["results"]]

    def people_of(self, email: str) -> list[str]:
        """Ids in Salesforce by e-mail, contacts first."""
        found: list[str] = []
        for object_type in ("Contact", "Lead"):
            soql = f"SELECT+Id+FROM+{object_type}+WHERE+Email%3D'{email}'+AND+IsDeleted%3Dfalse"
            rows = self.salesforce_user.send("GET", f"/services/data/v67.0/query?q={soql}").json()["records"]
            found += [str(row["Id"]) for row in rows]
        return found

    # -- what the product remembers ---------------------------------------------------------------------------------

    def link_of(self, ref: RecordRef) -> Link:
        found = self.product.links.find([ref]).get(ref)
        assert found is not None, f"{ref.key} has no link"
        return found

    def parked(self) -> list[Parked]:
        return self.product.parking.all()

    def history(self, ref: RecordRef) -> list[Entry]:
        """Every entry, newest row first."""
        return [entry for row in self.product.history.of(ref, 100) for entry in row.entries]

    def reasons(self) -> dict[str, str]:
        """Each record's last noted reason."""
        return {
            str(facts["record"]): str(facts["reason"])
            for name, facts in self.product.telemetry.notes
            if name == "record"
        }

    # -- administrators and vendors -----------------------------------------------------------------------------------

    def put(self, name: str, value: object) -> None:
        """An administrator's edit of a parameter, compiled."""
        self.product.parameters.write(name, json.dumps(value))
        self.product.guard()
        assert not self.product.configurations.refused(), self.product.configurations.refused()

    def read_schemas(self) -> None:
        """As config_guard does from time to time."""
        self.clock.advance(LONGEST_GAP)
        self.product.guard()

    def set_rule(self, hubspot: str, salesforce: str, rule: str) -> None:
        self.put("mappings/contact", {"mappings": [{"hubspot": hubspot, "salesforce": salesforce, "rule": rule}]})

    def control(self, side: Side, endpoint: str, body: object) -> Any:
        user = self.hubspot_user if side is Side.HUBSPOT else self.salesforce_user
        response = user.send("POST", f"/__sim__/{endpoint}", body)
        assert response.status == 200, response.body
        return response.json()

    def fault(self, side: Side, kind: str, path: str, *, times: int = 1, status: int = 503) -> None:
        """For the product's batch calls; people use other paths."""
        description: Mapping[str, Any] = {"kind": kind, "match": {"path": path}, "times": times, "status": status}
        self.gateways[side].faults.add([description])

    def before(self, side: Side, call: str, act: Callable[[], object]) -> None:
        """Steps in right before the product's first call that matches, such as `PATCH .*collections`."""
        self.product.interruptions[side].append(Interruption(re.compile(call), act))

    # -- time passes ------------------------------------------------------------------------------------------------

    def deliver(self) -> None:
        """Both CRMs push what they have to tell by now."""
        self.clock.advance(SECOND // 2)
        for gateway in self.gateways.values():
            for delivery in gateway.simulator.take_due():
                gateway.simulator.settle(delivery, self.product.receive(delivery))

    def work(self, remaining: Millis = INVOCATION) -> Outcomes:
        """One invocation a queue with what is visible, as the event source mapping makes it."""
        outcomes: Outcomes = Counter()
        for queue, most in ((LIVE, 100), (BULK, 5)):
            messages = self.product.queue.receive(queue, most)
            if messages:
                outcomes += self.invoke(messages, remaining)
        return outcomes

    def invoke(self, messages: list[QueueMessage], remaining: Millis = INVOCATION) -> Outcomes:
        """Messages that failed become visible again after the queue's timeout."""
        received = self.product.sync(messages, self.clock.now() + remaining)
        for message in messages:
            if str(message.receipt) not in received.failed_message_ids:
                self.product.queue.delete(message.receipt)
        return received.outcomes

    def run(self) -> Outcomes:
        """Until nothing is due now; what is delayed stays in the queue."""
        total: Outcomes = Counter()
        for _ in range(MOST_ROUNDS):
            self.deliver()
            done = self.work()
            if not done and not self._is_visible():
                return total
            total += done
        raise AssertionError("it does not come to rest")

    def _is_visible(self) -> bool:
        moments = [self.product.queue.next_visible_at(queue) for queue in (LIVE, BULK)]
        return any(at is not None and at <= self.clock.now() for at in moments)

    def run_on(self) -> Outcomes:
        """Waits for delayed messages too, however late they are."""
        total = self.run()
        for _ in range(MOST_ROUNDS):
            moments = [self.product.queue.next_visible_at(queue) for queue in (LIVE, BULK)]
            due = [at for at in moments if at is not None]
            if not due:
                return total
            self.clock.advance(max(0, min(due) - self.clock.now()))
            total += self.run()
        raise AssertionError("it does not come to rest")

    def resume_parked(self, after: Millis = LONGEST_GAP) -> Outcomes:
        """After so long, when every row's next try has come."""
        self.clock.advance(after)
        self.product.resume()
        return self.run_on()

    def send(self, *changes: Change) -> None:
        self.product.queue.send(changes)

    def waiting(self) -> int:
        return self.product.queue.depth(LIVE) + self.product.queue.depth(BULK)

    @contextmanager
    def counting(self) -> Iterator[Calls]:
        """The product's calls within, by the simulators' own counts."""
        before = {side: self._calls(side) for side in Side}
        calls = Calls()
        yield calls
        calls.hubspot = self._calls(Side.HUBSPOT) - before[Side.HUBSPOT]
        calls.salesforce = self._calls(Side.SALESFORCE) - before[Side.SALESFORCE]

    def spent(self, side: Side) -> int:
        """The units of the day's allocation that are taken."""
        return self.product.spent(side, self.clock.now())

    def _calls(self, side: Side) -> int:
        by_client: Any = self.gateways[side].calls.as_json()["by_client"]
        return int(by_client["app"])


def _contact(contact_id: str) -> RecordRef:
    return RecordRef(Side.HUBSPOT, "contact", contact_id)
