"""One seed's world: both CRMs, the product's functions on in-memory ports, the queues, the clock, the people."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable
from random import Random
from typing import Protocol

from crmsync.core.record import Millis, RecordRef, Side

from sandbox.frame.simulator import Delivery
from sandbox.memory.import_queue import ImportMessage, MemoryImportQueue
from sandbox.memory.queue import BULK, LIVE, QueueMessage
from sandbox.simulation.accounts import Account, Accounts
from sandbox.simulation.actions import act
from sandbox.simulation.activities import Activities
from sandbox.simulation.administrator import Administrator
from sandbox.simulation.audience import Audience
from sandbox.simulation.campaign_forms import CampaignForms
from sandbox.simulation.campaigns import Campaigns
from sandbox.simulation.chaos import Chaos
from sandbox.simulation.companies import Companies
from sandbox.simulation.crms import Crms
from sandbox.simulation.deals import Deals
from sandbox.simulation.deliveries import Deliveries
from sandbox.simulation.feed_loss import FeedLoss
from sandbox.simulation.importer import Give, Importer
from sandbox.simulation.list_resyncs import ListResyncs
from sandbox.simulation.notes import Notes
from sandbox.simulation.people import Known, People
from sandbox.simulation.pets import Pets
from sandbox.simulation.product import Product
from sandbox.simulation.reconciler import Reconciler
from sandbox.simulation.retrier import Retrier
from sandbox.simulation.scheduler import Process, Scheduler
from sandbox.simulation.tickets import Tickets
from sandbox.simulation.wiring import SimulatedClock, SimulatedRandomness

PEOPLE = "contact"
START: Millis = 1_790_000_000_000
MINUTE: Millis = 60_000
FUNCTION_TIMEOUT: Millis = 60_000
BATCH = {LIVE: 100, BULK: 5}
CONCURRENCY = {LIVE: 3, BULK: 2}
SHORTEST_REST: Millis = 50
LONGEST_REST: Millis = 1_000
LONGEST_QUIET_REST: Millis = 20_000
"""Of the carrier, which looks by itself for what came meanwhile. Once nobody edits there is no hurry."""

Run = Callable[[Millis], object]
"""A function's body; takes its deadline."""


class Turns(Protocol):
    """A function that works turn by turn, as its queue asks for it."""

    def run(self, message: ImportMessage, remaining: Millis) -> object: ...


MakeProduct = Callable[..., Product]


