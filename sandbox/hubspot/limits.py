"""HubSpot's three limits: calls in ten seconds, searches in a second, calls in a day of the portal's time zone."""

from __future__ import annotations

from collections import deque
from collections.abc import Callable
from datetime import UTC, datetime, timedelta
from zoneinfo import ZoneInfo

from sandbox.frame.simulator import Clock
from sandbox.hubspot.errors import VendorError, rate_limited
from sandbox.hubspot.settings import HubspotSettings


class RollingWindow:
    """The times of the calls of the last `seconds`."""

    def __init__(self, seconds: float) -> None:
        self.seconds = seconds
        self._times: deque[float] = deque()

    def count(self, now: float) -> int:
        while self._times and self._times[0] <= now - self.seconds:
            self._times.popleft()
        return len(self._times)

    def add(self, now: float) -> None:
        self._times.append(now)

    def free_in(self, now: float) -> float:
        """Seconds until the oldest call leaves the window."""
        return max(0.0, self._times[0] + self.seconds - now) if self._times else 0.0


class CallLimits:
    def __init__(self, settings: Callable[[], HubspotSettings], clock: Clock) -> None:
        self._settings = settings
        self._clock = clock
        self._ten_secondly = RollingWindow(10.0)
        self._secondly_search = RollingWindow(1.0)
        self.daily_used = 0
        self._day_ends = 0.0

    def admit(self, *, search: bool) -> None:
        """Counts the call, or raises 429. A refused call leaves both windows as they were."""
        now = self._clock()
        self._roll_day(now)
        try:
            self._check(now, search)
        except VendorError:
            self.daily_used += self._settings().rejected_calls_count
            raise
        self.daily_used += 1
        if search:
            self._secondly_search.add(now)
        if not search or self._settings().search_counts_in_ten_secondly:
            self._ten_secondly.add(now)

    def _check(self, now: float, search: bool) -> None:
        settings = self._settings()
        if self.daily_used >= settings.daily_limit:
            raise self._refusal("DAILY", "daily", self._day_ends - now)
        if search and self._secondly_search.count(now) >= settings.search_per_second:
            raise self._refusal("SECONDLY", "secondly", self._secondly_search.free_in(now))
        if (not search or settings.search_counts_in_ten_secondly) and (
            self._ten_secondly.count(now) >= settings.ten_secondly_limit
        ):
            raise self._refusal("TEN_SECONDLY_ROLLING", "ten_secondly_rolling", self._ten_secondly.free_in(now))

    def _refusal(self, policy: str, words: str, wait: float) -> VendorError:
        after = {"Retry-After": str(int(wait) + 1)} if self._settings().retry_after_on_429 else {}
        return rate_limited(policy, words, after)

    def headers(self) -> dict[str, str]:
        settings = self._settings()
        remaining = settings.ten_secondly_limit - self._ten_secondly.count(self._clock())
        return {
            "X-HubSpot-RateLimit-Daily": str(settings.daily_limit),
            "X-HubSpot-RateLimit-Daily-Remaining": str(max(0, settings.daily_limit - self.daily_used)),
            "X-HubSpot-RateLimit-Interval-Milliseconds": "10000",
            "X-HubSpot-RateLimit-Max": str(settings.ten_secondly_limit),
            "X-HubSpot-RateLimit-Remaining": str(max(0, remaining)),
        }

    def resets_at(self) -> float:
        """When the daily count starts again: the next midnight of the portal, in epoch seconds."""
        self._roll_day(self._clock())
        return self._day_ends

    def _roll_day(self, now: float) -> None:
        if now < self._day_ends:
            return
        zone = ZoneInfo(self._settings().time_zone)
        midnight = datetime.fromtimestamp(now, UTC).astimezone(zone).replace(hour=0, minute=0, second=0, microsecond=0)
        self._day_ends = (midnight + timedelta(days=1)).timestamp()
        self.daily_used = 0
