"""Custom objects: a schema of the account's own, and records of it."""

from __future__ import annotations

from typing import Any

import pytest

from tests.unit.hubspot_simulator.world import World

CAR = {
    "name": "car",
    "labels": {"singular": "Car", "plural": "Cars"},
    "primaryDisplayProperty": "plate",
    "requiredProperties": ["plate"],
    "searchableProperties": ["plate"],
    "properties": [
        {"name": "plate", "label": "Plate", "type": "string", "fieldType": "text", "hasUniqueValue": True},
        {"name": "doors", "label": "Doors", "type": "number", "fieldType": "number"},
    ],
    "associatedObjects": ["CONTACT"],
}
SCHEMAS = "/crm-object-schemas/v3/schemas"


@pytest.fixture
def garage(world: World) -> World:
    world.ids["car"] = world.ok("POST", SCHEMAS, CAR)["objectTypeId"]
    return world


@pytest.mark.parametrize("family", [SCHEMAS, "/crm-object-schemas/2026-09/schemas"])
def test_a_schema_is_listed_and_read_by_any_of_its_names(garage: World, family: str) -> None:
    (listed,) = garage.ok("GET", family)["results"]
    assert (listed["name"], listed["objectTypeId"][:2], listed["requiredProperties"]) == ("car", "2-", ["plate"])
    assert listed["fullyQualifiedName"] == "p8123456_car"
    assert {"car_to_contact", "contact_to_car", "car_to_task"} <= {one["name"] for one in listed["associations"]}
    for name in (garage.ids["car"], "p8123456_car", "p_car", "car"):
        assert garage.ok("GET", f"{family}/{name}")["id"] == listed["id"]


def test_records_go_through_the_same_endpoints(garage: World) -> None:
    kind = garage.ids["car"]
    made = garage.create(kind=kind, plate="B-AR 1", doors="3")
    body = {"inputs": [{"id": "B-AR 1"}], "idProperty": "plate", "properties": ["doors"]}
    (read,) = garage.ok("POST", garage.objects("/batch/read", "p8123456_car"), body)["results"]
    assert (read["id"], read["properties"]["doors"]) == (made, "3")
    refused = garage.refused(400, "POST", garage.objects("", kind), {"properties": {"doors": "4"}})
    assert refused["errors"][0]["context"] == {"propertyName": ["plate"]}
    asked = {"filterGroups": [{"filters": [{"propertyName": "doors", "operator": "EQ", "value": "3"}]}]}
    assert garage.ok("POST", garage.objects("/search", kind), asked)["total"] == 1


def test_records_are_associated(garage: World) -> None:
    kind = garage.ids["car"]
    car, contact = garage.create(kind=kind, plate="B-AR 1"), garage.create(city="Rome")
    garage.ok("PUT", f"/crm/v4/objects/{kind}/{car}/associations/default/contacts/{contact}")
    back = garage.ok("GET", f"/crm/v4/objects/contacts/{contact}/associations/{kind}")["results"]
    assert [one["toObjectId"] for one in back] == [car]
    path = f"/crm/v4/objects/{kind}/{car}/associations/default/companies/61"
    garage.refused(400, "PUT", path)
    ends = {"fromObjectTypeId": kind, "toObjectTypeId": "0-2", "name": "car_to_company"}
    garage.ok("POST", f"{SCHEMAS}/{kind}/associations", ends)
    garage.ok("PUT", path)


def test_events_are_generic(garage: World) -> None:
    kind = garage.ids["car"]
    garage.control("webhooks", {"url": "http://sub.example/x"})
    garage.create(kind=kind, plate="B-AR 1")
    assert [(one["subscriptionType"], one["objectTypeId"]) for one in garage.events()] == [
        ("object.creation", kind),
        ("object.propertyChange", kind),
    ]


@pytest.mark.parametrize(
    ("status", "change"),
    [
        (409, {}),
        (400, {"name": "a car"}),
        (400, {"name": "van", "requiredProperties": ["wheels"]}),
        (400, {"name": "van", "properties": [{"name": "x", "label": "X", "type": "string", "fieldType": "date"}]}),
        (400, {"name": "van", "associatedObjects": ["nothing"]}),
    ],
)
def test_a_bad_schema_is_refused(garage: World, status: int, change: dict[str, Any]) -> None:
    garage.refused(status, "POST", SCHEMAS, {**CAR, **change})


def test_a_custom_object_may_have_a_pipeline(garage: World) -> None:
    kind = garage.ids["car"]
    stages = [{"label": "In", "displayOrder": 0, "metadata": {}}, {"label": "Out", "displayOrder": 1, "metadata": {}}]
    made = garage.ok("POST", f"/crm/v3/pipelines/{kind}", {"label": "Garage", "displayOrder": 0, "stages": stages})
    car = garage.create(kind=kind, plate="B-AR 1", hs_pipeline_stage=made["stages"][1]["id"])
    path = f"/crm/v3/objects/{kind}/{car}?properties=hs_pipeline"
    assert garage.ok("GET", path)["properties"]["hs_pipeline"] == made["id"]
