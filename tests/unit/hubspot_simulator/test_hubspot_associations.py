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
            "associationTypes": [
                {"category": "HUBSPOT_DEFINED", "typeId": 1, "label": "Primary"},
                {"category": "HUBSPOT_DEFINED", "typeId": 279, "label": None},
            ],
        }
    ]
    back = linked.ok("GET", f"{family}/companies/{linked.ids['company']}/associations/contacts")["results"]
    assert [one["typeId"] for one in back[0]["associationTypes"]] == [2, 280]
    assert linked.send("DELETE", f"{path}/companies/{linked.ids['company']}").status == 204
    assert linked.ok("GET", f"{path}/companies")["results"] == []


@pytest.mark.parametrize("is_automatic", [True, False])
def test_the_first_company_of_a_contact_is_its_primary_one(linked: World, is_automatic: bool) -> None:
    linked.switch(first_company_is_primary=is_automatic)
    second = linked.create(kind="companies", name="Second")
    for company in (linked.ids["company"], second):
        linked.ok("PUT", f"/crm/v4/objects/companies/{company}/associations/default/contacts/{linked.ids['contact']}")
    primary = linked.values(linked.ids["contact"], "associatedcompanyid")["associatedcompanyid"]
    assert primary == (linked.ids["company"] if is_automatic else None)
    assert linked_ids(linked, "companies") == {linked.ids["company"], second}


def linked_ids(world: World, kind: str) -> set[str]:
    found = world.ok("GET", f"/crm/v4/objects/contacts/{world.ids['contact']}/associations/{kind}")["results"]
    return {one["toObjectId"] for one in found}


def test_a_new_primary_company_takes_the_place_of_the_old_one(linked: World) -> None:
    second = linked.create(kind="companies", name="Second")
    make_primary(linked, linked.ids["company"])
    make_primary(linked, second)
    assert linked.values(linked.ids["contact"], "associatedcompanyid")["associatedcompanyid"] == second
    assert linked_ids(linked, "companies") == {linked.ids["company"], second}
    linked.ok("DELETE", f"/crm/v4/objects/contacts/{linked.ids['contact']}/associations/companies/{second}")
    assert linked.values(linked.ids["contact"], "associatedcompanyid")["associatedcompanyid"] is None


def make_primary(world: World, company: str) -> None:
    path = f"/crm/v4/objects/contacts/{world.ids['contact']}/associations/companies/{company}"
    world.ok("PUT", path, [{"associationCategory": "HUBSPOT_DEFINED", "associationTypeId": 1}])


def company_values(world: World, company: str, *names: str) -> dict[str, str | None]:
    path = f"/crm/v3/objects/companies/{company}?properties={','.join(names)}"
    values = world.ok("GET", path)["properties"]
    return {name: values[name] for name in names}


def test_counts_follow_associations_and_the_recycle_bin(linked: World) -> None:
    make_primary(linked, linked.ids["company"])
    name = "num_associated_contacts"
    assert company_values(linked, linked.ids["company"], name) == {name: "1"}
    linked.ok("DELETE", f"/crm/v3/objects/contacts/{linked.ids['contact']}")
    assert company_values(linked, linked.ids["company"], name) == {name: "0"}
    linked.control("restore", {"object": "contacts", "id": linked.ids["contact"]})
    assert company_values(linked, linked.ids["company"], name) == {name: "1"}
    linked.ok("DELETE", f"/crm/v3/objects/companies/{linked.ids['company']}")
    assert linked.values(linked.ids["contact"], "associatedcompanyid")["associatedcompanyid"] is None


def test_a_calculated_property_moves_the_last_modified_date_and_is_told_by_webhook(linked: World) -> None:
    subscription = {
        "subscriptionType": "object.propertyChange",
        "objectTypeId": "0-1",
        "propertyName": "associatedcompanyid",
    }
    linked.control("webhooks", {"url": "http://sub.example/x", "subscriptions": [subscription]})
    before = linked.values(linked.ids["contact"], "lastmodifieddate")["lastmodifieddate"]
    linked.now += 5
    make_primary(linked, linked.ids["company"])
    assert linked.values(linked.ids["contact"], "lastmodifieddate")["lastmodifieddate"] > before
    assert [(one["propertyValue"], one["changeSource"]) for one in linked.events()] == [
        (linked.ids["company"], "CALCULATED")
    ]


def test_a_company_has_one_parent_and_is_never_its_own_ancestor(world: World) -> None:
    top, middle, low = (world.create(kind="companies", name=name) for name in ("Top", "Middle", "Low"))
    set_parent(world, middle, top)
    set_parent(world, low, top)
    assert company_values(world, top, "hs_num_child_companies") == {"hs_num_child_companies": "2"}
    set_parent(world, low, middle)
    assert company_values(world, low, "hs_parent_company_id") == {"hs_parent_company_id": middle}
    assert company_values(world, top, "hs_num_child_companies") == {"hs_num_child_companies": "1"}
    for child, parent in ((top, low), (top, top)):
        path = f"/crm/v4/objects/companies/{child}/associations/companies/{parent}"
        world.refused(400, "PUT", path, [{"associationCategory": "HUBSPOT_DEFINED", "associationTypeId": 14}])


def set_parent(world: World, child: str, parent: str) -> None:
    """From the parent's side: 13 leads to the child company."""
    path = f"/crm/v4/objects/companies/{parent}/associations/companies/{child}"
    world.ok("PUT", path, [{"associationCategory": "HUBSPOT_DEFINED", "associationTypeId": 13}])


