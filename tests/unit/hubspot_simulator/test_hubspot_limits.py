"""Who may call, and how often."""

from __future__ import annotations

from collections.abc import Callable

import pytest

from tests.unit.hubspot_simulator.world import World

CONTACT = "/crm/v3/objects/contacts/1"
SEARCH = "/crm/v3/objects/contacts/search"
DAY_END = 1_780_005_600.0  # midnight of 29 May 2026 in Berlin


@pytest.mark.parametrize(
    ("state", "category"), [("expired", "EXPIRED_AUTHENTICATION"), ("revoked", "INVALID_AUTHENTICATION")]
)
def test_a_dead_token_is_401(world: World, state: str, category: str) -> None:
    world.switch(app_token_state=state)
    assert world.refused(401, "GET", CONTACT)["category"] == category
    world.ok("GET", CONTACT, who="user")


@pytest.mark.parametrize("token", ["", "pat-unknown"])
def test_no_token_and_a_wrong_token_are_401(world: World, token: str) -> None:
    body = world.refused(401, "GET", CONTACT, who=token)
    assert (body["status"], body["category"]) == ("error", "INVALID_AUTHENTICATION")


def test_a_missing_scope_counts_for_the_type_however_it_is_spelled(world: World) -> None:
    world.switch(missing_scopes=["crm.objects.companies.read", "communication_preferences.read_write"])
    body = world.refused(403, "GET", "/crm/v3/objects/0-2")
    assert body["errors"][0]["context"]["requiredGranularScopes"] == ["crm.objects.companies.read"]
    world.refused(403, "POST", "/communication-preferences/v4/statuses/a@b.org/unsubscribe-all?channel=EMAIL")
    world.ok("GET", "/crm/v3/objects/0-2", who="user")
    world.ok("GET", CONTACT)


def test_ten_seconds_roll(world_with: Callable[..., World]) -> None:
    world = world_with(ten_secondly_limit=3)
    for _ in range(3):
        world.ok("GET", CONTACT)
        world.now += 3
    refused = world.send("GET", CONTACT)
    assert refused.status == 429
    assert refused.json()["message"] == "You have reached your ten_secondly_rolling limit."
    assert "Retry-After" not in refused.headers
    world.now += 1
    answer = world.send("GET", CONTACT)
    assert (answer.status, answer.headers["X-HubSpot-RateLimit-Remaining"]) == (200, "0")


def test_headers_count_down(world: World) -> None:
    first, second = world.send("GET", CONTACT), world.send("GET", CONTACT)
    assert first.headers["X-HubSpot-RateLimit-Daily"] == "625000"
    assert first.headers["X-HubSpot-RateLimit-Daily-Remaining"] == "624999"
    assert first.headers["X-HubSpot-RateLimit-Interval-Milliseconds"] == "10000"
    assert (first.headers["X-HubSpot-RateLimit-Max"], second.headers["X-HubSpot-RateLimit-Remaining"]) == ("190", "188")
    assert "X-HubSpot-RateLimit-Max" not in world.send("GET", CONTACT, who="user").headers


@pytest.mark.parametrize("shown", [False, True])
def test_search_answers_may_have_no_limit_headers(world: World, shown: bool) -> None:
    world.switch(search_has_rate_headers=shown)
    assert ("X-HubSpot-RateLimit-Max" in world.send("POST", SEARCH, {}).headers) is shown


def test_five_searches_a_second(world: World) -> None:
    for _ in range(5):
        world.ok("POST", SEARCH, {})
    assert world.refused(429, "POST", SEARCH, {})["policyName"] == "SECONDLY"
    world.ok("GET", CONTACT)
    world.now += 1
    world.ok("POST", SEARCH, {})


@pytest.mark.parametrize(("counts", "status"), [(True, 429), (False, 200)])
def test_searches_may_count_in_the_ten_seconds(world: World, counts: bool, status: int) -> None:
    world.switch(ten_secondly_limit=2, search_counts_in_ten_secondly=counts)
    for _ in range(2):
        world.ok("POST", SEARCH, {})
    assert world.send("GET", CONTACT).status == status


def test_the_day_ends_at_midnight_of_the_portal(world: World) -> None:
    world.switch(daily_limit=2)
    world.ok("GET", CONTACT)
    world.ok("GET", CONTACT)
    assert world.refused(429, "GET", CONTACT)["policyName"] == "DAILY"
    world.now = DAY_END - 0.1
    world.refused(429, "GET", CONTACT)
    world.now = DAY_END
    world.ok("GET", CONTACT)


@pytest.mark.parametrize(("counts", "used"), [(False, 1), (True, 3)])
def test_refused_calls_may_count_for_the_day(world: World, counts: bool, used: int) -> None:
    world.switch(ten_secondly_limit=1, rejected_calls_count=counts)
    world.ok("GET", CONTACT)
    for _ in range(2):
        world.refused(429, "GET", CONTACT)
    assert world.control("limits", {})["daily_used"] == used


def test_retry_after_may_be_there(world: World) -> None:
    world.switch(ten_secondly_limit=1, retry_after_on_429=True)
    world.ok("GET", CONTACT)
    world.now += 4
    assert world.send("GET", CONTACT).headers["Retry-After"] == "7"


@pytest.mark.parametrize("version", ["v3", "2026-03", "2026-09"])
def test_usage_shows_the_calls_of_the_day(world: World, version: str) -> None:
    world.control("limits", {"daily_used": 500, "daily_max": 1000})
    usage = world.ok("GET", f"/account-info/{version}/api-usage/daily/private-apps")["results"][0]
    assert (usage["usageLimit"], usage["currentUsage"]) == (1000, 501)
    assert usage["resetsAt"] == "2026-05-28T22:00:00.000Z"


def test_account_details_know_the_zone(world: World) -> None:
    details = world.ok("GET", "/account-info/v3/details")
    assert (details["portalId"], details["timeZone"]) == (8123456, "Europe/Berlin")
    assert (details["utcOffset"], details["utcOffsetMilliseconds"]) == ("+02:00", 7_200_000)
    world.switch(time_zone="America/New_York")
    assert world.ok("GET", "/account-info/2026-09/details")["utcOffset"] == "-04:00"
