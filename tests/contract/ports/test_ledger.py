"""The contract of the CallLedger."""

from __future__ import annotations

from concurrent.futures import ThreadPoolExecutor
from typing import Any

import pytest
from crmsync.adapters.aws.dynamodb_usage import DynamoCallLedger
from crmsync.core.quota import Allowance, Refused
from crmsync.core.record import Side
from crmsync.ports.usage import CallLedger, HourlyCalls

from sandbox.memory.clock import START, ManualClock

HOUR = 3_600_000
DAY = 24 * HOUR
ROLLING = Allowance(cap=10, window="rolling")
CALENDAR = Allowance(cap=10, window="calendar", time_zone="Asia/Kolkata")
FAST = Allowance(cap=1_000, window="rolling", per_second=17, search_per_second=4)
SF, HS = Side.SALESFORCE, Side.HUBSPOT
NOON = START + 12 * HOUR


def reserve(ledger: CallLedger, units: int, allowance: Allowance, now: int, side: Side = SF) -> Refused | None:
    return ledger.reserve(side, units, allowance, now)


@pytest.mark.parametrize("allowance", [ROLLING, CALENDAR])
def test_units_are_taken_up_to_the_cap_and_never_beyond(ledger: CallLedger, allowance: Allowance) -> None:
    assert reserve(ledger, 7, allowance, NOON) is None
    refused = reserve(ledger, 4, allowance, NOON + 1)
    assert refused is not None
    assert refused.exhausted
    assert reserve(ledger, 3, allowance, NOON + 2) is None
    assert reserve(ledger, 1, allowance, NOON + 3) is not None
    assert ledger.used(SF, allowance, NOON) == 10
    assert ledger.used(HS, allowance, NOON) == 0
    assert reserve(ledger, 1, allowance, NOON, HS) is None


@pytest.mark.parametrize("allowance", [ROLLING, CALENDAR])
def test_more_than_the_cap_is_refused_from_the_start(ledger: CallLedger, allowance: Allowance) -> None:
    refused = reserve(ledger, 11, allowance, NOON)

    assert refused is not None
    assert refused.exhausted
    assert ledger.used(SF, allowance, NOON) == 0


def test_a_higher_cap_may_go_on_where_a_lower_one_stops(ledger: CallLedger) -> None:
    bulk, live = Allowance(5, "rolling"), Allowance(10, "rolling")
    assert reserve(ledger, 5, bulk, NOON) is None
    assert reserve(ledger, 1, bulk, NOON) is not None
    assert reserve(ledger, 5, live, NOON) is None


def test_a_rolling_day_frees_whole_hours_and_says_when(ledger: CallLedger) -> None:
    reserve(ledger, 4, ROLLING, NOON + 10)
    reserve(ledger, 6, ROLLING, NOON + 2 * HOUR)

    refused = reserve(ledger, 2, ROLLING, NOON + 3 * HOUR)
    assert refused == Refused(22 * HOUR, exhausted=True)
    opens = NOON + 3 * HOUR + refused.retry_after
    assert reserve(ledger, 2, ROLLING, opens - 1) is not None
    assert reserve(ledger, 2, ROLLING, opens) is None
    assert ledger.used(SF, ROLLING, opens) == 8
    assert ledger.used(SF, ROLLING, opens + 3 * DAY) == 0
    assert reserve(ledger, 10, ROLLING, opens + 3 * DAY) is None


def test_a_rolling_day_never_holds_more_than_the_cap(ledger: CallLedger) -> None:
    tried = range(NOON, NOON + 3 * DAY, 25 * 60_000)
    taken = [now for now in tried if reserve(ledger, 1, ROLLING, now) is None]

    assert len(taken) > 20
    assert all(sum(at - DAY < other <= at for other in taken) <= 10 for at in taken)


def test_a_calendar_day_opens_at_local_midnight(ledger: CallLedger) -> None:
    midnight = START + 18 * HOUR + HOUR // 2
    reserve(ledger, 10, CALENDAR, midnight - 5 * HOUR)

    assert reserve(ledger, 1, CALENDAR, midnight - 7) == Refused(7, exhausted=True)
    assert reserve(ledger, 1, CALENDAR, midnight) is None
    assert ledger.used(SF, CALENDAR, midnight) == 1
    assert ledger.used(SF, ROLLING, midnight) == 11