def test_a_merge_hands_over_associations_and_keeps_one_primary_company(linked: World) -> None:
    other = linked.create(city="Pisa")
    second = linked.create(kind="companies", name="Second")
    make_primary(linked, linked.ids["company"])
    path = f"/crm/v4/objects/contacts/{other}/associations/default/companies/{second}"
    linked.ok("PUT", path)
    merged = {"primaryObjectId": linked.ids["contact"], "objectIdToMerge": other}
    survivor = linked.ok("POST", "/crm/v3/objects/contacts/merge", merged)["id"]
    assert linked.values(survivor, "associatedcompanyid")["associatedcompanyid"] == linked.ids["company"]
    assert company_values(linked, second, "num_associated_contacts") == {"num_associated_contacts": "1"}


def test_labels_of_ones_own_may_bear_the_number_of_hubspots(linked: World) -> None:
    labels = "/crm/v4/associations/contacts/companies/labels"
    made = linked.ok("POST", labels, {"name": "boss", "label": "Boss of", "inverseLabel": "Led by"})["results"]
    assert made == [
        {"category": "USER_DEFINED", "typeId": 1, "label": "Boss of"},
        {"category": "USER_DEFINED", "typeId": 2, "label": "Led by"},
    ]
    assert {("HUBSPOT_DEFINED", 1), ("USER_DEFINED", 1)} <= {
        (one["category"], one["typeId"]) for one in linked.ok("GET", labels)["results"]
    }
    linked.switch(first_company_is_primary=False)
    pair = {"from": {"id": linked.ids["contact"]}, "to": {"id": linked.ids["company"]}}
    boss = {"types": [{"associationCategory": "USER_DEFINED", "associationTypeId": 1}]}
    batch = "/crm/v4/associations/contacts/companies/batch"
    done = linked.ok("POST", f"{batch}/create", {"inputs": [{**pair, **boss}]})
    assert done["results"][0]["labels"] == ["Boss of"]
    linked.ok("POST", f"{batch}/labels/archive", {"inputs": [{**pair, **boss}]})
    read = linked.ok("POST", f"{batch}/read", {"inputs": [{"id": linked.ids["contact"]}]})["results"]
    assert [one["typeId"] for one in read[0]["to"][0]["associationTypes"]] == [279]


@pytest.mark.parametrize("is_partial", [True, False])
def test_a_bad_row_of_a_batch_fails_alone_or_the_whole_call(linked: World, is_partial: bool) -> None:
    linked.switch(association_create_partial=is_partial)
    types = [{"associationCategory": "HUBSPOT_DEFINED", "associationTypeId": 1}]
    rows = [
        {"from": {"id": linked.ids["contact"]}, "to": {"id": number}, "types": types}
        for number in (linked.ids["company"], "99999")
    ]
    answer = linked.send("POST", "/crm/v4/associations/contacts/companies/batch/create", {"inputs": rows})
    assert answer.status == (207 if is_partial else 400)
    assert linked_ids(linked, "companies") == ({linked.ids["company"]} if is_partial else set())
    if is_partial:
        assert answer.json()["errors"][0]["context"]["toObjectId"] == ["99999"]


def test_batches_have_limits_and_long_answers_pages(linked: World) -> None:
    batch = "/crm/v4/associations/contacts/companies/batch"
    linked.refused(400, "POST", f"{batch}/read", {"inputs": [{"id": str(n)} for n in range(1_001)]})
    rows = [{"from": {"id": "1"}, "to": [{"id": "1"}]}] * 2_001
    linked.refused(400, "POST", f"{batch}/archive", {"inputs": rows})
    linked.switch(association_page=2)
    companies = [linked.create(kind="companies", name=str(n)) for n in range(3)]
    for company in companies:
        linked.ok("PUT", f"/crm/v4/objects/contacts/{linked.ids['contact']}/associations/default/companies/{company}")
    first = linked.ok("POST", f"{batch}/read", {"inputs": [{"id": linked.ids["contact"]}]})["results"][0]
    after = first["paging"]["next"]["after"]
    rest = linked.ok("POST", f"{batch}/read", {"inputs": [{"id": linked.ids["contact"], "after": after}]})["results"][0]
    assert [one["toObjectId"] for one in (*first["to"], *rest["to"])] == companies
    assert "paging" not in rest


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


def test_an_administrator_limits_associations(linked: World) -> None:
    contacts = [linked.create(city=str(n)) for n in range(2)]
    limits = "/crm/associations/2026-09/definitions/configurations/companies/contacts"
    linked.ok("POST", f"{limits}/batch/create", {"inputs": [{"typeId": 280, "maxToObjectIds": 1}]})
    assert linked.ok("GET", limits)["results"][0]["userEnforcedMaxToObjectIds"] == 1
    rows = [{"from": {"id": one}, "to": {"id": linked.ids["company"]}} for one in contacts]
    batch = "/crm/v4/associations/contacts/companies/batch/associate/default"
    answer = linked.send("POST", batch, {"inputs": rows})
    assert (answer.status, len(answer.json()["results"]), answer.json()["numErrors"]) == (207, 1, 1)
    assert linked.ok("POST", batch, {"inputs": rows[:1]})["results"]
    linked.ok("POST", f"{limits}/batch/purge", {"inputs": [{"typeId": 280}]})
    assert len(linked.ok("POST", batch, {"inputs": rows})["results"]) == 2
