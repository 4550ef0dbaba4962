"""Stores that keep nothing, as DynamoDB does from the process's point of view: what is left is the process's own."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from crmsync.core.link import Link
from crmsync.core.parked import Parked
from crmsync.core.quota import Allowance, Refused
from crmsync.core.record import Millis, RecordRef, Side
from crmsync.ports.history import HistoryRow
from crmsync.ports.links import Claim, Commit, Held, Reservation

from sandbox.memory.ledger import MemoryLedger
from sandbox.memory.parking import MemoryParking
from sandbox.memory.telemetry import MemoryTelemetry


class ForgetfulLinks:
    """A LinkStore of a portal in which nobody is linked."""

    def find(self, _: Sequence[RecordRef]) -> Mapping[RecordRef, Link]:
        return {}

    def claim(self, claims: Sequence[Claim]) -> list[Held]:
        return [Held.DONE] * len(claims)

    def commit(self, commits: Sequence[Commit]) -> list[Held]:
        return [Held.DONE] * len(commits)

    def reserve(self, reservations: Sequence[Reservation]) -> list[Held]:
        return [Held.DONE] * len(reservations)

    def release(self, reservations: Sequence[Reservation]) -> None:
        pass

    def suppress(self, keys: Sequence[str]) -> None:
        pass

    def suppressed(self, keys: Sequence[str]) -> frozenset[str]:  # noqa: ARG002 - the port's name
        return frozenset()

    def create(self, links: Sequence[Link]) -> list[Held]:
        return [Held.DONE] * len(links)

    def move(self, link: Link, successor: Link) -> Held:  # noqa: ARG002 - the port's names
        return Held.DONE

    def delete(self, link: Link) -> Held:  # noqa: ARG002 - the port's name
        return Held.DONE


class ForgetfulHistory:
    def add(self, rows: Sequence[HistoryRow]) -> None:
        pass

    def erase(self, refs: Sequence[RecordRef]) -> None:
        pass

    def of(self, ref: RecordRef, limit: int) -> list[HistoryRow]:  # noqa: ARG002 - the port's names
        return []


class ForgetfulParking(MemoryParking):
    def park(self, rows: Sequence[Parked]) -> None:
        pass


class GenerousLedger(MemoryLedger):
    """Never refuses, so that the process is as fast as it can be."""

    def reserve(
        self,
        side: Side,
        units: int,
        allowance: Allowance,
        now: Millis,
        *,
        searches: int = 0,
    ) -> Refused | None:
        del side, units, allowance, now, searches
        return None


class SilentTelemetry(MemoryTelemetry):
    def note(self, message: str, **facts: str | float | None) -> None:
        pass
