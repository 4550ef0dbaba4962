"""Pipelines of deals and tickets, and records that stand in a stage of theirs."""

from __future__ import annotations

from typing import Any

import pytest

from tests.unit.hubspot_simulator.world import World

NEW = {
    "label": "Renewals",
    "displayOrder": 1,
    "stages": [
        {"label": "Open", "displayOrder": 0, "metadata": {"probability": "0.3"}},
        {"label": "Renewed", "displayOrder": 1, "metadata": {"probability": 1.0}},
    ],
}
FAMILIES = pytest.mark.parametrize("family", ["/crm/v3/pipelines", "/crm/pipelines/2026-09"])


def values_of(world: World, kind: str, record_id: str, *names: str) -> dict[str, Any]:
    shown = world.ok("GET", f"/crm/v3/objects/{kind}/{record_id}?properties={','.join(names)}")["properties"]
    return {name: shown[name] for name in names}


def deal(world: World, **properties: Any) -> str:
    return world.create(kind="deals", dealname="Big", **properties)


def test_a_new_portal_has_a_sales_and_a_support_pipeline(world: World) -> None:
    (sales,) = world.ok("GET", "/crm/v3/pipelines/deals")["results"]
    assert (sales["id"], [stage["id"] for stage in sales["stages"]][-2:]) == ("default", ["closedwon", "closedlost"])
    assert sales["stages"][5]["metadata"] == {"probability": "1.0", "isClosed": "true"}
    (support,) = world.ok("GET", "/crm/v3/pipelines/0-5")["results"]
    assert [(one["id"], one["metadata"]["ticketState"]) for one in support["stages"]][-1] == ("4", "CLOSED")
    world.refused(400, "GET", "/crm/v3/pipelines/contacts")


@FAMILIES
def test_a_pipeline_is_created_and_its_stages_become_options(world: World, family: str) -> None:
    made = world.ok("POST", f"{family}/deals", NEW)
    assert [stage["metadata"]["isClosed"] for stage in made["stages"]] == ["false", "true"]
    stage = world.ok("POST", f"{family}/deals/{made['id']}/stages", {"label": "Lost", "metadata": {"probability": 0}})
    listed = {one["name"]: one for one in world.ok("GET", "/crm/v3/properties/deals")["results"]}
    assert made["id"] in {option["value"] for option in listed["pipeline"]["options"]}
    assert stage["id"] in {option["value"] for option in listed["dealstage"]["options"]}
    world.refused(409, "POST", f"{family}/deals", NEW)


@pytest.mark.parametrize(
    "body",
    [
        {"label": "None", "displayOrder": 0, "stages": []},
        {"label": "Odd", "displayOrder": 0, "stages": [{"label": "x", "metadata": {"probability": "2"}}]},
        {"label": "Bare", "displayOrder": 0, "stages": [{"label": "x"}]},
        {"displayOrder": 0, "stages": NEW["stages"]},
    ],
)
def test_a_bad_pipeline_is_refused(world: World, body: dict[str, Any]) -> None:
    world.refused(400, "POST", "/crm/v3/pipelines/deals", body)


def test_a_stage_is_renamed_and_archived(world: World) -> None:
    path = "/crm/v3/pipelines/deals/default/stages/contractsent"
    changed = world.ok("PATCH", path, {"label": "Sent", "metadata": {"probability": "0.95"}})
    assert (changed["label"], changed["metadata"]["probability"]) == ("Sent", "0.95")
    assert world.send("DELETE", path).status == 204
    world.refused(404, "GET", path)
    body = {"properties": {"dealname": "x", "dealstage": "contractsent"}}
    assert world.refused(400, "POST", "/crm/v3/objects/deals", body)["errors"][0]["code"] == "INVALID_OPTION"


def test_the_latest_paths_do_not_archive_what_is_in_use(world: World) -> None:
    deal(world, dealstage="closedwon")
    path = "/crm/pipelines/2026-09/deals/default/stages/closedwon"
    world.refused(400, "DELETE", path)
    assert world.send("DELETE", f"{path}?validateDealStageUsagesBeforeDelete=false").status == 204