def test_a_changed_window_finds_what_was_used(ledger: CallLedger) -> None:
    reserve(ledger, 6, ROLLING, NOON)

    assert reserve(ledger, 6, Allowance(10, "calendar"), NOON + 1) is not None
    assert reserve(ledger, 4, Allowance(10, "calendar"), NOON + 1) is None
    assert reserve(ledger, 1, ROLLING, NOON + 2) is not None


def test_units_given_back_can_be_taken_again(ledger: CallLedger) -> None:
    reserve(ledger, 10, ROLLING, NOON)
    ledger.give_back(SF, 3, NOON)

    assert ledger.used(SF, ROLLING, NOON) == 7
    assert ledger.used(SF, CALENDAR, NOON) == 7
    assert reserve(ledger, 3, ROLLING, NOON) is None
    assert reserve(ledger, 1, ROLLING, NOON) is not None


def test_no_bucket_goes_below_zero(ledger: CallLedger) -> None:
    reserve(ledger, 2, ROLLING, NOON)
    reserve(ledger, 5, ROLLING, NOON + HOUR)

    ledger.give_back(SF, 4, NOON)
    assert ledger.used(SF, ROLLING, NOON + HOUR) == 5
    ledger.give_back(SF, 4, NOON)
    ledger.give_back(SF, 1, NOON - 5 * HOUR)
    ledger.give_back(HS, 1, NOON)
    assert ledger.used(SF, ROLLING, NOON + HOUR) == 5
    assert ledger.used(HS, ROLLING, NOON) == 0
    assert reserve(ledger, 6, ROLLING, NOON + HOUR) is not None


def test_units_of_yesterday_do_not_come_back_today(ledger: CallLedger) -> None:
    utc = Allowance(10, "calendar")
    reserve(ledger, 9, utc, START + DAY - 1)
    reserve(ledger, 5, utc, START + DAY)

    ledger.give_back(SF, 4, START + DAY - 1)
    assert ledger.used(SF, utc, START + DAY) == 5
    assert ledger.used(SF, ROLLING, START + DAY) == 10


def test_units_that_aged_out_are_not_given_back(ledger: CallLedger) -> None:
    reserve(ledger, 9, ROLLING, NOON)
    reserve(ledger, 5, ROLLING, NOON + 2 * DAY)
    ledger.give_back(SF, 9, NOON)

    assert ledger.used(SF, ROLLING, NOON + 2 * DAY) == 5


def test_no_more_calls_start_within_a_second_than_allowed(ledger: CallLedger) -> None:
    assert reserve(ledger, 10, FAST, NOON + 100, HS) is None
    assert reserve(ledger, 8, FAST, NOON + 250, HS) == Refused(750, exhausted=False)
    assert reserve(ledger, 7, FAST, NOON + 999, HS) is None
    assert reserve(ledger, 1, FAST, NOON + 999, HS) == Refused(1, exhausted=False)
    assert reserve(ledger, 17, FAST, NOON + 1_000, HS) is None
    assert ledger.used(HS, FAST, NOON + 1_000) == 34


def test_bulk_leaves_room_for_live_within_the_second(ledger: CallLedger) -> None:
    bulk = Allowance(1_000, "rolling", per_second=8)
    assert reserve(ledger, 8, bulk, NOON, HS) is None
    assert reserve(ledger, 1, bulk, NOON, HS) is not None
    assert reserve(ledger, 9, FAST, NOON, HS) is None


def test_searches_have_a_limit_of_their_own(ledger: CallLedger) -> None:
    assert ledger.reserve(HS, 3, FAST, NOON, searches=3) is None
    refused = ledger.reserve(HS, 2, FAST, NOON, searches=2)
    assert refused is not None
    assert not refused.exhausted
    assert ledger.reserve(HS, 1, FAST, NOON, searches=1) is None
    assert ledger.reserve(HS, 13, FAST, NOON) is None
    assert ledger.reserve(HS, 1, FAST, NOON) is not None


def test_more_at_once_than_a_second_holds_is_a_mistake(ledger: CallLedger) -> None:
    with pytest.raises(ValueError, match="18 calls at once"):
        reserve(ledger, 18, FAST, NOON, HS)
    with pytest.raises(ValueError, match="5 searches at once"):
        ledger.reserve(HS, 5, FAST, NOON, searches=5)


def test_a_clock_that_lags_spends_from_the_second_that_runs(ledger: CallLedger) -> None:
    reserve(ledger, 16, FAST, NOON + 2_000, HS)

    assert reserve(ledger, 1, FAST, NOON + 1_900, HS) is None
    assert reserve(ledger, 1, FAST, NOON + 1_900, HS) is not None
    assert reserve(ledger, 1, FAST, NOON + 2_100, HS) is not None


