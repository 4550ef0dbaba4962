"""Ports that store nothing, for a plan on demand: the worker's own steps run on them and leave no trace."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import NoReturn

from crmsync.core.change import Change
from crmsync.core.feed_health import FeedHealth, LiveFeed
from crmsync.core.link import Link
from crmsync.core.owner_directory import OwnerDirectory
from crmsync.core.parked import Parked
from crmsync.core.record import Millis, RecordRef
from crmsync.core.stamps import PendingStamp
from crmsync.ports.budget import CrmGate
from crmsync.ports.campaign_rounds import CampaignRound
from crmsync.ports.clock import Clock, Randomness
from crmsync.ports.configurations import ConfigurationStore
from crmsync.ports.history import History, HistoryRow
from crmsync.ports.links import Claim, Commit, Held, LinkStore, Reservation
from crmsync.ports.owner_directories import OwnerDirectories, Round
from crmsync.ports.parking import Parking
from crmsync.ports.pending_stamps import StampSheet
from crmsync.ports.waiters import Waiting
from crmsync.usecases.sync.batch import SyncPorts


def shadow_ports(
    *,
    links: LinkStore,
    parking: Parking,
    gate: CrmGate,
    configurations: ConfigurationStore,
    clock: Clock,
    randomness: Randomness,
    owners: OwnerDirectories,
    history: History,
) -> SyncPorts:
    """Reads are real; what would be stored, sent or told is dropped."""
    return SyncPorts(
        links=ShadowLinks(links),
        parking=ShadowParking(parking),
        history=ShadowHistory(history),
        stamps=ShadowStamps(),
        queue=ShadowQueue(),
        gate=gate,
        configurations=configurations,
        clock=clock,
        randomness=randomness,
        telemetry=ShadowTelemetry(),
        owners=ShadowOwners(owners),
        campaigns=ShadowCampaignRounds(),
        breakers=ShadowBreakers(),
        feeds=ShadowFeedLog(),
        waiters=ShadowWaiters(),
        in_the_way=ShadowWaiters(),
    )


def shadow_of(ports: SyncPorts) -> SyncPorts:
    """The same ports, of which nothing is stored."""
    return shadow_ports(
        links=ports.links,
        parking=ports.parking,
        gate=ports.gate,
        configurations=ports.configurations,
        clock=ports.clock,
        randomness=ports.randomness,
        owners=ports.owners,
        history=ports.history,
    )


def _never() -> NoReturn:
    raise AssertionError("a plan on demand stores nothing")


@dataclass(frozen=True, slots=True)
class ShadowLinks:
    """Every reservation is granted but an erased person's: nothing is created under it."""

    real: LinkStore

    def find(self, refs: Sequence[RecordRef]) -> Mapping[RecordRef, Link]:
        return self.real.find(refs)

    def reserve(self, reservations: Sequence[Reservation]) -> list[Held]:
        erased = self.real.suppressed([key for one in reservations for key in one.keys])
        return [Held.SUPPRESSED if erased.intersection(one.keys) else Held.DONE for one in reservations]

    def suppress(self, _: Sequence[str]) -> None:
        _never()

    def suppressed(self, keys: Sequence[str]) -> frozenset[str]:
        return self.real.suppressed(keys)

    def release(self, _: Sequence[Reservation]) -> None:
        pass

    def claim(self, _: Sequence[Claim]) -> list[Held]:
        _never()

    def commit(self, _: Sequence[Commit]) -> list[Held]:
        _never()

    def create(self, _: Sequence[Link]) -> list[Held]:
        _never()

    def move(self, _: Link, __: Link) -> Held:
        _never()

    def delete(self, _: Link) -> Held:
        _never()


@dataclass(frozen=True, slots=True)
class ShadowParking:
    real: Parking

    def of(self, ref: RecordRef) -> list[Parked]:
        return self.real.of(ref)

    def park(self, _: Sequence[Parked]) -> None:
        pass

    def due(self, _: Millis, __: int) -> list[Parked]:
        return []

    def postpone(self, _: Sequence[Parked], __: Millis) -> None:
        pass

    def clear(self, _: RecordRef, __: Sequence[str]) -> None:
        pass

    def show(self, limit: int, after: str | None = None) -> tuple[list[Parked], str | None]:
        return self.real.show(limit, after)

    def whole(self, refs: Sequence[RecordRef]) -> Mapping[RecordRef, Parked]:
        return self.real.whole(refs)

    def oldest(self, _: Sequence[str]) -> Millis | None:
        _never()

    def hasten(self, _: Millis, __: Sequence[str], *, part: str = "", object_type: str = "") -> int:  # noqa: ARG002
        return 0


@dataclass(frozen=True, slots=True)
class ShadowHistory:
    real: History

    def add(self, _: Sequence[HistoryRow]) -> None:
        pass

    def of(self, ref: RecordRef, limit: int) -> list[HistoryRow]:
        return self.real.of(ref, limit)

    def erase(self, _: Sequence[RecordRef]) -> None:
        _never()


class ShadowStamps:
    def add(self, _: Sequence[PendingStamp], __: str) -> None:
        pass

    def oldest(self, _: int) -> list[StampSheet]:
        return []

    def remove(self, _: Sequence[StampSheet]) -> None:
        pass


class ShadowQueue:
    def send(self, _: Sequence[Change], *, delay: Millis = 0, single: bool = False) -> None:
        pass


class ShadowTelemetry:
    def count(self, metric: str, value: float = 1, **dimensions: str) -> None:
        pass

    def note(self, message: str, **facts: str | float | None) -> None:
        pass


class ShadowCampaignRounds:
    """Campaigns without option are not asked for."""

    def last_round(self) -> CampaignRound:
        return CampaignRound()

    def note_round(self, _: Millis) -> None:
        _never()

    def note_try(self, _: Millis) -> None:
        _never()

    def ask_for(self, _: Sequence[str]) -> None:
        return None


@dataclass(frozen=True, slots=True)
class ShadowOwners:
    """Whom the directory does not have is not asked for."""

    real: OwnerDirectories

    def present(self) -> OwnerDirectory | None:
        return self.real.present()

    def keep(self, _: OwnerDirectory, __: Millis) -> None:
        _never()

    def last_round(self) -> Round:
        return self.real.last_round()

    def note_try(self, _: Millis) -> None:
        pass

    def ask_for(self, _: Sequence[str]) -> None:
        pass


class ShadowBreakers:
    def take(self, _: str, wanted: int, __: int, ___: Millis) -> int:
        return wanted

    def give_back(self, _: str, __: int) -> None:
        pass

    def confirm(self, _: str, __: Millis) -> None:
        _never()


class ShadowWaiters:
    def add(self, waiting: Mapping[RecordRef, Sequence[RecordRef]]) -> Mapping[RecordRef, Sequence[RecordRef]]:
        return dict.fromkeys(waiting, ())

    def acknowledge(self, _: Mapping[RecordRef, Sequence[RecordRef]]) -> None:
        pass

    def of(self, _: Sequence[RecordRef]) -> Mapping[RecordRef, Waiting]:
        return {}

    def forget(self, _: Mapping[RecordRef, Waiting]) -> None:
        pass


class ShadowFeedLog:
    def heard(self, _: LiveFeed, __: Millis) -> None:
        pass

    def missed(self, _: LiveFeed, __: int, ___: Millis) -> None:
        pass

    def polled(self, _: LiveFeed, __: Millis) -> None:
        pass

    def of(self, _: LiveFeed) -> FeedHealth:
        return FeedHealth()
