"""`quota.show`: each side's allocation, what is used of it, what is left to whom, and when calls come back."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from crmsync.core.call_counters import HOUR, SECOND
from crmsync.core.change import CallClass
from crmsync.core.quota_state import QuotaState, returns
from crmsync.core.record import Millis, Side
from crmsync.ports.usage import HourlyCalls
from crmsync.usecases.admin.dispatch import Args
from crmsync.usecases.admin.shown import shown_time
from crmsync.usecases.quota_states import QuotaStates

DAYS = 3
"""Of the report by hour: whole UTC days that a rolling day of 25 hours may touch."""


@dataclass(frozen=True, slots=True)
class ShowQuota:
    states: QuotaStates

    def __call__(self, _: Args) -> dict[str, Any]:
        """By side: `{"limit": {"daily_limit", "percent"}, "allocation", "used", "used_percent", "warning" (75, 90 or
        null), "reserve", "left" (by class), "window", "time_zone", "comes_back": [{"at", "calls"}, …], "vendor"}`.
        """
        return {side.value: self.shown(side) for side in Side}

    def shown(self, side: Side) -> dict[str, Any]:
        state = self.states(side)
        used, limit, at = state.vendor or (None, None, None)
        return {
            "limit": {"daily_limit": state.settings.daily_limit, "percent": state.settings.percent},
            "allocation": state.allocation,
            "used": state.used,
            "used_percent": round(state.used_percent, 1),
            "warning": state.warning,
            "reserve": {"live": state.settings.reserve_live, "poll": state.settings.reserve_poll},
            "left": {call_class.value: state.left[call_class] for call_class in CallClass},
            "window": state.settings.window,
            "time_zone": state.settings.time_zone,
            "comes_back": self._comes_back(state),
            "vendor": {"used": used, "limit": limit, "at": shown_time(at)},
        }

    def _comes_back(self, state: QuotaState) -> list[dict[str, Any]]:
        """By the report of calls, which an interrupted worker may have left short."""
        now = self.states.clock.now()
        by_hour: Counter[int] = Counter()
        for row in self.states.ledger.hourly(state.side, now, DAYS):
            by_hour[_hour(row)] += row.calls
        found = returns(state.settings, by_hour, state.used, now)
        return [{"at": shown_time(one.at), "calls": one.calls} for one in found]


def _hour(row: HourlyCalls) -> Millis:
    """Since the epoch."""
    return int(datetime.fromisoformat(f"{row.hour}:00+00:00").timestamp()) * SECOND // HOUR
