"""Endpoints that the vendor's clients may call and crmsync does not: they answer for the same state."""

from __future__ import annotations

import pytest

from tests.unit.hubspot_simulator.world import World


@pytest.mark.parametrize("family", ["/crm/v3/pipelines", "/crm/pipelines/2026-03"])
def test_a_single_pipeline_and_its_stages(world: World, family: str) -> None:
    stages = [{"label": "Open", "displayOrder": 0, "metadata": {"probability": "0.3"}}]
    made = world.ok("POST", f"{family}/deals", {"label": "Renewals", "displayOrder": 1, "stages": stages})
    one = f"{family}/deals/{made['id']}"
    assert world.ok("PATCH", one, {"label": "Renewed"})["label"] == "Renewed"
    assert world.ok("GET", one)["label"] == "Renewed"
    (stage,) = world.ok("GET", f"{one}/stages")["results"]
    assert world.ok("GET", f"{one}/stages/{stage['id']}")["label"] == "Open"
    assert world.send("DELETE", one).status == 204
    world.refused(404, "GET", one)


@pytest.mark.parametrize("path", ["/crm/v3/properties/contacts", "/crm/properties/2026-09/0-1"])
def test_a_single_property(world: World, path: str) -> None:
    shown = world.ok("GET", f"{path}/email")
    assert (shown["name"], shown["type"], shown["hasUniqueValue"]) == ("email", "string", True)
    world.refused(404, "GET", f"{path}/nonsense")


def test_the_lists_of_a_single_record(world: World) -> None:
    asked = {"name": "All", "objectTypeId": "0-1", "processingType": "MANUAL"}
    made = world.ok("POST", "/crm/v3/lists", asked)["list"]["listId"]
    world.ok("PUT", f"/crm/v3/lists/{made}/memberships/add", ["51"])
    shown = [world.ok("GET", f"/crm/lists/2026-09/records/0-1/{one}/memberships")["results"] for one in ("51", "1")]
    assert [[each["listId"] for each in one] for one in shown] == [[made], []]


def test_the_subscription_status_as_version_3_tells_it(world: World) -> None:
    def status() -> str:
        shown = world.ok("GET", "/communication-preferences/v3/status/email/bh@hubspot.com")
        return str(shown["subscriptionStatuses"][0]["status"])

    assert status() == "SUBSCRIBED"
    world.ok("POST", "/communication-preferences/v4/statuses/bh@hubspot.com/unsubscribe-all?channel=EMAIL")
    assert status() == "NOT_SUBSCRIBED"


def test_a_label_is_dropped(world: World) -> None:
    labels = "/crm/v4/associations/contacts/companies/labels"
    made = world.ok("POST", labels, {"name": "boss", "label": "Boss of"})["results"]
    assert "Boss of" in [one["label"] for one in world.ok("GET", labels)["results"]]
    assert world.send("DELETE", f"{labels}/{made[0]['typeId']}").status == 204
    assert "Boss of" not in [one["label"] for one in world.ok("GET", labels)["results"]]


def test_a_limit_of_associations_is_changed(world: World) -> None:
    limits = "/crm/associations/2026-09/definitions/configurations/companies/contacts"
    for action, most in (("create", 1), ("update", 5)):
        world.ok("POST", f"{limits}/batch/{action}", {"inputs": [{"typeId": 280, "maxToObjectIds": most}]})
        assert [one["userEnforcedMaxToObjectIds"] for one in world.ok("GET", limits)["results"]] == [most]
