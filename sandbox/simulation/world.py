"""One seed's world: both CRMs, the product's functions on in-memory ports, the queues, the clock, the people."""

from __future__ import annotations

import json
from collections.abc import Callable
from random import Random
from typing import NamedTuple

from crmsync.core.record import Millis, Side

from sandbox.frame.gateway import Gateway
from sandbox.frame.simulator import Delivery
from sandbox.hubspot.settings import HubspotSettings
from sandbox.hubspot.simulator import HubspotSimulator
from sandbox.memory.queue import BULK, LIVE, QueueMessage
from sandbox.salesforce.settings import SalesforceSettings
from sandbox.salesforce.simulator import SalesforceSimulator
from sandbox.simulation.chaos import Chaos
from sandbox.simulation.crm_user import HubspotUser, SalesforceUser
from sandbox.simulation.people import FIELDS, People
from sandbox.simulation.product import WEBHOOK_URL, Product
from sandbox.simulation.scheduler import Process, Scheduler
from sandbox.simulation.wiring import SimulatedClock, SimulatedRandomness

START: Millis = 1_790_000_000_000
MINUTE: Millis = 60_000
FUNCTION_TIMEOUT: Millis = 60_000
BATCH = {LIVE: 100, BULK: 2}
CONCURRENCY = {LIVE: 3, BULK: 2}
LONGEST_REST: Millis = 600_000
SHORT_OF_CALLS = 0.2
OWN_RULE = 0.7
RULES = ["two_way", "two_way", "always_salesforce", "always_hubspot", "dont_sync"]
INTEGRATION = SalesforceSettings().integration_username


class CreatedPerson(NamedTuple):
    id: str
    email: str


