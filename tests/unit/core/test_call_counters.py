"""The arithmetic of the call counters."""

from __future__ import annotations

from datetime import UTC, datetime
from zoneinfo import ZoneInfo

import pytest
from crmsync.core.call_counters import (
    HOUR,
    Counters,
    Demand,
    charged,
    day_start,
    next_day_start,
    refusal,
    returned,
    rolled,
    until_next_second,
)
from crmsync.core.quota import Allowance, Refused
from hypothesis import given
from hypothesis import strategies as st

DAY = 24 * HOUR


def millis(text: str, zone: str = "UTC") -> int:
    return int(datetime.fromisoformat(text).replace(tzinfo=ZoneInfo(zone)).timestamp() * 1_000)


@pytest.mark.parametrize(
    ("now", "zone", "start", "end"),
    [
        ("2026-11-22T23:59:59.999", "UTC", "2026-11-22", "2026-11-23"),
        ("2026-11-22T00:00:00", "Asia/Kolkata", "2026-11-22", "2026-11-23"),
        ("2026-03-29T12:00:00", "Europe/Berlin", "2026-03-29", "2026-03-30"),
        ("2026-10-25T12:00:00", "Europe/Berlin", "2026-10-25", "2026-10-26"),
        ("2026-11-01T23:30:00", "America/New_York", "2026-11-01", "2026-11-02"),
    ],
)
def test_days_begin_at_local_midnight_also_when_clocks_change(now: str, zone: str, start: str, end: str) -> None:
    assert day_start(millis(now, zone), zone) == millis(start, zone)
    assert next_day_start(millis(now, zone), zone) == millis(end, zone)


def test_the_next_second_is_never_now() -> None:
    assert [until_next_second(now) for now in (0, 1, 999, 1_000)] == [1_000, 999, 1, 1_000]


def test_a_bucket_counts_for_24_full_hours_and_not_for_26() -> None:
    now = 1_000 * HOUR + HOUR - 1
    counters = charged(rolled(Counters(), now, "UTC"), Demand(5, 0, Allowance(9, "rolling"), now))

    assert rolled(counters, now + DAY, "UTC").used == 5
    assert rolled(counters, now + DAY + 1, "UTC").used == 0


@pytest.mark.parametrize(
    ("cap", "units", "hours", "opens_in"),
    [
        (10, 1, {100: 1, 101: 9}, 1),
        (10, 2, {100: 1, 101: 9}, 2),
        (10, 10, {100: 1, 101: 5, 110: 4}, 11),
        (3, 1, {100: 5, 120: 5}, 21),
        (0, 1, {}, 1),
    ],
)
def test_a_rolling_day_opens_when_enough_has_aged_out(
    cap: int, units: int, hours: dict[int, int], opens_in: int
) -> None:
    """At hour 124, when the bucket of hour 100 has one hour to go."""
    now = 124 * HOUR
    counters = rolled(Counters(used=sum(hours.values()), hours=hours), now, "UTC")

    refused = refusal(counters, Demand(units, 0, Allowance(cap, "rolling"), now))

    assert refused == Refused(opens_in * HOUR, exhausted=True)


def test_the_cap_is_named_before_the_second() -> None:
    counters = Counters(used=10, second_calls=17)

    refused = refusal(counters, Demand(1, 0, Allowance(10, "rolling", per_second=17), 5 * HOUR))

    assert refused is not None
    assert refused.exhausted


def test_searches_are_not_limited_where_there_is_no_limit() -> None:
    assert refusal(Counters(), Demand(1, 1, Allowance(10, "rolling"), HOUR)) is None


def test_another_clock_that_is_ahead_is_not_turned_back() -> None:
    ahead = Counters(used=3, aged=500, hours={499: 3}, day_start=500 * HOUR, second=500 * 3_600)

    assert rolled(ahead, 400 * HOUR, "UTC") == ahead


Steps = st.lists(st.tuples(st.sampled_from(["take", "give"]), st.integers(1, 9), st.integers(0, 9 * HOUR)), max_size=40)


@given(steps=Steps, cap=st.integers(0, 30), window=st.sampled_from(["rolling", "calendar"]))
def test_no_window_ever_holds_more_than_the_cap(steps: list[tuple[str, int, int]], cap: int, window: str) -> None:
    """Against a plain list of what was taken and not given back."""
    allowance = Allowance(cap, window, "Asia/Kolkata")
    counters, now = Counters(), int(datetime(2026, 11, 22, tzinfo=UTC).timestamp() * 1_000)
    taken: list[int] = []
    for verb, units, later in steps:
        now += later
        counters = rolled(counters, now, allowance.time_zone)
        if verb == "take" and refusal(counters, Demand(units, 0, allowance, now)) is None:
            counters = charged(counters, Demand(units, 0, allowance, now))
            taken += [now] * units
        elif verb == "give" and taken:
            counters = returned(counters, 1, taken.pop())
        first = now - DAY if window == "rolling" else day_start(now, allowance.time_zone) - 1
        assert sum(at > first for at in taken) <= min(cap, counters.spent(window))
        assert counters.used == sum(counters.hours.values())
        assert min([counters.used, counters.day_used, *counters.hours.values()]) >= 0
