"""Properties, their groups, and what an administrator changes while the sync runs."""

from __future__ import annotations

from typing import Any

import pytest

from tests.unit.hubspot_simulator.world import World

PROPERTIES = "/crm/v3/properties/contacts"
NEW = {
    "name": "shoe_size",
    "label": "Shoe size",
    "type": "number",
    "fieldType": "number",
    "groupName": "contactinformation",
}


def schema(world: World, op: str, field: Any = None, **more: Any) -> None:
    body = {"op": op, "object": "contacts", **more}
    world.control("schema", body if field is None else {**body, "field": field})


def test_the_default_properties_have_their_real_types(world: World) -> None:
    listed = {one["name"]: one for one in world.ok("GET", PROPERTIES)["results"]}
    assert (listed["numemployees"]["type"], listed["numemployees"]["options"][0]["value"]) == ("enumeration", "1-5")
    assert (listed["annualrevenue"]["type"], listed["industry"]["type"]) == ("string", "string")
    assert {one["label"] for one in listed["hs_lead_status"]["options"]} >= {"New", "Open", "In Progress"}
    assert listed["hubspot_owner_id"]["referencedObjectType"] == "OWNER"
    assert listed["hs_email_optout"]["modificationMetadata"]["readOnlyValue"]
    assert listed["email"]["hasUniqueValue"]


@pytest.mark.parametrize("path", ["/crm/v3/properties", "/crm/properties/2026-03", "/crm/properties/2026-09"])
def test_a_property_is_made_changed_and_archived(world: World, path: str) -> None:
    made = world.ok("POST", f"{path}/contacts", NEW)
    assert (made["hubspotDefined"], made["modificationMetadata"]["archivable"]) == (False, True)
    assert world.ok("PATCH", f"{path}/contacts/shoe_size", {"label": "Size"})["label"] == "Size"
    world.create(shoe_size="42")
    world.refused(409, "POST", f"{path}/contacts", NEW)
    assert world.send("DELETE", f"{path}/contacts/shoe_size").status == 204
    world.refused(404, "GET", f"{path}/contacts/shoe_size")
    world.refused(400, "POST", world.objects(), {"properties": {"shoe_size": "42"}})
    assert world.ok("GET", f"{path}/contacts?archived=true")["results"][0]["name"] == "shoe_size"


@pytest.mark.parametrize(
    "change",
    [
        {"name": "Bad Name"},
        {"label": ""},
        {"fieldType": "checkbox"},
        {"type": "colour"},
        {"groupName": "nowhere"},
        {"type": "enumeration", "fieldType": "select", "options": [{"label": "A"}]},
        {"type": "enumeration", "fieldType": "select", "options": [{"label": "A", "value": "a"}] * 2},
    ],
)
def test_bad_definitions_are_refused(world: World, change: dict[str, Any]) -> None:
    world.refused(400, "POST", PROPERTIES, {**NEW, **change})


def test_hubspots_own_properties_stay(world: World) -> None:
    world.refused(400, "DELETE", f"{PROPERTIES}/firstname")
    world.refused(400, "PATCH", f"{PROPERTIES}/firstname", {"label": "X"})
    body = {"options": [{"label": "Fresh", "value": "FRESH"}]}
    assert world.ok("PATCH", f"{PROPERTIES}/hs_lead_status", body)["options"][0]["value"] == "FRESH"


def test_batches_of_properties(world: World) -> None:
    made = world.send("POST", f"{PROPERTIES}/batch/create", {"inputs": [NEW, {"name": "x"}]})
    assert (made.status, made.json()["numErrors"]) == (207, 1)
    read = world.send("POST", f"{PROPERTIES}/batch/read", {"inputs": [{"name": "shoe_size"}, {"name": "gone"}]})
    assert (read.status, [one["name"] for one in read.json()["results"]]) == (207, ["shoe_size"])


def test_groups(world: World) -> None:
    world.ok("POST", f"{PROPERTIES}/groups", {"name": "own", "label": "Own"})
    assert world.ok("GET", f"{PROPERTIES}/groups/own")["label"] == "Own"
    world.refused(409, "POST", f"{PROPERTIES}/groups", {"name": "own", "label": "Own"})
    world.refused(404, "GET", f"{PROPERTIES}/groups/none")
    world.ok("POST", PROPERTIES, {**NEW, "groupName": "own"})


def test_at_most_ten_unique_properties(world: World) -> None:
    for number in range(9):
        body = {**NEW, "name": f"u{number}", "type": "string", "fieldType": "text", "hasUniqueValue": True}
        world.ok("POST", PROPERTIES, body)
    world.refused(400, "POST", PROPERTIES, {**NEW, "name": "one_more", "hasUniqueValue": True})


