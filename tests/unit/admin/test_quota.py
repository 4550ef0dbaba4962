"""The quota as an administrator sees it and sets it."""

import json
from dataclasses import replace
from typing import Any

import pytest
from crmsync.core.change import CallClass
from crmsync.core.configuration import QuotaSettings
from crmsync.core.default_configuration import DEFAULT_CONFIGURATION
from crmsync.core.quota import Allowance
from crmsync.core.record import Side

HOUR = 3_600_000
PLENTY = Allowance(1_000_000, "rolling")


def spend(admin: Any, side: Side, calls: int) -> None:
    admin.ledger.reserve(side, calls, PLENTY, admin.clock.now())
    admin.ledger.record(side, admin.clock.now(), {(CallClass.LIVE.value, "look", "sync_records"): calls})


@pytest.mark.s("S80", "S81")
def test_what_is_allotted_used_and_left(active: Any) -> None:
    active.ledger.set_vendor(Side.SALESFORCE, 2_000, 20_000, active.clock.now())
    spend(active, Side.SALESFORCE, 400)
    shown = active.ask("quota.show")["salesforce"]
    assert shown["limit"] == {"daily_limit": None, "percent": None}
    assert (shown["allocation"], shown["used"], shown["used_percent"], shown["warning"]) == (10_000, 400, 4.0, None)
    assert shown["left"] == {"live": 9_600, "poll": 7_600, "bulk": 6_600}
    assert shown["reserve"] == {"live": 20, "poll": 10}
    assert (shown["vendor"]["used"], shown["vendor"]["limit"]) == (2_000, 20_000)


@pytest.mark.parametrize(("calls", "warning"), [(749, None), (750, 75), (899, 75), (900, 90), (1_000, 90)])
def test_warnings_at_75_and_90_per_cent(admin: Any, calls: int, warning: int | None) -> None:
    admin.activate(replace(DEFAULT_CONFIGURATION, quotas={"hubspot": QuotaSettings(daily_limit=1_000)}))
    spend(admin, Side.HUBSPOT, calls)
    assert admin.ask("quota.show")["hubspot"]["warning"] == warning
    assert admin.ask("status")["quota"]["hubspot"]["warning"] == warning


def test_calls_of_each_hour_come_back_a_day_after_it(active: Any) -> None:
    hour = active.clock.now() // HOUR * HOUR
    spend(active, Side.HUBSPOT, 30)
    active.clock.advance(HOUR)
    spend(active, Side.HUBSPOT, 7)
    shown = active.ask("quota.show")["hubspot"]["comes_back"]
    assert [one["calls"] for one in shown] == [30, 7]
    active.clock.advance(hour + 25 * HOUR - active.clock.now())
    assert [one["calls"] for one in active.ask("quota.show")["hubspot"]["comes_back"]] == [7]
    assert active.ask("quota.show")["hubspot"]["used"] == 7


def test_a_calendar_day_gives_all_back_at_midnight(admin: Any) -> None:
    vienna = QuotaSettings(window="calendar", time_zone="Europe/Vienna")
    admin.activate(replace(DEFAULT_CONFIGURATION, quotas={"hubspot": vienna}))
    spend(admin, Side.HUBSPOT, 30)
    (back,) = admin.ask("quota.show")["hubspot"]["comes_back"]
    assert (back["calls"], back["at"][11:16]) == (30, "23:00")


def test_nothing_used_is_nothing_to_come_back(active: Any) -> None:
    assert active.ask("quota.show")["hubspot"]["comes_back"] == []


def parameter(admin: Any, side: str) -> Any:
    text = admin.parameters.read().get(f"quota/{side}")
    return None if text is None else json.loads(text)


def test_a_limit_is_written_and_compiled(active: Any) -> None:
    active.ask("quota.set", side="hubspot", daily_limit=5_000)
    assert parameter(active, "hubspot") == {"daily_limit": 5_000}
    assert (active.guarded, parameter(active, "salesforce")) == (1, None)


def test_one_limit_replaces_the_other_and_the_rest_stays(active: Any) -> None:
    active.parameters.write("quota/hubspot", '{"percent": 40, "reserve": {"live": 30}, "time_zone": "Asia/Tokyo"}')
    active.ask("quota.set", side="hubspot", daily_limit=5_000, reserve_poll=5)
    expected = {"reserve": {"live": 30, "poll": 5}, "time_zone": "Asia/Tokyo"}
    assert parameter(active, "hubspot") == {"daily_limit": 5_000, **expected}
    active.ask("quota.set", side="hubspot", percent=12.5)
    assert parameter(active, "hubspot") == {"percent": 12.5, **expected}
    active.ask("quota.set", side="hubspot", clear=True)
    assert parameter(active, "hubspot") == expected


@pytest.mark.parametrize(
    ("args", "words"),
    [
        ({}, "side is missing"),
        ({"side": "pipedrive"}, "'pipedrive' is none of hubspot, salesforce"),
        ({"side": "hubspot"}, "give daily_limit"),
        ({"side": "hubspot", "daily_limit": 0}, "daily_limit"),
        ({"side": "hubspot", "daily_limit": "many"}, "daily_limit"),
        ({"side": "hubspot", "percent": 101}, "percent"),
        ({"side": "hubspot", "daily_limit": 5, "percent": 10}, "exclude each other"),
        ({"side": "hubspot", "clear": True, "percent": 10}, "clear goes without"),
        ({"side": "hubspot", "window": "weekly"}, "window"),
        ({"side": "hubspot", "time_zone": "Middle/Earth"}, "time_zone"),
        ({"side": "hubspot", "reserve_live": 95}, "more than 100 percent"),
    ],
)
def test_a_wrong_limit_is_refused_and_changes_nothing(active: Any, args: dict[str, Any], words: str) -> None:
    code, message = active.refused("quota.set", **args)
    assert code == "bad_arguments"
    assert words in message
    assert (active.parameters.read(), active.guarded) == ({}, 0)


def test_a_parameter_that_is_broken_already_is_not_overwritten(active: Any) -> None:
    active.parameters.write("quota/hubspot", '{"daily": 5}')
    code, message = active.refused("quota.set", side="hubspot", daily_limit=5_000)
    assert (code, "correct it with config.set first" in message) == ("bad_parameter", True)
    assert parameter(active, "hubspot") == {"daily": 5}
