"""What the steps of one batch share: ports, CRM access, configuration, the batch's token and its deadline."""

from __future__ import annotations

from dataclasses import dataclass, replace

from crmsync.core.change import CARRIED_VALUES_MAX_AGE
from crmsync.core.configuration import Configuration
from crmsync.core.record import Millis
from crmsync.ports.breakers import Breakers
from crmsync.ports.budget import CrmAccess, CrmGate
from crmsync.ports.campaign_rounds import CampaignRounds
from crmsync.ports.clock import Clock, Randomness
from crmsync.ports.configurations import ConfigurationStore
from crmsync.ports.feed_log import FeedLog
from crmsync.ports.history import History
from crmsync.ports.links import LinkStore
from crmsync.ports.owner_directories import OwnerDirectories
from crmsync.ports.parking import Parking
from crmsync.ports.pending_stamps import PendingStamps
from crmsync.ports.queue import ChangeQueue
from crmsync.ports.telemetry import Telemetry
from crmsync.ports.waiters import Waiters

LEASE: Millis = 75_000
"""Longer than the function's timeout, so that a dead worker's lease is surely nobody's."""

LATEST_EFFECT: Millis = 15_000
"""How long after a call got no answer its write may still take effect."""

MIN_LEASE_LEFT: Millis = 15_000
"""No write starts with less: one HTTP attempt (10 s at most) must end within the lease."""


LAST_CALL: Millis = 15_000
"""So long before an invocation's deadline the last call may begin: it takes 10 s at most, and then come the commits."""


@dataclass(frozen=True, slots=True)
class Source:
    """What may be believed of the records that a batch carries.

    `carried_max_age`: how old their values may be. `best_come_first`: of the Salesforce records with one e-mail
    address the best one comes before the others, so that nobody needs to be asked for rivals. `is_import`: whoever
    is outside the inclusion list is linked all the same, with the address alone; and nobody changed just now, so that
    the list need not be asked twice. `compares`, a reconcile: linked records are compared whatever they show, the
    others are left alone; nobody changed just now here either. `fills` are the mapping keys of a back-fill.
    """

    carried_max_age: Millis = CARRIED_VALUES_MAX_AGE
    best_come_first: bool = False
    is_import: bool = False
    compares: bool = False
    fills: frozenset[str] = frozenset()

    @property
    def is_settled(self) -> bool:
        """Whether no change of these minutes is what brings the records."""
        return self.is_import or self.compares


FEED = Source()


@dataclass(frozen=True, slots=True)
class SyncPorts:
    links: LinkStore
    parking: Parking
    history: History
    stamps: PendingStamps
    queue: ChangeQueue
    gate: CrmGate
    configurations: ConfigurationStore
    owners: OwnerDirectories
    campaigns: CampaignRounds
    clock: Clock
    randomness: Randomness
    telemetry: Telemetry
    breakers: Breakers
    waiters: Waiters
    in_the_way: Waiters
    feeds: FeedLog

    def in_time(self, deadline: Millis) -> SyncPorts:
        """The same for one invocation. A batch that slow CRMs hold up is tried again later, as far as it had no calls:
        killed at the deadline, its worker would leave each record to an invocation of its own.
        """
        return replace(self, gate=self.gate.until(deadline - LAST_CALL))


@dataclass(frozen=True, slots=True)
class Batch:
    """`token` marks every lease and reservation of the batch; `leased_until` is when they lapse.

    `source` is what the records were carried from.
    """

    ports: SyncPorts
    crms: CrmAccess
    configuration: Configuration
    token: str
    leased_until: Millis
    source: Source = FEED

    @property
    def is_dry(self) -> bool:
        """Plans are told and not carried out."""
        return self.configuration.global_settings.dry_run

    def may_still_write(self) -> bool:
        return self.leased_until - self.ports.clock.now() >= MIN_LEASE_LEFT
