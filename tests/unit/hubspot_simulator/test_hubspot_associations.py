"""Associations, unlabelled and primary, singly and in batches, on both path families."""

from __future__ import annotations

import pytest

from tests.unit.hubspot_simulator.world import World


@pytest.fixture
def linked(world: World) -> World:
    world.ids["contact"] = world.create(city="Rome")
    world.ids["company"] = world.create(kind="companies", name="Edge")
    return world


@pytest.mark.parametrize("family", ["/crm/v4/objects", "/crm/objects/2026-09"])
def test_an_association_goes_both_ways_until_it_is_removed(linked: World, family: str) -> None:
    path = f"{family}/contacts/{linked.ids['contact']}/associations"
    linked.ok("PUT", f"{path}/default/companies/{linked.ids['company']}")
    there = linked.ok("GET", f"{path}/companies")["results"]
    assert there == [
        {
            "toObjectId": linked.ids["company"],
            "associationTypes": [{"category": "HUBSPOT_DEFINED", "typeId": 279, "label": None}],
        }
    ]
    back = linked.ok("GET", f"{family}/companies/{linked.ids['company']}/associations/contacts")["results"]
    assert back[0]["associationTypes"][0]["typeId"] == 280
    assert linked.send("DELETE", f"{path}/companies/{linked.ids['company']}").status == 204
    assert linked.ok("GET", f"{path}/companies")["results"] == []


def test_a_primary_company_is_also_an_unlabelled_one(linked: World) -> None:
    path = f"/crm/v4/objects/contacts/{linked.ids['contact']}/associations/companies"
    body = [{"associationCategory": "HUBSPOT_DEFINED", "associationTypeId": 1}]
    assert linked.send("PUT", f"{path}/{linked.ids['company']}", body).status == 201
    types = linked.ok("GET", path)["results"][0]["associationTypes"]
    assert [one["typeId"] for one in types] == [1, 279]


@pytest.mark.parametrize("family", ["/crm/v4/associations", "/crm/associations/2026-03"])
def test_batches(linked: World, family: str) -> None:
    path = f"{family}/contacts/companies/batch"
    pair = {"from": {"id": linked.ids["contact"]}, "to": {"id": linked.ids["company"]}}
    types = [{"associationCategory": "HUBSPOT_DEFINED", "associationTypeId": 279}]
    assert linked.send("POST", f"{path}/create", {"inputs": [{**pair, "types": types}]}).status == 201
    linked.ok("POST", f"{path}/associate/default", {"inputs": [pair]})
    read = linked.send("POST", f"{path}/read", {"inputs": [{"id": linked.ids["contact"]}, {"id": "51"}]})
    body = read.json()
    assert (read.status, body["results"][0]["to"][0]["toObjectId"]) == (207, linked.ids["company"])
    assert body["errors"][0]["subCategory"].endswith("NO_ASSOCIATIONS_FOUND")
    assert body["errors"][0]["context"]["fromObjectId"] == ["51"]
    away = {"inputs": [{"from": pair["from"], "to": [pair["to"]]}]}
    assert linked.send("POST", f"{path}/archive", away).status == 204
    assert linked.send("POST", f"{path}/read", {"inputs": [{"id": linked.ids["contact"]}]}).status == 207


def test_bad_associations_are_refused(linked: World) -> None:
    path = f"/crm/v4/objects/contacts/{linked.ids['contact']}/associations"
    linked.refused(404, "PUT", f"{path}/default/companies/99999")
    linked.refused(400, "PUT", f"{path}/companies/{linked.ids['company']}", [{"associationTypeId": 5}])
    linked.refused(400, "POST", "/crm/v4/associations/contacts/companies/batch/read", {"inputs": []})
    body = {"properties": {}, "associations": [{"to": {"id": "99"}, "types": [{"associationTypeId": 279}]}]}
    linked.refused(400, "POST", "/crm/v3/objects/contacts", body)


def test_nothing_is_made_when_an_association_is_not_possible(world: World) -> None:
    row = {"properties": {}, "associations": [{"to": {"id": "99"}, "types": [{"associationTypeId": 279}]}]}
    world.refused(400, "POST", world.objects(), row)
    world.refused(400, "POST", world.objects("/batch/create"), {"inputs": [{"properties": {}}, row]})
    assert [one["id"] for one in world.ok("GET", world.objects())["results"]] == ["1", "51"]


def test_both_sides_hear_of_an_association_and_only_of_changes(linked: World) -> None:
    subscriptions = [{"subscriptionType": f"{side}.associationChange"} for side in ("contact", "company")]
    linked.control("webhooks", {"url": "http://sub.example/x", "subscriptions": subscriptions})
    path = f"/crm/v4/objects/contacts/{linked.ids['contact']}/associations"
    for _ in range(2):
        linked.ok("PUT", f"{path}/default/companies/{linked.ids['company']}")
    linked.ok("DELETE", f"{path}/companies/{linked.ids['company']}")
    events = linked.events()
    assert [(event["associationType"], event["associationRemoved"]) for event in events] == [
        ("CONTACT_TO_COMPANY", False),
        ("COMPANY_TO_CONTACT", False),
        ("CONTACT_TO_COMPANY", True),
        ("COMPANY_TO_CONTACT", True),
    ]
    assert events[0]["fromObjectId"] == int(linked.ids["contact"])