class World:
    """Each part draws from dice of its own, so that a change of one leaves the others as they were."""

    def __init__(self, seed: int, make_product: MakeProduct = Product) -> None:
        self.scheduler = Scheduler(Random(f"{seed}/network"), START)
        self.unexpected: list[str] = []
        self.ended: set[Known] = set()
        """What people deleted or merged that is no person, also what they took back since."""
        self.merged: Counter[str] = Counter()
        """By name, how often they merged a record that bore it: a survivor gives its name to another's counterpart."""
        character = Random(f"{seed}/character")
        self.chaos = Chaos()
        drawn = Chaos.drawn(character)
        self.crms = Crms(character, lambda: self.scheduler.now / 1_000, seed)
        self.product = self._build(seed, make_product)
        self._configure(seed, character)
        self._install(drawn)
        self._connect(seed)
        self._populate(seed)
        self._employ_administrators(seed)
        self._running = {LIVE: 0, BULK: 0}
        self._longest_rest = LONGEST_REST
        self.shortest_gap: Millis = 0
        """Between the rounds of a schedule, whatever the template says: in a long wait most find nothing to do."""
        self._plan_rounds()
        self.scheduler.after(0, self._carry)

    def _build(self, seed: int, make_product: MakeProduct) -> Product:
        return make_product(
            self.scheduler,
            self.chaos,
            self.crms.gateways,
            SimulatedClock(self.scheduler),
            SimulatedRandomness(Random(f"{seed}/product")),
        )

    def _configure(self, seed: int, character: Random) -> None:
        """What holds from the first day on."""
        hubspot, salesforce, parameters = self.crms.hubspot_user, self.crms.salesforce_user, self.product.parameters
        self.administrator = Administrator(character, parameters)
        self.audience = Audience(Random(f"{seed}/audience"), hubspot, self.administrator)
        self.campaigns = Campaigns(Random(f"{seed}/campaigns"), hubspot, salesforce, parameters)
        self.forms = CampaignForms(seed, self)

    def _install(self, drawn: Chaos) -> None:
        """In peace: what happens before the first configuration is active is not synced."""
        self.product.guard()
        self.chaos.take(drawn)

    def _connect(self, seed: int) -> None:
        """The doors that both CRMs knock on."""
        self.feed_loss = FeedLoss.drawn(Random(f"{seed}/feeds"))
        self.product.stretched = self.feed_loss.stretched
        self.deliveries = Deliveries(self.crms, self.scheduler, self.chaos, self._receive)
        self.deliveries.is_dead = lambda side: self.feed_loss.is_dead(side, self.scheduler.now - START)
        self.accounts = Accounts()

    def _populate(self, seed: int) -> None:
        """People, and the records that they keep."""
        self.people = People(Random(f"{seed}/people"), self.crms.hubspot_user, self.crms.salesforce_user)
        self.companies = Companies(seed, self)
        self.pets = Pets(seed, self)
        self.deals = Deals(seed, self)
        self.activities = Activities(seed, self)
        self.notes = Notes(seed, self)
        self.tickets = Tickets(seed, self)

    def _employ_administrators(self, seed: int) -> None:
        """Who gives commands in the middle of everything, and the schedule of the nights."""
        product, scheduler = self.product, self.scheduler
        give: Give = lambda command: self._start("admin", lambda _: command())  # noqa: E731
        self.importer = Importer(Random(f"{seed}/imports"), product, scheduler, give, self.campaigns.ids)
        self.retrier = Retrier(Random(f"{seed}/retries"), product, scheduler, give, self.importer)
        self.list_resyncs = ListResyncs(Random(f"{seed}/resyncs"), product, scheduler, give, self.people)
        self.reconciler = Reconciler(
            Random(f"{seed}/reconcile"), product, scheduler, lambda run: self._start("reconcile", run)
        )

    def act(self) -> None:
        """One action of one person, who also sees the records that crmsync created."""
        pairs = [
            (_known(link.hubspot), _known(link.salesforce))
            for link in self.product.links.all()
            if link.hubspot.object_type == PEOPLE
        ]
        for pair in pairs:
            for known in pair:
                self.people.learn(known)
        act(self.people, self.scheduler.now)
        self.campaigns.act(self.people)
        self.forms.act()
        if self.people.edits:
            last = self.people.edits[-1].record
            self.people.busy = next((pair for pair in pairs if last in pair), (last,))

    def move(self) -> None:
        """One contact joins the inclusion list, or leaves it."""
        self.audience.move(self.people, self.scheduler.now)

    def quiet(self) -> None:
        """No more faults: from here on everything must come right by itself."""
        self.chaos.quiet()
        self.crms.quiet()
        self.feed_loss.quiet()
        self._longest_rest = LONGEST_QUIET_REST

    def _plan_rounds(self) -> None:
        """The schedules of the template, each a function of its own."""
        product = self.product
        rounds: list[tuple[str, Millis, Run]] = [
            ("config_guard", MINUTE, lambda _: product.guard()),
            ("resume_parked", MINUTE, lambda _: product.resume()),
            ("salesforce_poll", 5 * MINUTE, lambda deadline: product.poll(Side.SALESFORCE, deadline, force=False)),
            ("hubspot_poll", 5 * MINUTE, lambda deadline: product.poll(Side.HUBSPOT, deadline, force=False)),
            ("flush_stamps", 5 * MINUTE, lambda _: product.flush()),
            ("refresh_limits", 15 * MINUTE, lambda _: product.refresh()),
        ]
        for name, gap, run in rounds:
            self._every(gap, name, run)

    def _every(self, gap: Millis, name: str, run: Run) -> None:
        def fire() -> None:
            self.scheduler.after(max(gap, self.shortest_gap), fire)
            self._start(name, run)

        self.scheduler.after(self.scheduler.rng.randint(0, 2_000), fire)

    def _start(self, name: str, run: Run, on_end: Callable[[Process], None] | None = None) -> None:
        def ended(process: Process) -> None:
            if isinstance(process.error, Exception):
                self.unexpected.append(f"{name}: {process.error!r}")
            if on_end is not None:
                on_end(process)

        deadline = self.scheduler.now + FUNCTION_TIMEOUT
        self.scheduler.spawn(name, FUNCTION_TIMEOUT, lambda: _run(run, deadline), ended)

    def _receive(self, delivery: Delivery, tell: Callable[[int | None], None]) -> None:
        statuses: list[int] = []
        self._start(
            "receive",
            lambda _: statuses.append(self.product.receive(delivery)),
            lambda _: tell(statuses[0] if statuses else None),
        )

    def _carry(self) -> None:
        """Carries deliveries and starts workers; plans itself again for the next moment something is due."""
        self.deliveries.take_due()
        for queue in (LIVE, BULK):
            self._start_workers(queue)
        self._start_turn("import_records", self.product.import_queue, lambda: self.product.imports)
        self._start_turn("reconcile", self.product.reconcile_queue, lambda: self.product.reconciles)
        self.scheduler.at(self._next_moment(), self._carry)

    def _next_moment(self) -> Millis:
        now = self.scheduler.now
        due = [
            self.deliveries.next_due_at(),
            self.product.import_queue.next_visible_at(),
            self.product.reconcile_queue.next_visible_at(),
            *(self.product.queue.next_visible_at(queue) for queue in (LIVE, BULK)),
        ]
        return max(now + SHORTEST_REST, min([now + self._longest_rest, *(at for at in due if at is not None)]))

    def _start_workers(self, queue: str) -> None:
        while self._running[queue] < CONCURRENCY[queue]:
            messages = self.product.queue.receive(queue, BATCH[queue])
            if not messages:
                return
            self._running[queue] += 1
            self._work(queue, messages)

    def _start_turn(self, name: str, queue: MemoryImportQueue, function: Callable[[], Turns]) -> None:
        message = queue.take()
        if message is None:
            return

        def ended(process: Process) -> None:
            if process.error is None:
                queue.delete(message)

        self._start(name, lambda _: function().run(message, FUNCTION_TIMEOUT), ended)

    def _work(self, queue: str, messages: list[QueueMessage]) -> None:
        failed = [str(message.receipt) for message in messages]

        def run(deadline: Millis) -> None:
            account = Account(self.accounts, self.product.links, self.product.parking, messages)
            received = self.product.sync(messages, deadline, account)
            account.close(received)
            failed[:] = received.failed_message_ids

        def ended(_: Process) -> None:
            self._running[queue] -= 1
            for message in messages:
                if str(message.receipt) not in failed:
                    self.product.queue.delete(message.receipt)

        self._start("sync_records", run, ended)


def _known(ref: RecordRef) -> Known:
    return Known(ref.side, ref.object_type, ref.id)


def _run(run: Run, deadline: Millis) -> None:
    run(deadline)
