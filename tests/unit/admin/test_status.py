"""`status`."""

from dataclasses import replace
from typing import Any

import pytest
from crmsync.core.configuration import GlobalSettings, QuotaSettings
from crmsync.core.default_configuration import DEFAULT_CONFIGURATION
from crmsync.core.feed_health import LiveFeed
from crmsync.core.parked import Category, Parked
from crmsync.core.poll_cursor import PollCursor
from crmsync.core.quota import Allowance
from crmsync.core.record import RecordRef, Side
from crmsync.core.refusal import Refusal
from crmsync.usecases.admin.shown import shown_time

from sandbox.memory.clock import START


def spend(admin: Any, side: Side, calls: int) -> None:
    assert admin.ledger.reserve(side, calls, Allowance(10_000, "rolling"), admin.clock.now()) is None


def test_before_the_first_configuration(admin: Any) -> None:
    status = admin.ask("status")
    assert status["configuration"] == {"version": None, "refused": 0}
    assert status["paused"] is False
    assert status["polls"] == {
        side: {"polled_until": None, "interval": "5 minutes"} for side in ("hubspot", "salesforce")
    }
    assert {name: feed["state"] for name, feed in status["feeds"].items()} == {
        "hubspot_webhook": "unheard",
        "salesforce_change_event": "unheard",
        "salesforce_outbound": None,
    }


def test_configuration_and_switches(admin: Any) -> None:
    admin.activate(replace(DEFAULT_CONFIGURATION, global_settings=GlobalSettings(paused=True, dry_run=True)))
    admin.configurations.refuse([Refusal("settings/contact", "/x", "unknown key", "remove it")], "d", 0)
    status = admin.ask("status")
    assert status["configuration"] == {"version": 1, "refused": 1}
    assert (status["paused"], status["dry_run"]) == (True, True)


def test_queues(active: Any) -> None:
    queues = active.ask("status")["queues"]
    assert queues["live"] == {"waiting": 3, "in_flight": 1}
    assert queues["dead_letters"] == {"waiting": 2, "in_flight": 0}


def test_parked_by_category(active: Any) -> None:
    refs = [RecordRef(Side.HUBSPOT, "contact", str(number)) for number in range(1, 6)]
    categories = [Category.QUOTA, Category.DUPLICATES, Category.QUOTA, Category.QUOTA, Category.MAPPING]
    active.parking.park([Parked(ref, kind, "why", "fix", 0) for ref, kind in zip(refs, categories, strict=True)])
    assert active.ask("status")["parked"] == {
        "total": 5,
        "by_category": {"duplicates": 1, "mapping": 1, "quota": 3},
        "more": False,
    }


def test_a_large_backlog_is_not_counted_to_its_end(active: Any) -> None:
    rows = [Parked(RecordRef(Side.HUBSPOT, "contact", str(n)), Category.QUOTA, "w", "f", 0) for n in range(10_001)]
    active.parking.park(rows)
    assert active.ask("status")["parked"] == {"total": 10_000, "by_category": {"quota": 10_000}, "more": True}


def test_calls_left_by_class(active: Any) -> None:
    active.ledger.set_vendor(Side.SALESFORCE, 0, 20_000, active.clock.now())
    spend(active, Side.SALESFORCE, 400)
    quota = active.ask("status")["quota"]["salesforce"]
    assert quota == {
        "allocation": 10_000,
        "used": 400,
        "used_percent": 4.0,
        "warning": None,
        "left": {"live": 9_600, "poll": 7_600, "bulk": 6_600},
        "window": "rolling",
    }


@pytest.mark.s("S74", "S82")
def test_others_calls_lower_what_is_left(active: Any) -> None:
    active.ledger.set_vendor(Side.SALESFORCE, 19_950, 20_000, active.clock.now())
    left = active.ask("status")["quota"]["salesforce"]["left"]
    assert left == {"live": 50, "poll": 0, "bulk": 0}


@pytest.mark.s("S80")
def test_the_administrators_quota(admin: Any) -> None:
    admin.activate(replace(DEFAULT_CONFIGURATION, quotas={"hubspot": QuotaSettings(daily_limit=1_000)}))
    spend(admin, Side.HUBSPOT, 10)
    quota = admin.ask("status")["quota"]["hubspot"]
    assert (quota["allocation"], quota["used"], quota["left"]["live"]) == (1_000, 10, 990)


def test_figures_are_fresh_at_each_request(active: Any) -> None:
    active.ask("status")
    spend(active, Side.HUBSPOT, 7)
    assert active.ask("status")["quota"]["hubspot"]["used"] == 7


def test_the_slowest_object_says_how_far_a_poll_is(active: Any) -> None:
    cursors = {"Contact": PollCursor(0, START + 60_000).as_dict(), "Lead": PollCursor(0, START).as_dict()}
    active.jobs.start("salesforce_poll", "token", START, START + 1)
    active.jobs.finish("salesforce_poll", "token", {"cursors": cursors})
    polls = active.ask("status")["polls"]
    assert polls["salesforce"]["polled_until"] == "2026-11-22T00:00:00.000Z"
    assert polls["hubspot"]["polled_until"] is None


def test_the_live_feeds_and_the_pace_of_their_polls(active: Any) -> None:
    now = active.clock.now()
    active.feeds.heard(LiveFeed.HUBSPOT_WEBHOOK, now - 60_000)
    active.feeds.heard(LiveFeed.SALESFORCE_CHANGE_EVENT, now - 7_200_000)
    active.feeds.missed(LiveFeed.SALESFORCE_CHANGE_EVENT, 3, now)
    active.feeds.heard(LiveFeed.SALESFORCE_OUTBOUND, now)
    status = active.ask("status")
    feeds = status["feeds"]
    assert feeds["hubspot_webhook"] == {
        "last_event_at": shown_time(now - 60_000),
        "state": "healthy",
        "missed_at": None,
    }
    assert (feeds["salesforce_change_event"]["state"], feeds["salesforce_outbound"]["state"]) == ("lost", None)
    assert {side: poll["interval"] for side, poll in status["polls"].items()} == {
        "hubspot": "30 minutes",
        "salesforce": "5 minutes",
    }