def test_a_field_with_a_length_and_one_with_a_formula(world: World) -> None:
    schema(world, "add_field", {"name": "short", "type": "string", "label": "Short", "length": 3})
    schema(world, "add_field", {"name": "computed", "type": "number", "label": "C", "formula": "a+b"})
    body = world.refused(400, "POST", world.objects(), {"properties": {"short": "four", "computed": "1"}})
    assert [one["code"] for one in body["errors"]] == ["INVALID_STRING_LENGTH", "READ_ONLY_VALUE"]


def test_picklist_values_come_and_go(world: World) -> None:
    schema(world, "add_picklist_value", "hs_lead_status", value="WORKING")
    made = world.create(hs_lead_status="WORKING")
    schema(world, "remove_picklist_value", "hs_lead_status", value="WORKING")
    assert world.values(made, "hs_lead_status")["hs_lead_status"] == "WORKING"
    world.refused(400, "POST", world.objects(), {"properties": {"hs_lead_status": "WORKING"}})


@pytest.mark.parametrize(
    ("version", "everywhere", "status"),
    [("v3", False, 201), ("v3", True, 400), ("2026-03", False, 201), ("2026-09", False, 400)],
)
def test_required_properties_are_enforced_from_2026_09(
    world: World, version: str, everywhere: bool, status: int
) -> None:
    world.version = version
    world.switch(required_on_all_versions=everywhere)
    schema(world, "set_required", "phone", required=True)
    answer = world.send("POST", world.objects(), {"properties": {"city": "Rome"}})
    assert answer.status == status
    if status == 400:
        assert answer.json()["errors"][0]["code"] == "REQUIRED_FIELD"
    schema(world, "set_required", "phone", required=False)
    world.create(city="Rome")


@pytest.mark.parametrize(
    ("operator", "value", "refused", "accepted"),
    [
        ("equals", "Berlin", "Berlin", "Rome"),
        ("!=", "Berlin", "Rome", "Berlin"),
        ("contains", "er", "Berlin", "Rome"),
        ("not_contains", "er", "Rome", "Berlin"),
        ("starts_with", "B", "Berlin", "Rome"),
        ("matches", "[0-9]", "B1", "Rome"),
        ("longer_than", "4", "Berlin", "Rome"),
        (">", "5", "6", "4"),
        ("<", "5", "4", "6"),
        ("blank", "", "", "Rome"),
        ("is_not_blank", "", "Rome", ""),
    ],
)
def test_validation_rules_refuse_what_matches(
    world: World, operator: str, value: str, refused: str, accepted: str
) -> None:
    made = world.create(city=accepted)
    schema(world, "add_validation_rule", "city", name="r", message="No", operator=operator, value=value)
    body = world.refused(400, "PATCH", world.objects(f"/{made}"), {"properties": {"city": refused, "phone": "1"}})
    assert body["errors"][0]["message"] == "No"
    world.update(made, phone="2")
    schema(world, "remove_validation_rule", name="r")
    world.update(made, city=refused)


def test_permissions_are_those_of_the_app(world: World) -> None:
    schema(world, "set_permission", "city", editable=False, readable=True)
    body = world.refused(400, "POST", world.objects(), {"properties": {"city": "Rome"}})
    assert body["errors"][0]["code"] == "READ_ONLY_VALUE"
    made = world.create("user", city="Rome")
    assert world.ok("GET", world.objects(f"/{made}?properties=city"))["properties"]["city"] == "Rome"


@pytest.mark.parametrize(
    "body",
    [
        {"op": "explode"},
        {"op": "add_field"},
        {"op": "add_field", "field": {"name": "x", "type": "sound"}},
        {"op": "set_required", "field": "nope"},
        {"op": "add_picklist_value", "field": "city", "value": "x"},
        {"op": "add_validation_rule", "name": "r", "field": "city", "operator": "smells", "message": ""},
        {"op": "add_field", "object": "dragons", "field": {"name": "x"}},
    ],
)
def test_bad_schema_changes_are_refused(world: World, body: Any) -> None:
    answer = world.send("POST", "/__sim__/schema", body)
    assert answer.status == 400
    assert answer.json()["error"]


def test_a_new_portal_lacks_the_properties_of_a_sync_with_salesforce(world: World) -> None:
    lacking = {"leadsource", "rating", "description", "salesforceaccountid", "salesforcelastsynctime"}
    assert lacking <= {one["name"] for one in world.ok("GET", PROPERTIES)["results"]}
    world.switch(is_set_up=False)
    world.control("reset")
    assert lacking.isdisjoint(one["name"] for one in world.ok("GET", PROPERTIES)["results"])
    assert "salesforceinformation" not in {one["name"] for one in world.ok("GET", f"{PROPERTIES}/groups")["results"]}
    world.refused(400, "POST", world.objects(), {"properties": {"rating": "Hot"}})
    made = {**NEW, "name": "rating", "label": "Rating", "type": "string", "fieldType": "text"}
    assert world.ok("POST", PROPERTIES, made)["name"] == "rating"
    assert world.values(world.create(rating="Hot"), "rating")["rating"] == "Hot"
