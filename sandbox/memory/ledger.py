"""The CallLedger in memory."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping, Sequence
from datetime import UTC, datetime, timedelta

from crmsync.core.call_counters import Counters, Demand, charged, refusal, returned, rolled
from crmsync.core.quota import Allowance, Refused
from crmsync.core.record import Millis, Side
from crmsync.ports.usage import HourlyCalls


class MemoryLedger:
    def __init__(self) -> None:
        self._counters = dict.fromkeys(Side, Counters())
        self._report: dict[Side, Counter[tuple[str, str, str, str]]] = {side: Counter() for side in Side}
        self._windows: dict[Side, int] = {}
        self._vendor: dict[Side, tuple[int, int, Millis]] = {}

    def reserve(
        self, side: Side, units: int, allowance: Allowance, now: Millis, *, searches: int = 0
    ) -> Refused | None:
        demand = Demand(units, searches, allowance, now)
        counters = rolled(self._counters[side], now, allowance.time_zone)
        refused = refusal(counters, demand)
        if refused is None:
            self._counters[side] = charged(counters, demand)
        return refused

    def give_back(self, side: Side, units: int, reserved_at: Millis) -> None:
        self._counters[side] = returned(self._counters[side], units, reserved_at)

    def used(self, side: Side, allowance: Allowance, now: Millis) -> int:
        return rolled(self._counters[side], now, allowance.time_zone).spent(allowance.window)

    def record(self, side: Side, at: Millis, counts: Mapping[tuple[str, str, str], int]) -> None:
        for key, calls in counts.items():
            self._report[side][_hour(at), *key] += calls

    def report(self, side: Side) -> Mapping[tuple[str, str, str, str], int]:
        """Calls by (hour, call class, purpose, function)."""
        return dict(self._report[side])

    def hourly(self, side: Side, now: Millis, days: int = 7) -> Sequence[HourlyCalls]:
        today = datetime.fromtimestamp(now / 1_000, UTC).date()
        first, last = f"{today - timedelta(days=days - 1)}T00", f"{today}T23"
        rows = [HourlyCalls(*key, calls) for key, calls in self._report[side].items()]
        return sorted(row for row in rows if first <= row.hour <= last)

    def set_vendor(self, side: Side, used: int, limit: int, at: Millis) -> None:
        self._vendor[side] = (used, limit, at)

    def vendor(self, side: Side) -> tuple[int, int, Millis] | None:
        return self._vendor.get(side)

    def set_window(self, side: Side, calls: int) -> None:
        self._windows[side] = calls

    def window(self, side: Side) -> int | None:
        return self._windows.get(side)


def _hour(at: Millis) -> str:
    return f"{datetime.fromtimestamp(at / 1_000, UTC):%Y-%m-%dT%H}"
