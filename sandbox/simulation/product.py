"""The product on in-memory ports: the same use cases and CRM adapters as on AWS, each function a method."""

from __future__ import annotations

from collections.abc import Sequence

from crmsync.adapters.hubspot.crm import HubspotCrm
from crmsync.adapters.metered_gate import CrmRecipe, MeteredGate
from crmsync.adapters.salesforce.crm import SalesforceCrm
from crmsync.adapters.salesforce.session import SalesforceSession, SessionTransport
from crmsync.core.bad_request import BadRequestError
from crmsync.core.configuration import Configuration
from crmsync.core.default_configuration import DEFAULT_CONFIGURATION
from crmsync.core.failure import CrmError
from crmsync.core.poll_pace import STRETCHED
from crmsync.core.record import Millis, Side
from crmsync.ports.budget import CrmGate
from crmsync.ports.clock import Clock, Randomness
from crmsync.ports.transport import Transport
from crmsync.usecases.allowances import Allowances, LedgerFreeCalls
from crmsync.usecases.flush_stamps import FlushStamps
from crmsync.usecases.imports.import_jobs import ImportJobs
from crmsync.usecases.imports.import_ports import ImportPorts
from crmsync.usecases.poll import PollPorts, PollResult
from crmsync.usecases.poll_hubspot import poll_hubspot
from crmsync.usecases.poll_salesforce import poll_salesforce
from crmsync.usecases.reconcile.reconcile_ports import ReconcilePorts
from crmsync.usecases.reconcile.rounds import Rounds
from crmsync.usecases.refresh_limits import RefreshLimits
from crmsync.usecases.resume_parked import ResumeParked
from crmsync.usecases.sync.batch import SyncPorts
from crmsync.usecases.sync.worker import Message, Received, SyncWorker

from sandbox.frame.gateway import Gateway
from sandbox.frame.simulator import Delivery
from sandbox.hubspot.settings import HubspotSettings
from sandbox.inprocess_transport import InProcessTransport
from sandbox.memory.breakers import MemoryBreakers
from sandbox.memory.campaign_rounds import MemoryCampaignRounds
from sandbox.memory.configurations import MemoryConfigurations
from sandbox.memory.exports import MemoryExports
from sandbox.memory.feed_log import MemoryFeedLog
from sandbox.memory.history import MemoryHistory
from sandbox.memory.import_queue import MemoryImportQueue
from sandbox.memory.jobs import MemoryJobs
from sandbox.memory.ledger import MemoryLedger
from sandbox.memory.links import MemoryLinks
from sandbox.memory.owner_directories import MemoryOwnerDirectories
from sandbox.memory.parameters import MemoryParameters
from sandbox.memory.parking import MemoryParking
from sandbox.memory.pending_stamps import MemoryPendingStamps
from sandbox.memory.queue import MemoryQueue, QueueMessage
from sandbox.memory.session_store import MemorySessionStore
from sandbox.memory.telemetry import MemoryTelemetry
from sandbox.memory.waiters import MemoryWaiters
from sandbox.simulation.accounts import Account
from sandbox.simulation.chaos import Chaos
from sandbox.simulation.checkpoint import Port, checkpointed
from sandbox.simulation.config_guard import guard_round
from sandbox.simulation.hostile_transport import HostileTransport
from sandbox.simulation.imports import Imports, Teamwork
from sandbox.simulation.plain_crms import API_VERSION, PlainCrms, credentials, hubspot_transport
from sandbox.simulation.receivers import Receivers
from sandbox.simulation.reconciles import Reconciles
from sandbox.simulation.scheduler import Scheduler


