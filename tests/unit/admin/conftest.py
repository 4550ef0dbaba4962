"""The admin commands over in-memory ports and two CRMs that answer what a test put there."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

import pytest
from crmsync.core.configuration import Configuration
from crmsync.core.default_configuration import DEFAULT_CONFIGURATION
from crmsync.core.failure import CrmError
from crmsync.core.record import Gone, Record, RecordRef, Side
from crmsync.ports.crm import Look, ReadOutcome, Seen
from crmsync.ports.queue_depths import QueueDepth
from crmsync.usecases.admin.confirm_breaker import ConfirmBreaker
from crmsync.usecases.admin.dispatch import Command, dispatch
from crmsync.usecases.admin.erase_person import ErasePerson
from crmsync.usecases.admin.feeds_shown import Feeds
from crmsync.usecases.admin.list_parked import ListParked
from crmsync.usecases.admin.list_previews import ListPreviews
from crmsync.usecases.admin.resync import Resync
from crmsync.usecases.admin.retry_parked import RetryParked
from crmsync.usecases.admin.set_config import SetConfig
from crmsync.usecases.admin.set_quota import SetQuota
from crmsync.usecases.admin.show_config import ShowConfig
from crmsync.usecases.admin.show_quota import ShowQuota
from crmsync.usecases.admin.show_record import ShowRecord
from crmsync.usecases.admin.show_status import ShowStatus
from crmsync.usecases.admin.show_usage import ShowUsage
from crmsync.usecases.admin.switch_sync import SwitchSync
from crmsync.usecases.guard_configuration import GuardOutcome, GuardResult
from crmsync.usecases.quota_states import QuotaStates
from crmsync.usecases.reconcile.fill_mapping import FillMapping
from crmsync.usecases.reconcile.rounds import Rounds
from crmsync.usecases.reconcile.start_round import StartRound
from crmsync.usecases.sync.batch import SyncPorts

from sandbox.memory.breakers import MemoryBreakers
from sandbox.memory.campaign_rounds import MemoryCampaignRounds
from sandbox.memory.clock import ManualClock
from sandbox.memory.configurations import MemoryConfigurations
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
from sandbox.memory.queue import MemoryQueue
from sandbox.memory.telemetry import MemoryTelemetry
from sandbox.memory.waiters import MemoryWaiters
from tests.unit.sync.calm_product import SteadyRandomness
from tests.unit.usecases.fake_crm import FakeGate


@dataclass
class FakeCrm:
    """Holds records; a side that is `down` raises."""

    side: Side
    records: dict[RecordRef, ReadOutcome] = field(default_factory=dict)
    down: CrmError | None = None
    looks: list[Look] = field(default_factory=list)

    def look(self, look: Look) -> Seen:
        self.looks.append(look)
        if self.down is not None:
            raise self.down
        found = {ref: self.records.get(ref, Gone(ref)) for ref in look.refs}
        return Seen(found, {email: self._bearers(email) for email in look.emails})

    def _bearers(self, email: str) -> tuple[Record, ...]:
        live = [record for record in self.records.values() if isinstance(record, Record)]
        return tuple(
            record for record in live if email in {str(record.values.get(name)).lower() for name in ("email", "Email")}
        )


class Admin:
    """Everything that a command touches, and `ask` for sending one."""

    def __init__(self) -> None:
        self.clock = ManualClock()
        self.configurations = MemoryConfigurations()
        self.parameters = MemoryParameters()
        self.parking = MemoryParking()
        self.ledger = MemoryLedger()
        self.jobs = MemoryJobs()
        self.feeds = MemoryFeedLog()
        self.links = MemoryLinks(self.clock)
        self.history = MemoryHistory()
        self.queue = MemoryQueue(self.clock)
        self.gate = FakeGate(FakeCrm(Side.HUBSPOT), FakeCrm(Side.SALESFORCE))
        self.breakers = MemoryBreakers()
        self.guarded = 0
        self.guard_outcome = GuardOutcome.ACTIVATED
        self.unfilled: tuple[str, ...] = ()
        self.depths = {"live": QueueDepth(3, 1), "bulk": QueueDepth(0, 0), "dead_letters": QueueDepth(2, 0)}

    def activate(self, configuration: Configuration = DEFAULT_CONFIGURATION) -> None:
        active = self.configurations.active()
        version = (active.version if active else 0) + 1
        made = Configuration(version, configuration.pairs, configuration.global_settings, configuration.quotas)
        self.configurations.activate(made, f"digest-{version}", self.clock.now(), {})

    def guard(self) -> GuardResult:
        self.guarded += 1
        return GuardResult(self.guard_outcome, unfilled=self.unfilled)

    def set_config(self) -> SetConfig:
        return SetConfig(self.configurations, self.parameters, self.guard)

    def switch(self, *, pauses: bool) -> SwitchSync:
        return SwitchSync(pauses, self.set_config(), self.parking, self.jobs, self.clock, SteadyRandomness())

    def sync_ports(self) -> SyncPorts:
        gate: Any = self.gate
        return SyncPorts(
            links=self.links,
            parking=self.parking,
            history=self.history,
            stamps=MemoryPendingStamps(),
            queue=self.queue,
            gate=gate,
            configurations=self.configurations,
            owners=MemoryOwnerDirectories(),
            campaigns=MemoryCampaignRounds(),
            clock=self.clock,
            randomness=SteadyRandomness(),
            telemetry=MemoryTelemetry(),
            breakers=self.breakers,
            feeds=self.feeds,
            waiters=MemoryWaiters(),
            in_the_way=MemoryWaiters(),
        )

    @property
    def start_round(self) -> StartRound:
        rounds = Rounds(self.jobs, self.clock, SteadyRandomness())
        return StartRound(rounds, MemoryImportQueue(self.clock), self.configurations)

    def show_quota(self) -> ShowQuota:
        return ShowQuota(QuotaStates(self.ledger, self.configurations, self.clock))

    @property
    def commands(self) -> Mapping[str, Command]:
        gate: Any = self.gate
        return {
            "status": ShowStatus(
                self.configurations,
                lambda: self.depths,
                self.parking,
                self.ledger,
                Feeds(self.feeds, self.jobs, dict.fromkeys(Side, "5 minutes"), 1_800_000),
                self.clock,
            ),
            "usage": ShowUsage(self.ledger, self.clock),
            "quota.show": self.show_quota(),
            "quota.set": SetQuota(self.set_config(), self.show_quota()),
            "parked.list": ListParked(self.parking),
            "parked.retry": RetryParked(self.parking, self.clock),
            "record.show": ShowRecord(self.links, self.parking, self.history, self.configurations, gate, self.clock),
            "preview.list": ListPreviews(self.parking, self.configurations),
            "config.show": ShowConfig(self.configurations, self.parameters, self.jobs),
            "config.set": self.set_config(),
            "pause": self.switch(pauses=True),
            "resume": self.switch(pauses=False),
            "breaker.confirm": ConfirmBreaker(self.breakers, self.parking, self.configurations, self.clock),
            "privacy.erase": ErasePerson(self.links, self.queue, self.clock),
            "resync": Resync(self.sync_ports(), FillMapping(self.start_round)),
        }

    def ask(self, command: str, **args: Any) -> Any:
        """The result of a command that is expected to succeed."""
        answer = dispatch(self.commands, {"command": command, "args": args})
        assert answer["ok"], answer
        return answer["result"]

    def refused(self, command: str, **args: Any) -> tuple[str, str]:
        """(code, message) of a command that is expected to be refused."""
        answer = dispatch(self.commands, {"command": command, "args": args})
        assert not answer["ok"], answer
        return answer["error"]["code"], answer["error"]["message"]


@pytest.fixture
def admin() -> Admin:
    return Admin()


@pytest.fixture
def active(admin: Admin) -> Admin:
    """With the default configuration active."""
    admin.activate()
    return admin
