"""The CallLedger in memory."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping, Sequence
from datetime import UTC, datetime, timedelta

from crmsync.core.call_counters import Counters, Demand, charged, refusal, returned, rolled
from crmsync.core.quota import Allowance, Refused
from crmsync.core.record import Millis, Side


class MemoryLedger:
    def __init__(self) -> None:
        self._counters = dict.fromkeys(Side, Counters())
        self._report: dict[Side, Counter[tuple[str, str, str, str]]] = {side: Counter() for side in Side}
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
            self._report[side][_date(at), *key] += calls

    def report(self, side: Side) -> Mapping[tuple[str, str, str, str], int]:
        """Calls by (date, call class, purpose, function)."""
        return dict(self._report[side])

    def days(self, side: Side, now: Millis, days: int = 7) -> Sequence[tuple[str, int]]:
        today = datetime.fromtimestamp(now / 1_000, UTC).date()
        dates = [(today - timedelta(days=back)).isoformat() for back in range(days - 1, -1, -1)]
        return [(date, self._calls(side, date)) for date in dates]

    def _calls(self, side: Side, date: str) -> int:
        return sum(calls for key, calls in self._report[side].items() if key[0] == date)

    def set_vendor(self, side: Side, used: int, limit: int, at: Millis) -> None:
        self._vendor[side] = (used, limit, at)

    def vendor(self, side: Side) -> tuple[int, int, Millis] | None:
        return self._vendor.get(side)


def _date(at: Millis) -> str:
    return datetime.fromtimestamp(at / 1_000, UTC).date().isoformat()
