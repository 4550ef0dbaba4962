"""`usage`: the calls of the last seven days, by hour, purpose and function, and the vendors' own figures."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from typing import Any

from crmsync.core.record import Millis, Side
from crmsync.ports.clock import Clock
from crmsync.ports.usage import CallLedger, HourlyCalls
from crmsync.usecases.admin.dispatch import Args
from crmsync.usecases.admin.shown import shown_time

DAYS = 7


@dataclass(frozen=True, slots=True)
class ShowUsage:
    ledger: CallLedger
    clock: Clock

    def __call__(self, _: Args) -> dict[str, Any]:
        """By side: `{"days": [{"date", "calls"}, …], "hours": [{"hour", "calls"}, …], "by_class", "by_purpose",
        "by_function", "vendor": {"used", "limit", "at"}}`; times in UTC, the oldest first, hours without calls left
        out. The vendor's figures are null until they were read for the first time.
        """
        return {side.value: self._of(side, self.clock.now()) for side in Side}

    def _of(self, side: Side, now: Millis) -> dict[str, Any]:
        rows = self.ledger.hourly(side, now, DAYS)
        by_hour = _sums((row.hour, row.calls) for row in rows)
        used, limit, at = self.ledger.vendor(side) or (None, None, None)
        return {
            "days": _days(rows, now),
            "hours": [{"hour": f"{hour}:00Z", "calls": calls} for hour, calls in sorted(by_hour.items())],
            "by_class": _sums((row.call_class, row.calls) for row in rows),
            "by_purpose": _sums((row.purpose, row.calls) for row in rows),
            "by_function": _sums((row.function, row.calls) for row in rows),
            "vendor": {"used": used, "limit": limit, "at": shown_time(at)},
        }


def _days(rows: Iterable[HourlyCalls], now: Millis) -> list[dict[str, Any]]:
    calls = _sums((row.hour[:10], row.calls) for row in rows)
    today = datetime.fromtimestamp(now / 1_000, UTC).date()
    dates = [(today - timedelta(days=back)).isoformat() for back in range(DAYS - 1, -1, -1)]
    return [{"date": date, "calls": calls.get(date, 0)} for date in dates]


def _sums(parts: Iterable[tuple[str, int]]) -> Mapping[str, int]:
    """The most first."""
    counted: Counter[str] = Counter()
    for name, calls in parts:
        counted[name] += calls
    return dict(counted.most_common())