def test_a_stage_belongs_to_its_pipeline(world: World) -> None:
    made = world.ok("POST", "/crm/v3/pipelines/deals", NEW)
    stage = made["stages"][0]["id"]
    body = {"properties": {"dealname": "x", "dealstage": stage}}
    assert world.refused(400, "POST", "/crm/v3/objects/deals", body)["errors"][0]["context"] == {
        "propertyName": ["dealstage"]
    }
    there = deal(world, dealstage=stage, pipeline=made["id"])
    assert values_of(world, "deals", there, "pipeline") == {"pipeline": made["id"]}
    world.refused(400, "PATCH", f"/crm/v3/objects/deals/{there}", {"properties": {"dealstage": "closedwon"}})
    world.refused(400, "PATCH", f"/crm/v3/objects/deals/{there}", {"properties": {"pipeline": "default"}})
    moved = {"properties": {"pipeline": "default", "dealstage": "closedwon"}}
    world.ok("PATCH", f"/crm/v3/objects/deals/{there}", moved)


def test_a_deal_without_pipeline_is_in_the_first_one(world: World) -> None:
    made = deal(world, dealstage="qualifiedtobuy")
    assert values_of(world, "deals", made, "pipeline", "hs_deal_stage_probability") == {
        "pipeline": "default",
        "hs_deal_stage_probability": "0.4",
    }


@pytest.mark.parametrize("sets_date", [True, False])
def test_a_closed_stage_shows_in_calculated_properties(world: World, sets_date: bool) -> None:
    world.switch(closing_sets_closedate=sets_date)
    made = deal(world, dealstage="qualifiedtobuy", closedate="2026-12-31T00:00:00Z")
    world.ok("PATCH", f"/crm/v3/objects/deals/{made}", {"properties": {"dealstage": "closedwon"}})
    assert values_of(world, "deals", made, "hs_is_closed", "hs_is_closed_won", "closedate") == {
        "hs_is_closed": "true",
        "hs_is_closed_won": "true",
        "closedate": "2026-05-28T20:26:40.000Z" if sets_date else "2026-12-31T00:00:00.000Z",
    }


def test_a_ticket_needs_a_stage_and_tells_when_it_was_closed(world: World) -> None:
    refused = world.refused(400, "POST", "/crm/v3/objects/tickets", {"properties": {"subject": "x"}})
    assert refused["errors"][0]["context"] == {"propertyName": ["hs_pipeline_stage"]}
    made = world.create(kind="tickets", subject="x", hs_pipeline_stage="1")
    assert values_of(world, "tickets", made, "hs_pipeline", "closed_date") == {"hs_pipeline": "0", "closed_date": None}
    world.ok("PATCH", f"/crm/v3/objects/tickets/{made}", {"properties": {"hs_pipeline_stage": "4"}})
    assert values_of(world, "tickets", made, "closed_date") == {"closed_date": "2026-05-28T20:26:40.000Z"}


def test_an_amount_has_a_currency_and_its_worth_in_the_companys(world: World) -> None:
    names = ("deal_currency_code", "amount_in_home_currency")
    assert values_of(world, "deals", deal(world, amount="10"), *names) == dict(zip(names, ("EUR", "10"), strict=True))
    world.control("exchange_rates", {"USD": 0.5})
    foreign = deal(world, amount="10", deal_currency_code="USD")
    assert values_of(world, "deals", foreign, *names) == dict(zip(names, ("USD", "5"), strict=True))
    body = {"properties": {"dealname": "x", "deal_currency_code": "CHF"}}
    assert world.refused(400, "POST", "/crm/v3/objects/deals", body)["errors"][0]["code"] == "INVALID_OPTION"


@pytest.mark.parametrize("kind", ["tasks", "notes", "meetings", "calls", "emails"])
def test_an_activity_needs_its_time(world: World, kind: str) -> None:
    refused = world.refused(400, "POST", f"/crm/v3/objects/{kind}", {"properties": {}})
    assert refused["errors"][0]["context"] == {"propertyName": ["hs_timestamp"]}
    made = world.create(kind=kind, hs_timestamp="2026-05-01T10:00:00Z")
    contact = world.create(city="Rome")
    world.ok("PUT", f"/crm/v4/objects/{kind}/{made}/associations/default/contacts/{contact}")
    read = world.ok("GET", f"/crm/v3/objects/{kind}/{made}?associations=contacts")
    assert [one["id"] for one in read["associations"]["contacts"]["results"]] == [contact]