class Product:
    """The attributes are the bare stores, for the world and the invariants; functions see them through checkpoints."""

    def __init__(
        self,
        scheduler: Scheduler,
        chaos: Chaos,
        gateways: dict[Side, Gateway],
        clock: Clock,
        randomness: Randomness,
    ) -> None:
        self.links = MemoryLinks(clock)
        self.parking = MemoryParking()
        self.history = MemoryHistory()
        self.stamps = MemoryPendingStamps()
        self.queue = MemoryQueue(clock)
        self.import_queue = MemoryImportQueue(clock)
        self.reconcile_queue = MemoryImportQueue(clock)
        self.exports = MemoryExports()
        self.ledger = MemoryLedger()
        self.jobs = MemoryJobs()
        self.feeds = MemoryFeedLog()
        self.configurations = MemoryConfigurations()
        self.parameters = MemoryParameters()
        self.owners = MemoryOwnerDirectories()
        self.campaigns = MemoryCampaignRounds()
        self.telemetry = MemoryTelemetry()
        self.breakers = MemoryBreakers()
        self.waiters = MemoryWaiters()
        self.in_the_way = MemoryWaiters()
        self.sessions = MemorySessionStore()
        self.plain_crms = PlainCrms(gateways, clock)
        self.stretched: Millis = STRETCHED
        self.teamwork = Teamwork()
        self.call_times: dict[Side, list[Millis]] = {side: [] for side in Side}
        self._scheduler, self._chaos, self._gateways = scheduler, chaos, gateways
        self._clock, self._randomness = clock, randomness

    @property
    def clock(self) -> Clock:
        return self._clock

    @property
    def configuration(self) -> Configuration:
        """As a worker has it."""
        configuration = self.configurations.active() or DEFAULT_CONFIGURATION
        return configuration.with_owners(self.owners.present())

    # -- the functions ----------------------------------------------------------------------------------------------

    def sync(self, messages: Sequence[QueueMessage], deadline: Millis, account: Account | None = None) -> Received:
        """`account` watches what becomes of the changes."""
        ports = self._sync_ports("sync_records", account)
        received = [Message(str(message.receipt), message.body, message.receive_count) for message in messages]
        return self._worker(ports).handle(received, deadline)

    def _sync_ports(self, function: str, account: Account | None = None) -> SyncPorts:
        queue, telemetry = self._wrapped(self.queue), self.telemetry
        watched = account.watch(queue, telemetry) if account is not None else (queue, telemetry)
        return SyncPorts(
            links=self._wrapped(self.links),
            parking=self._wrapped(self.parking),
            history=self._wrapped(self.history),
            stamps=self._wrapped(self.stamps),
            queue=watched[0],
            gate=self._gate(function),
            configurations=self.configurations,
            owners=self.owners,
            campaigns=self._wrapped(self.campaigns),
            clock=self._clock,
            randomness=self._randomness,
            telemetry=watched[1],
            breakers=self._wrapped(self.breakers),
            waiters=self._wrapped(self.waiters),
            in_the_way=self._wrapped(self.in_the_way),
            feeds=self._wrapped(self.feeds),
        )

    @property
    def imports(self) -> Imports:
        """The import function and its commands."""
        jobs = ImportJobs(self._wrapped(self.jobs), self._clock, self._randomness)
        sync = self._sync_ports("import_records")
        queue, exports = self._wrapped(self.import_queue), self._wrapped(self.exports)
        return Imports(ImportPorts(sync, jobs, queue, exports, self.free_calls), self.teamwork)

    @property
    def reconciles(self) -> Reconciles:
        """The reconcile function and its commands."""
        rounds = Rounds(self._wrapped(self.jobs), self._clock, self._randomness)
        sync, turns = self._sync_ports("reconcile"), self._wrapped(self.reconcile_queue)
        return Reconciles(ReconcilePorts(sync, rounds, turns, self.free_calls, self._wrapped(self.links)))

    def _worker(self, ports: SyncPorts) -> SyncWorker:
        return SyncWorker(ports)

    def receive(self, delivery: Delivery) -> int:
        """The HTTP status that the CRM gets for its push."""
        try:
            Receivers(self._wrapped(self.queue), self._wrapped(self.feeds), self._clock).take(delivery)
        except BadRequestError as error:
            return error.status
        except CrmError:
            return 503
        return 200

    def poll(self, side: Side, deadline: Millis, *, force: bool = True) -> PollResult:
        ports = PollPorts(
            jobs=self._wrapped(self.jobs),
            gate=self._gate(f"{side}_poll"),
            links=self._wrapped(self.links),
            queue=self._wrapped(self.queue),
            configurations=self.configurations,
            clock=self._clock,
            randomness=self._randomness,
            telemetry=self.telemetry,
            owners=self.owners,
            feeds=self._wrapped(self.feeds),
        )
        poll = (poll_hubspot if side is Side.HUBSPOT else poll_salesforce)(ports, self.stretched)
        return poll(deadline, force=force)

    def guard(self) -> None:
        guard_round(
            self._sync_ports("config_guard"),
            lambda: self._gate("config_guard"),
            self.parameters,
            jobs=self._wrapped(self.jobs),
            configurations=self._wrapped(self.configurations),
            owners=self._wrapped(self.owners),
        )

    def resume(self) -> None:
        ResumeParked(
            parking=self._wrapped(self.parking),
            queue=self._wrapped(self.queue),
            jobs=self._wrapped(self.jobs),
            configurations=self.configurations,
            free_calls=self.free_calls,
            clock=self._clock,
            randomness=self._randomness,
        )()

    def flush(self) -> None:
        FlushStamps(
            stamps=self._wrapped(self.stamps),
            gate=self._gate("flush_stamps"),
            queue=self._wrapped(self.queue),
            jobs=self._wrapped(self.jobs),
            configurations=self.configurations,
            clock=self._clock,
            randomness=self._randomness,
            telemetry=self.telemetry,
        )()

    def refresh(self) -> None:
        RefreshLimits(
            gate=self._gate("refresh_limits", heeds_vendor=False),
            ledger=self._wrapped(self.ledger),
            clock=self._clock,
            telemetry=self.telemetry,
            configurations=self.configurations,
        )()

    @property
    def free_calls(self) -> LedgerFreeCalls:
        return LedgerFreeCalls(self.ledger, self._allowances(), self._clock)

    # -- wiring -----------------------------------------------------------------------------------------------------

    def _wrapped(self, port: Port) -> Port:
        return checkpointed(port, self._scheduler, self._chaos)

    def _allowances(self, *, heeds_vendor: bool = True) -> Allowances:
        return Allowances(self.ledger, self.configurations, self._clock, heeds_vendor=heeds_vendor)

    def _gate(self, function: str, *, heeds_vendor: bool = True) -> CrmGate:
        session = SalesforceSession(credentials(), self._wrapped(self.sessions), self._clock)
        return MeteredGate(
            function,
            self._wrapped(self.ledger),
            self._clock,
            self._allowances(heeds_vendor=heeds_vendor),
            CrmRecipe(lambda: self._hostile(hubspot_transport(self._gateways[Side.HUBSPOT]), Side.HUBSPOT), _hubspot),
            CrmRecipe(
                lambda: self._hostile(InProcessTransport(self._gateways[Side.SALESFORCE]), Side.SALESFORCE),
                lambda transport: SalesforceCrm(
                    SessionTransport(session, transport), API_VERSION, lambda: session.instance_url
                ),
            ),
        )

    def _hostile(self, bare: Transport, side: Side) -> Transport:
        return HostileTransport(bare, self._gateways[side], self._scheduler, self._chaos, self.call_times[side])


def _hubspot(transport: Transport) -> HubspotCrm:
    return HubspotCrm(transport, portal_id=lambda: str(HubspotSettings().portal_id))