def test_the_report_adds_up_by_hour(ledger: CallLedger) -> None:
    live = ("live", "contacts.read", "sync_records")
    ledger.record(SF, NOON, {live: 2, ("poll", "query", "salesforce_poll"): 1})
    ledger.record(SF, NOON + 1, {live: 4})
    ledger.record(SF, NOON + 5 * HOUR, {live: 10})
    ledger.record(SF, NOON - DAY, {live: 100})
    ledger.record(HS, NOON, {live: 1_000})
    ledger.record(SF, NOON, {})

    assert list(ledger.hourly(SF, NOON)) == [
        HourlyCalls("2026-11-21T12", *live, 100),
        HourlyCalls("2026-11-22T12", *live, 6),
        HourlyCalls("2026-11-22T12", "poll", "query", "salesforce_poll", 1),
        HourlyCalls("2026-11-22T17", *live, 10),
    ]
    assert list(ledger.hourly(HS, NOON, 1)) == [HourlyCalls("2026-11-22T12", *live, 1_000)]
    assert list(ledger.hourly(SF, NOON - 2 * DAY)) == []
    assert [row.hour for row in ledger.hourly(SF, NOON + 6 * DAY)] == ["2026-11-22T12"] * 2 + ["2026-11-22T17"]


def test_what_the_vendor_grants_in_ten_seconds_is_shared(ledger: CallLedger) -> None:
    assert ledger.window(HS) is None
    for calls in (100, 100, 190):
        ledger.set_window(HS, calls)
        assert ledger.window(HS) == calls
    assert ledger.window(SF) is None


def test_the_vendors_figures_are_kept_as_last_seen(ledger: CallLedger) -> None:
    assert ledger.vendor(SF) is None
    ledger.set_vendor(SF, 10, 15_000, NOON)
    ledger.set_vendor(SF, 12, 15_000, NOON + 1)
    assert ledger.vendor(SF) == (12, 15_000, NOON + 1)
    assert ledger.vendor(HS) is None


@pytest.fixture
def shared(aws: Any, clock: ManualClock) -> DynamoCallLedger:
    return DynamoCallLedger(aws.dynamodb, aws.table(), clock)


@pytest.mark.parametrize("allowance", [Allowance(120, "rolling"), Allowance(120, "calendar", "Europe/Berlin")])
def test_fifty_threads_take_exactly_the_cap(shared: DynamoCallLedger, allowance: Allowance) -> None:
    def work(worker: int) -> int:
        return sum(reserve(shared, 2, allowance, NOON + turn * 30_000 + worker) is None for turn in range(4))

    with ThreadPoolExecutor(50) as pool:
        taken = 2 * sum(pool.map(work, range(50)))

    assert taken == 120
    assert shared.used(SF, allowance, NOON) == 120


def test_fifty_processes_share_each_second(aws: Any, clock: ManualClock) -> None:
    table = aws.table()
    ledgers = [DynamoCallLedger(aws.dynamodb, table, clock) for _ in range(50)]

    for second in range(3):
        at = NOON + second * 1_000
        with ThreadPoolExecutor(50) as pool:
            outcomes = list(pool.map(lambda ledger, at=at: reserve(ledger, 1, FAST, at, HS), ledgers))
        assert outcomes.count(None) == 17

    assert ledgers[0].used(HS, FAST, NOON) == 51


def test_buckets_age_out_once_under_a_race(shared: DynamoCallLedger) -> None:
    for hour in range(20):
        reserve(shared, 5, Allowance(100, "rolling"), NOON + hour * HOUR)
    later = NOON + 30 * HOUR

    def work(worker: int) -> int:
        if worker % 5 == 0:
            shared.give_back(SF, 1, NOON + worker % 20 * HOUR)
        return int(reserve(shared, 1, Allowance(100, "rolling"), later + worker) is None)

    with ThreadPoolExecutor(50) as pool:
        taken = sum(pool.map(work, range(50)))

    remaining = 5 * 14
    used = shared.used(SF, ROLLING, later)
    assert taken >= 30
    assert remaining + taken - 10 <= used <= 100
    with ThreadPoolExecutor(50) as pool:
        taken = sum(pool.map(lambda _: int(reserve(shared, 1, Allowance(100, "rolling"), later) is None), range(50)))
    assert used + taken == 100
