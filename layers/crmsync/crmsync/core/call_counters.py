"""The arithmetic of one side's call counters: hourly buckets of a rolling day, the calendar day, this second."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from datetime import datetime, timedelta

from crmsync.core.quota import Allowance, Refused
from crmsync.core.record import Millis
from crmsync.core.time_zone import time_zone_of

SECOND: Millis = 1_000
HOUR: Millis = 3_600_000
BUCKETS_KEPT = 24
"""Whole hours behind the running one: a call counts for 24 to 25 hours, never for less than the vendor's day."""


@dataclass(frozen=True, slots=True)
class Counters:
    """`used` is the sum of `hours` (by hour since the epoch); buckets before `aged` are gone.

    `day_start` is the local midnight that `day_used` counts from. Both windows are always counted, so that a
    changed setting finds the right figure.
    """

    used: int = 0
    aged: int = 0
    hours: Mapping[int, int] = field(default_factory=dict)
    day_start: Millis = 0
    day_used: int = 0
    second: int = 0
    second_calls: int = 0
    second_searches: int = 0

    def spent(self, window: str) -> int:
        return self.day_used if window == "calendar" else self.used


@dataclass(frozen=True, slots=True)
class Demand:
    """What one reservation asks for. Raises ValueError for more at once than one second can hold."""

    units: int
    searches: int
    allowance: Allowance
    now: Millis

    def __post_init__(self) -> None:
        if self.units > (self.allowance.per_second or self.units):
            raise ValueError(f"{self.units} calls at once, but only {self.allowance.per_second} a second")
        if self.searches > (self.allowance.search_per_second or self.searches):
            raise ValueError(f"{self.searches} searches at once, but {self.allowance.search_per_second} a second")


def hour_of(at: Millis) -> int:
    return at // HOUR


def first_hour(now: Millis) -> int:
    """The oldest hour that still counts."""
    return hour_of(now) - BUCKETS_KEPT


def day_start(now: Millis, time_zone: str) -> Millis:
    """The last local midnight."""
    local = datetime.fromtimestamp(now / 1_000, time_zone_of(time_zone))
    return int(local.replace(hour=0, minute=0, second=0, microsecond=0).timestamp()) * 1_000


def next_day_start(now: Millis, time_zone: str) -> Millis:
    """The next local midnight; local days are 23 to 25 hours long."""
    zone = time_zone_of(time_zone)
    tomorrow = datetime.fromtimestamp(now / 1_000, zone).date() + timedelta(days=1)
    return int(datetime.combine(tomorrow, datetime.min.time(), zone).timestamp()) * 1_000


def until_next_second(now: Millis) -> Millis:
    return SECOND - now % SECOND


def rolled(counters: Counters, now: Millis, time_zone: str) -> Counters:
    """The counters as they stand now. What another clock already moved further stays there."""
    first, today, second = first_hour(now), day_start(now, time_zone), now // SECOND
    if counters.aged < first:
        hours = {hour: calls for hour, calls in counters.hours.items() if hour >= first}
        counters = replace(counters, aged=first, hours=hours, used=sum(hours.values()))
    if counters.day_start < today:
        counters = replace(counters, day_start=today, day_used=0)
    if counters.second < second:
        counters = replace(counters, second=second, second_calls=0, second_searches=0)
    return counters


def refusal(counters: Counters, demand: Demand) -> Refused | None:
    """Why the demand cannot be met by counters that are `rolled`; None when it can."""
    allowance = demand.allowance
    if counters.spent(allowance.window) + demand.units > allowance.cap:
        return Refused(_until_room(counters, demand), exhausted=True)
    too_fast = _over(counters.second_calls + demand.units, allowance.per_second) or (
        demand.searches > 0 and _over(counters.second_searches + demand.searches, allowance.search_per_second)
    )
    return Refused(until_next_second(demand.now), exhausted=False) if too_fast else None


def _over(count: int, limit: int | None) -> bool:
    return limit is not None and count > limit


def _until_room(counters: Counters, demand: Demand) -> Millis:
    """A calendar window opens at local midnight, a rolling one when enough of the oldest buckets have aged out."""
    if demand.allowance.window == "calendar":
        return next_day_start(demand.now, demand.allowance.time_zone) - demand.now
    excess = counters.used + demand.units - demand.allowance.cap
    opens = demand.now + HOUR
    for hour in sorted(counters.hours):
        opens = (hour + BUCKETS_KEPT + 1) * HOUR
        excess -= counters.hours[hour]
        if excess <= 0:
            break
    return max(SECOND, opens - demand.now)


def charged(counters: Counters, demand: Demand) -> Counters:
    """The counters with the demand taken."""
    hour = hour_of(demand.now)
    return replace(
        counters,
        used=counters.used + demand.units,
        hours={**counters.hours, hour: counters.hours.get(hour, 0) + demand.units},
        day_used=counters.day_used + demand.units,
        second_calls=counters.second_calls + demand.units,
        second_searches=counters.second_searches + demand.searches,
    )


def returned(counters: Counters, units: int, reserved_at: Millis) -> Counters:
    """The counters with units back in the bucket that they came from; none for a bucket that aged out.

    The second is not given back: it is over before anybody could use it.
    """
    hour = hour_of(reserved_at)
    held = counters.hours.get(hour, 0)
    units = min(units, held)
    same_day = reserved_at >= counters.day_start
    return replace(
        counters,
        used=counters.used - units,
        hours={**counters.hours, hour: held - units} if hour in counters.hours else counters.hours,
        day_used=counters.day_used - min(units, counters.day_used) if same_day else counters.day_used,
    )
