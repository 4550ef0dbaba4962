"""How many calls each class of work may make."""

from __future__ import annotations

import pytest
from crmsync.core.change import CallClass
from crmsync.core.configuration import QuotaSettings
from crmsync.core.quota import Allowance, allocation, allowance
from crmsync.core.rate_window import granted_in_ten_seconds
from crmsync.core.record import Side
from hypothesis import given
from hypothesis import strategies as st

LIVE, POLL, BULK = CallClass.LIVE, CallClass.POLL, CallClass.BULK
DEFAULT = QuotaSettings()


@pytest.mark.s("S73", "S80")
@pytest.mark.parametrize(
    ("settings", "vendor_limit", "side", "expected"),
    [
        (DEFAULT, 100_000, Side.SALESFORCE, 50_000),
        (DEFAULT, 625_000, Side.HUBSPOT, 500_000),
        (DEFAULT, None, Side.SALESFORCE, 7_500),
        (DEFAULT, None, Side.HUBSPOT, 200_000),
        (QuotaSettings(percent=12.5), 100_000, Side.SALESFORCE, 12_500),
        (QuotaSettings(percent=400), 100_000, Side.SALESFORCE, 100_000),
        (QuotaSettings(percent=0), 100_000, Side.SALESFORCE, 0),
        (QuotaSettings(daily_limit=600), 100_000, Side.SALESFORCE, 600),
        (QuotaSettings(daily_limit=600, percent=90), 100_000, Side.HUBSPOT, 600),
        (QuotaSettings(daily_limit=200_000), 100_000, Side.SALESFORCE, 100_000),
        (QuotaSettings(daily_limit=200_000), None, Side.SALESFORCE, 200_000),
        (QuotaSettings(daily_limit=0), 100_000, Side.SALESFORCE, 0),
    ],
)
def test_the_allocation(settings: QuotaSettings, vendor_limit: int | None, side: Side, expected: int) -> None:
    assert allocation(settings, vendor_limit, side) == expected


def test_bulk_stops_first_then_poll_live_last() -> None:
    settings = QuotaSettings(daily_limit=1_000, reserve_live=20, reserve_poll=10)

    caps = {call_class: allowance(settings, None, call_class, Side.SALESFORCE).cap for call_class in CallClass}

    assert caps == {LIVE: 1_000, POLL: 800, BULK: 700}


def test_salesforce_has_no_limit_a_second() -> None:
    settings = QuotaSettings(daily_limit=9, window="calendar", time_zone="Europe/Berlin")

    assert allowance(settings, 100, LIVE, Side.SALESFORCE) == Allowance(9, "calendar", "Europe/Berlin", None, None)


@pytest.mark.parametrize(("call_class", "per_second"), [(LIVE, 17), (POLL, 17), (BULK, 8)])
def test_hubspot_has_limits_a_second(call_class: CallClass, per_second: int) -> None:
    granted = allowance(DEFAULT, 250_000, call_class, Side.HUBSPOT)

    assert (granted.per_second, granted.search_per_second) == (per_second, 2)
    assert (granted.window, granted.time_zone) == ("rolling", "UTC")


@pytest.mark.parametrize(
    ("window", "live", "bulk"),
    [(None, 17, 8), (190, 17, 8), (100, 9, 4), (110, 10, 5), (250, 22, 11), (12, 1, 1), (5, 1, 1)],
)
def test_the_pace_follows_what_the_portal_grants(window: int | None, live: int, bulk: int) -> None:
    def pace(call_class: CallClass) -> int | None:
        return allowance(DEFAULT, 250_000, call_class, Side.HUBSPOT, window=window).per_second

    assert (pace(LIVE), pace(POLL), pace(BULK)) == (live, live, bulk)


@pytest.mark.parametrize(
    ("most", "interval", "granted"),
    [
        ("190", "10000", 190),
        ("100", None, 100),
        ("19", "1000", 190),
        ("", "10000", None),
        ("0", "10000", None),
        ("x", "y", None),
    ],
)
def test_what_an_answer_tells_of_the_portal(most: str, interval: str | None, granted: int | None) -> None:
    headers = {"x-hubspot-ratelimit-max": most}
    if interval is not None:
        headers["x-hubspot-ratelimit-interval-milliseconds"] = interval
    assert granted_in_ten_seconds(headers) == granted
    assert granted_in_ten_seconds({}) is None


def test_what_the_vendor_has_left_lowers_the_cap() -> None:
    settings = QuotaSettings(daily_limit=1_000)

    def cap(call_class: CallClass, remaining: int) -> int:
        granted = allowance(settings, 5_000, call_class, Side.SALESFORCE, used=300, remaining_by_vendor=remaining)
        return granted.cap

    assert cap(LIVE, 5_000) == 1_000
    assert cap(LIVE, 100) == 400
    assert cap(LIVE, -1) == 300
    assert cap(POLL, 100) == 200
    assert cap(BULK, 100) == 100
    assert cap(BULK, -1) == 0


@given(
    daily_limit=st.none() | st.integers(0, 10_000),
    percent=st.none() | st.floats(0, 200),
    reserves=st.tuples(st.integers(0, 100), st.integers(0, 100)),
    vendor_limit=st.none() | st.integers(0, 20_000),
    used=st.integers(0, 20_000),
    remaining=st.none() | st.integers(-10, 20_000),
    side=st.sampled_from(Side),
)
def test_caps_are_ordered_and_bounded(
    *,
    daily_limit: int | None,
    percent: float | None,
    reserves: tuple[int, int],
    vendor_limit: int | None,
    used: int,
    remaining: int | None,
    side: Side,
) -> None:
    settings = QuotaSettings(daily_limit, percent, reserve_live=reserves[0], reserve_poll=reserves[1])

    def cap(call_class: CallClass, remaining: int | None) -> int:
        return allowance(settings, vendor_limit, call_class, side, used=used, remaining_by_vendor=remaining).cap

    lowered = [cap(call_class, remaining) for call_class in (BULK, POLL, LIVE)]
    free = [cap(call_class, None) for call_class in (BULK, POLL, LIVE)]

    assert lowered == sorted(lowered)
    assert all(0 <= low <= high for low, high in zip(lowered, free, strict=True))
    assert vendor_limit is None or free[-1] <= vendor_limit
