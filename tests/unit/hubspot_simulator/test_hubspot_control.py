"""The control endpoints: settings, bulk load, reset."""

from __future__ import annotations

from typing import Any

import pytest

from sandbox.hubspot.settings import BadSettingError, HubspotSettings, with_changes
from tests.unit.hubspot_simulator.world import World


def test_settings_are_shown_and_changed_at_run_time(world: World) -> None:
    shown = world.control("settings", {"portal_id": 42, "webhook_retry_gaps_s": [1, 2], "list_lag_s": 3})
    assert (shown["portal_id"], shown["webhook_retry_gaps_s"], shown["list_lag_s"]) == (42, [1, 2], 3.0)
    assert world.ok("GET", "/account-info/v3/details")["portalId"] == 42
    assert world.control("settings", method="GET") == shown


@pytest.mark.parametrize(
    "change",
    [{"nope": 1}, {"portal_id": "42"}, {"null_clears": 1}, {"app_token_state": "asleep"}, {"list_lag_s": True}],
)
def test_bad_settings_are_refused_by_name(world: World, change: dict[str, Any]) -> None:
    answer = world.send("POST", "/__sim__/settings", change)
    assert answer.status == 400
    assert next(iter(change)) in answer.json()["error"]
    with pytest.raises(BadSettingError):
        with_changes(HubspotSettings(), change)


def test_a_load_takes_the_good_records_and_names_the_bad(world: World) -> None:
    records = [{"email": "l1@example.org"}, {"email": "bad"}, {"email": "BH@hubspot.com"}, {"city": "Rome"}, {"x": "1"}]
    answer = world.control("load", {"object": "contacts", "records": records, "ids": [7, None, None, "51", None]})
    assert (answer["loaded"], answer["ids"]) == (1, ["7"])
    assert [one["index"] for one in answer["errors"]] == [1, 2, 3, 4]
    assert "PROPERTY_DOESNT_EXIST" in answer["errors"][3]["reason"]
    assert world.values("7", "email")["email"] == "l1@example.org"
    assert world.create() == "101"


def test_a_load_counts_no_calls_and_is_found_at_once(world: World) -> None:
    world.control("load", {"object": "companies", "records": [{"name": "Edge"}]})
    assert [one["id"] for one in world.ok("GET", world.objects("", "companies"))["results"]] == ["61", "101"]
    assert world.control("calls", method="GET")["total"] == 1


@pytest.mark.parametrize("body", [{"records": "x"}, {"records": [{}], "ids": ["1", "2"]}, {"object": "dragons"}])
def test_bad_loads_are_refused(world: World, body: Any) -> None:
    assert world.send("POST", "/__sim__/load", body).status == 400


def test_reset_goes_back_to_the_seed_data(world: World) -> None:
    world.switch(portal_id=42)
    world.control("webhooks", {"url": "http://sub.example", "subscriptions": None})
    world.create(email="gone@example.org")
    world.control("schema", {"op": "add_field", "object": "contacts", "field": {"name": "extra", "type": "string"}})
    world.control("limits", {"daily_used": 999})
    world.control("faults", [{"kind": "status", "times": 99}])
    world.control("reset")
    assert [one["id"] for one in world.ok("GET", world.objects())["results"]] == ["1", "51"]
    world.refused(404, "GET", "/crm/v3/properties/contacts/extra")
    assert world.control("limits", {})["daily_used"] == 2
    assert world.control("settings", method="GET")["portal_id"] == 42
    state = world.control("webhooks", method="GET")
    assert (state["url"], state["pending"]) == ("http://sub.example", 0)


def test_an_unknown_control_endpoint_is_404(world: World) -> None:
    assert world.send("POST", "/__sim__/nothing", {}).status == 404


def test_owners_by_email_id_and_user(world: World) -> None:
    assert world.ok("GET", "/crm/v3/owners/?email=KENJI.mori@example.com")["results"][0]["id"] == "184501102"
    assert world.ok("GET", "/crm/owners/2026-09/184501103")["email"] == "lena.fischer@example.com"
    assert world.ok("GET", "/crm/owners/2026-03/7001?idProperty=userId")["firstName"] == "Dana"
    world.refused(404, "GET", "/crm/v3/owners/1")
    world.refused(400, "GET", "/crm/v3/owners/1?idProperty=email")
    first = world.ok("GET", "/crm/v3/owners?limit=2")
    second = world.ok("GET", f"/crm/v3/owners?limit=2&after={first['paging']['next']['after']}")
    assert [len(first["results"]), len(second["results"])] == [2, 1]
