"""Call counters: the daily allocation, HubSpot's short windows, and the record of what was used."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import NamedTuple, Protocol

from crmsync.core.change import CallClass
from crmsync.core.quota import Allowance, Refused
from crmsync.core.record import Millis, Side


class HourlyCalls(NamedTuple):
    """Calls of one kind that were made in one hour, `2026-11-22T07` in UTC."""

    hour: str
    call_class: str
    purpose: str
    function: str
    calls: int


class CallLedger(Protocol):
    """Atomic, never over the cap under concurrency; each unit is one HTTP attempt."""

    def reserve(
        self, side: Side, units: int, allowance: Allowance, now: Millis, *, searches: int = 0
    ) -> Refused | None:
        """Takes the units, all or none. None when they are ours."""

    def give_back(self, side: Side, units: int, reserved_at: Millis) -> None:
        """Returns units that no socket was opened for."""

    def used(self, side: Side, allowance: Allowance, now: Millis) -> int:
        """Units spent in the present window."""

    def record(self, side: Side, at: Millis, counts: Mapping[tuple[str, str, str], int]) -> None:
        """Adds to the hourly report: (call class, purpose, function) → calls."""

    def hourly(self, side: Side, now: Millis, days: int = 7) -> Sequence[HourlyCalls]:
        """The report of the last days in UTC, today included, the oldest hour first."""

    def set_vendor(self, side: Side, used: int, limit: int, at: Millis) -> None:
        """Stores the vendor's own figures."""

    def vendor(self, side: Side) -> tuple[int, int, Millis] | None:
        """(used, limit, when) as last stored."""

    def set_window(self, side: Side, calls: int) -> None:
        """Stores how many calls in ten seconds the vendor says that it grants; nothing is done when that is known."""

    def window(self, side: Side) -> int | None:
        """As last stored; None before the vendor said it."""


class Caller(NamedTuple):
    """Who makes the calls of one invocation, for the report."""

    function: str
    call_class: CallClass
