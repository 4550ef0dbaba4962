"""Ports that store nothing, for a plan on demand: the worker's own steps run on them and leave no trace."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import NoReturn

from crmsync.core.change import Change
from crmsync.core.link import Link
from crmsync.core.parked import Parked
from crmsync.core.record import Millis, RecordRef
from crmsync.core.stamps import PendingStamp
from crmsync.ports.budget import CrmGate
from crmsync.ports.clock import Clock, Randomness
from crmsync.ports.configurations import ConfigurationStore
from crmsync.ports.history import HistoryRow
from crmsync.ports.links import Claim, Commit, Held, LinkStore, Reservation
from crmsync.ports.parking import Parking
from crmsync.ports.pending_stamps import StampSheet
from crmsync.usecases.sync.batch import SyncPorts


def shadow_ports(
    *,
    links: LinkStore,
    parking: Parking,
    gate: CrmGate,
    configurations: ConfigurationStore,
    clock: Clock,
    randomness: Randomness,
) -> SyncPorts:
    """Reads are real; what would be stored, sent or told is dropped."""
    return SyncPorts(
        links=ShadowLinks(links),
        parking=ShadowParking(parking),
        history=ShadowHistory(),
        stamps=ShadowStamps(),
        queue=ShadowQueue(),
        gate=gate,
        configurations=configurations,
        clock=clock,
        randomness=randomness,
        telemetry=ShadowTelemetry(),
    )


def _never() -> NoReturn:
    raise AssertionError("a plan on demand stores nothing")


@dataclass(frozen=True, slots=True)
class ShadowLinks:
    """Every reservation is granted: nothing is created under it."""

    real: LinkStore

    def find(self, refs: Sequence[RecordRef]) -> Mapping[RecordRef, Link]:
        return self.real.find(refs)

    def reserve(self, reservations: Sequence[Reservation]) -> list[Held]:
        return [Held.DONE] * len(reservations)

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

    def hasten(self, _: Millis, __: Sequence[str]) -> int:
        return 0


class ShadowHistory:
    def add(self, _: Sequence[HistoryRow]) -> None:
        pass

    def of(self, _: RecordRef, __: int) -> list[HistoryRow]:
        return []


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