class World:
    """`act` plans what happens; `scheduler.run_until` makes it happen."""

    def __init__(self, seed: int) -> None:
        self.rng = Random(seed)
        self.scheduler = Scheduler(self.rng, START)
        self.chaos = Chaos.drawn(self.rng)
        self.hubspot = Gateway(HubspotSimulator(self._seconds, HubspotSettings(webhook_window_s=0.2), seed=seed))
        self.salesforce = Gateway(SalesforceSimulator(self._seconds, SalesforceSettings(), seed=seed))
        self._connect()
        clock = SimulatedClock(self.scheduler)
        randomness = SimulatedRandomness(self.rng)
        gateways = {Side.HUBSPOT: self.hubspot, Side.SALESFORCE: self.salesforce}
        self.product = Product(self.scheduler, self.chaos, gateways, clock, randomness)
        self.caps = self._draw_caps()
        self._draw_rules()
        self.people = People(
            self.rng,
            HubspotUser(self.hubspot, HubspotSettings().user_token),
            SalesforceUser(self.salesforce, SalesforceSettings().person_session_id),
        )
        self.unexpected: list[str] = []
        self.lost_deliveries: list[tuple[Millis, str]] = []
        self._running = {LIVE: 0, BULK: 0}
        self._plan_rounds()
        self.scheduler.after(0, self._carry)

    def _seconds(self) -> float:
        return self.scheduler.now / 1_000

    def _connect(self) -> None:
        for gateway, path, body in (
            (self.hubspot, "/__sim__/webhooks", {"url": WEBHOOK_URL}),
            (
                self.salesforce,
                "/__sim__/event_relay",
                {
                    "bus": "relay",
                    "source": f"salesforce.partner/{SalesforceSettings().org_id}/0YL000000000001",
                    "entities": ["LeadChangeEvent", "ContactChangeEvent"],
                },
            ),
        ):
            HubspotUser(gateway, "").send("POST", path, body)

    def _draw_caps(self) -> dict[Side, int]:
        """One seed in five has so few calls a day that they run out."""
        if self.rng.random() > SHORT_OF_CALLS:
            return {}
        caps = {Side.HUBSPOT: self.rng.randint(60, 400), Side.SALESFORCE: self.rng.randint(60, 400)}
        for side, cap in caps.items():
            self.product.parameters.write(f"quota/{side}", json.dumps({"daily_limit": cap}))
        return caps

    def _draw_rules(self) -> None:
        """Every rule is seen in some seed, and with every fault."""
        mappings = [
            {"hubspot": key, "salesforce": fields["Contact"], "rule": self.rng.choice(RULES)}
            for key, fields in FIELDS.items()
            if self.rng.random() < OWN_RULE and fields["Contact"] == fields["Lead"]
        ]
        if mappings:
            self.product.parameters.write("mappings/contact", json.dumps({"mappings": mappings}))

    def created_in_salesforce(self) -> list[CreatedPerson]:
        """The live people whose record the integration user created."""
        found: list[CreatedPerson] = []
        for object_type in ("Lead", "Contact"):
            soql = f"SELECT Id, Email FROM {object_type} WHERE CreatedBy.Username = '{INTEGRATION}'"
            path = f"/services/data/v67.0/query?q={soql.replace(' ', '%20').replace('=', '%3D')}"
            rows = self.people.salesforce.send("GET", path).json()["records"]
            found.extend(CreatedPerson(str(row["Id"]), str(row["Email"])) for row in rows)
        return found

    def _plan_rounds(self) -> None:
        """The schedules of the template, each a function of its own."""
        product = self.product
        rounds: list[tuple[str, Millis, Callable[[Millis], object]]] = [
            ("config_guard", MINUTE, lambda _: product.guard()),
            ("resume_parked", MINUTE, lambda _: product.resume()),
            ("salesforce_poll", 5 * MINUTE, lambda deadline: product.poll(Side.SALESFORCE, deadline)),
            ("hubspot_poll", 5 * MINUTE, lambda deadline: product.poll(Side.HUBSPOT, deadline)),
            ("refresh_limits", 15 * MINUTE, lambda _: product.refresh()),
        ]
        for name, gap, run in rounds:
            self._every(gap, name, run)

    def _every(self, gap: Millis, name: str, run: Callable[[Millis], object]) -> None:
        def fire() -> None:
            self.scheduler.after(gap, fire)
            self._start(name, run)

        self.scheduler.after(self.rng.randint(0, 2_000), fire)

    def _start(
        self, name: str, run: Callable[[Millis], object], on_end: Callable[[Process], None] | None = None
    ) -> None:
        def ended(process: Process) -> None:
            if isinstance(process.error, Exception):
                self.unexpected.append(f"{name}: {process.error!r}")
            if on_end is not None:
                on_end(process)

        deadline = self.scheduler.now + FUNCTION_TIMEOUT
        self.scheduler.spawn(name, FUNCTION_TIMEOUT, lambda: _run(run, deadline), ended)

    # -- what CRMs push, and what queues hand over ------------------------------------------------------------------

    def _carry(self) -> None:
        """Carries deliveries and starts workers; plans itself again for the next moment something is due."""
        self._take_deliveries()
        for queue in (LIVE, BULK):
            self._start_workers(queue)
        self.scheduler.at(self._next_moment(), self._carry)

    def _next_moment(self) -> Millis:
        now = self.scheduler.now
        moments = [now + LONGEST_REST]
        for gateway in (self.hubspot, self.salesforce):
            due = gateway.simulator.next_due_at()
            if due is not None:
                moments.append(int(due * 1_000) + 1)
        moments.extend(at for queue in (LIVE, BULK) if (at := self.product.queue.next_visible_at(queue)) is not None)
        return max(now + 50, min(*moments, now + 1_000))

    def _take_deliveries(self) -> None:
        for gateway in (self.hubspot, self.salesforce):
            for delivery in gateway.simulator.take_due():
                self._deliver(gateway, delivery)

    def _deliver(self, gateway: Gateway, delivery: Delivery) -> None:
        """Loses, doubles and delays as the seed says."""
        if self.rng.random() < self.chaos.lose:
            self.lost_deliveries.append((self.scheduler.now, delivery.body.decode()))
            gateway.simulator.settle(delivery, 200)
            return
        copies = 2 if self.rng.random() < self.chaos.duplicate else 1
        for copy in range(copies):
            late = self.rng.randint(0, 20_000) if self.chaos.reorder or self.rng.random() < self.chaos.late else 0
            self.scheduler.after(late, lambda first=copy == 0: self._hand_over(gateway, delivery, settles=first))  # type: ignore[misc]

    def _hand_over(self, gateway: Gateway, delivery: Delivery, *, settles: bool) -> None:
        statuses: list[int] = []

        def run(_: Millis) -> None:
            statuses.append(self.product.receive(delivery))

        def ended(_: Process) -> None:
            if settles:
                gateway.simulator.settle(delivery, statuses[0] if statuses else None)

        self._start("receive", run, ended)

    def _start_workers(self, queue: str) -> None:
        while self._running[queue] < CONCURRENCY[queue]:
            messages = self.product.queue.receive(queue, BATCH[queue])
            if not messages:
                return
            self._running[queue] += 1
            self._work(queue, messages)

    def _work(self, queue: str, messages: list[QueueMessage]) -> None:
        failed: list[str] = [str(message.receipt) for message in messages]

        def run(deadline: Millis) -> None:
            received = self.product.sync(messages, deadline)
            failed[:] = received.failed_message_ids

        def ended(_: Process) -> None:
            self._running[queue] -= 1
            for message in messages:
                if str(message.receipt) not in failed:
                    self.product.queue.delete(message.receipt)

        self._start("sync_records", run, ended)


def _run(run: Callable[[Millis], object], deadline: Millis) -> None:
    run(deadline)
