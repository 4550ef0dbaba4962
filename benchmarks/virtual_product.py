"""The product in this process, on in-memory ports and both simulators, with a clock that stands still until told."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from random import Random
from types import MappingProxyType

from crmsync.core.record import Millis, Side

from benchmarks.desk import InProcessDesk
from sandbox.frame.gateway import Gateway
from sandbox.hubspot.settings import HubspotSettings
from sandbox.hubspot.simulator import HubspotSimulator
from sandbox.memory.queue import BULK, LIVE
from sandbox.salesforce.settings import SalesforceSettings
from sandbox.salesforce.simulator import SalesforceSimulator
from sandbox.simulation.chaos import Chaos
from sandbox.simulation.crm_user import HubspotUser, SalesforceUser
from sandbox.simulation.product import Product
from sandbox.simulation.receivers import OUTBOUND_URL, WEBHOOK_URL
from sandbox.simulation.scheduler import Process, Scheduler
from sandbox.simulation.wiring import SimulatedClock, SimulatedRandomness
from sandbox.stack.simulators import CAPTURED_EVENTS

START: Millis = 1_790_000_000_000
SECOND: Millis = 1_000
MINUTE: Millis = 60_000
SETTLING = 4
SEED = 1
MESSAGES = {LIVE: 100, BULK: 5}


class VirtualProduct:
    """Nothing fails. Nothing pushes until `push` says so: changes come by polls."""

    def __init__(self) -> None:
        self._scheduler = Scheduler(Random(SEED), START)
        chaos = Chaos.drawn(Random(SEED))
        chaos.quiet()
        gateways = {
            Side.HUBSPOT: Gateway(HubspotSimulator(self._seconds, seed=SEED)),
            Side.SALESFORCE: Gateway(SalesforceSimulator(self._seconds, seed=SEED)),
        }
        self._gateways = gateways
        self.desk = InProcessDesk(gateways)
        self.hubspot_user = HubspotUser(gateways[Side.HUBSPOT], HubspotSettings().user_token)
        self.salesforce_user = SalesforceUser(gateways[Side.SALESFORCE], SalesforceSettings().person_session_id)
        clock, randomness = SimulatedClock(self._scheduler), SimulatedRandomness(Random(SEED))
        self.product = Product(self._scheduler, chaos, gateways, clock, randomness)

    @property
    def now(self) -> Millis:
        return self._scheduler.now

    def _seconds(self) -> float:
        return self._scheduler.now / 1_000

    def calls(self, side: Side) -> int:
        return len(self.product.call_times[side])

    def run(self, body: Callable[[], object]) -> None:
        """One invocation of a function, in as much virtual time as it takes, up to a minute."""
        ended: list[Process] = []
        self._scheduler.spawn("function", MINUTE, lambda: _do(body), ended.append)
        while not ended:
            self.pass_time(1)
        if ended[0].error is not None:
            raise ended[0].error

    def pass_time(self, millis: Millis) -> None:
        self._scheduler.run_until(self._scheduler.now + millis)

    def poll(self, *, force: bool = True) -> None:
        """A round of each side, forced or at its own pace."""
        for side in Side:
            self.run(lambda side=side: self.product.poll(side, self.now + MINUTE, force=force))  # type: ignore[misc]

    def push(
        self,
        *,
        webhook_events: int = 100,
        events: Sequence[str] = CAPTURED_EVENTS,
        messages: Mapping[str, Sequence[str]] = MappingProxyType({}),
    ) -> None:
        """From now on both CRMs tell of changes; HubSpot of so many in one webhook, Salesforce by these change events,
        and by Outbound Messages of these objects with these fields.
        """
        self.desk.control("hubspot", "settings", {"webhook_batch_max": webhook_events})
        self.desk.control("hubspot", "webhooks", {"url": WEBHOOK_URL})
        self.desk.control("salesforce", "settings", {"change_event_objects": len(events)})
        source = f"salesforce.partner/{SalesforceSettings().org_id}/0YL000000000001"
        self.desk.control("salesforce", "event_relay", {"bus": "relay", "source": source, "entities": list(events)})
        objects = {name: list(fields) for name, fields in messages.items()}
        self.desk.control("salesforce", "outbound_messages", {"url": OUTBOUND_URL, "objects": objects})

    def deliver(self) -> None:
        """What the CRMs push at this moment, to the functions that receive it."""
        for gateway in self._gateways.values():
            for delivery in gateway.simulator.take_due():
                statuses: list[int] = []
                self.run(lambda: statuses.append(self.product.receive(delivery)))  # noqa: B023
                gateway.simulator.settle(delivery, statuses[0])

    def settle(self, most_messages: int | None = None) -> None:
        """What is pushed, the work that it makes, and the echoes of that."""
        for _ in range(SETTLING):
            self.pass_time(SECOND)
            self.deliver()
            self.work(most_messages)

    def work(self, most_messages: int | None = None) -> None:
        """Workers until both queues are empty, each invocation with as many messages as AWS hands over."""
        for queue, most in MESSAGES.items():
            while messages := self.product.queue.receive(queue, most_messages or most):
                self.run(lambda messages=messages: self.product.sync(messages, self.now + MINUTE))  # type: ignore[misc]
                for message in messages:
                    self.product.queue.delete(message.receipt)


def _do(body: Callable[[], object]) -> None:
    body()
