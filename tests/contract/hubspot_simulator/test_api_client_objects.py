"""Companies, deals, tickets, activities, pipelines and associations through `hubspot-api-client`."""

from __future__ import annotations

import pytest
from hubspot import HubSpot
from hubspot.crm.associations.v4.exceptions import ApiException as AssociationsException
from hubspot.crm.pipelines.exceptions import ApiException as PipelinesException

PRIMARY = {"associationCategory": "HUBSPOT_DEFINED", "associationTypeId": 1}


def company(app: HubSpot, **properties: str) -> str:
    return str(app.crm.companies.basic_api.create({"properties": properties}).id)


def contact(app: HubSpot, **properties: str) -> str:
    return str(app.crm.contacts.basic_api.create({"properties": properties}).id)


def test_a_new_portal_has_hubspots_other_samples(app: HubSpot) -> None:
    assert [one.properties["name"] for one in app.crm.companies.get_all()] == ["HubSpot"]
    assert [one.properties["dealname"] for one in app.crm.deals.get_all()] == ["Sample Deal"]
    assert [one.properties["subject"] for one in app.crm.tickets.get_all()] == ["Sample Ticket"]


def test_associations_in_batches(app: HubSpot) -> None:
    batch = app.crm.associations.v4.batch_api
    home, person = company(app, name="Edge"), contact(app, firstname="Ada")
    rows = [{"from": {"id": person}, "to": {"id": to}, "types": [PRIMARY]} for to in (home, "999999")]
    made, status, _ = batch.create_with_http_info("contacts", "companies", {"inputs": rows})
    assert (status, made.results[0].labels, made.num_errors) == (207, ["Primary"], 1)
    assert made.errors[0].context["toObjectId"] == ["999999"]
    read = batch.get_page("contacts", "companies", {"inputs": [{"id": person}]})
    types = {(one.category, one.type_id, one.label) for one in read.results[0].to[0].association_types}
    assert types == {("HUBSPOT_DEFINED", 1, "Primary"), ("HUBSPOT_DEFINED", 279, None)}
    shown = app.crm.contacts.basic_api.get_by_id(person, properties=["associatedcompanyid"])
    assert shown.properties["associatedcompanyid"] == home
    batch.archive("contacts", "companies", {"inputs": [{"from": {"id": person}, "to": [{"id": home}]}]})
    none, status, _ = batch.get_page_with_http_info("contacts", "companies", {"inputs": [{"id": person}]})
    assert (status, none.errors[0].sub_category) == (207, "crm.associations.NO_ASSOCIATIONS_FOUND")


def test_default_associations_and_labels(app: HubSpot) -> None:
    deal = app.crm.deals.basic_api.create({"properties": {"dealname": "Big", "dealstage": "closedwon"}}).id
    person = contact(app, firstname="Ada")
    batch = app.crm.associations.v4.batch_api
    batch.create_default("deals", "contacts", {"inputs": [{"from": {"id": deal}, "to": {"id": person}}]})
    definitions = app.crm.associations.v4.schema.definitions_api
    made = definitions.create("deals", "contacts", {"name": "decider", "label": "Decision maker"}).results[0]
    assert made.category == "USER_DEFINED"
    spec = {"associationCategory": made.category, "associationTypeId": made.type_id}
    app.crm.associations.v4.basic_api.create("deals", deal, "contacts", person, [spec])
    (linked,) = app.crm.associations.v4.basic_api.get_page("deals", deal, "contacts").results
    assert {one.label for one in linked.association_types} == {None, "Decision maker"}
    pair = {"from": {"id": deal}, "to": {"id": person}, "types": [spec]}
    batch.archive_labels("deals", "contacts", {"inputs": [pair]})
    (linked,) = app.crm.associations.v4.basic_api.get_page("deals", deal, "contacts").results
    assert [one.label for one in linked.association_types] == [None]
    with pytest.raises(AssociationsException):
        app.crm.associations.v4.basic_api.create("deals", deal, "contacts", person, [PRIMARY])


def test_parent_and_child_companies(app: HubSpot) -> None:
    parent, child = company(app, name="Parent"), company(app, name="Child")
    spec = {"associationCategory": "HUBSPOT_DEFINED", "associationTypeId": 14}
    app.crm.associations.v4.basic_api.create("companies", child, "companies", parent, [spec])
    shown = app.crm.companies.basic_api.get_by_id(child, properties=["hs_parent_company_id"])
    assert shown.properties["hs_parent_company_id"] == parent
    (linked,) = app.crm.associations.v4.basic_api.get_page("companies", parent, "companies").results
    assert "Child Company" in {one.label for one in linked.association_types}


def test_pipelines_and_stages(app: HubSpot) -> None:
    stages = [
        {"label": "Open", "displayOrder": 0, "metadata": {"probability": "0.2"}},
        {"label": "Won", "displayOrder": 1, "metadata": {"probability": "1.0"}},
    ]
    pipelines = app.crm.pipelines.pipelines_api
    made = pipelines.create("deals", {"label": "Renewals", "displayOrder": 1, "stages": stages})
    assert [one.metadata["isClosed"] for one in made.stages] == ["false", "true"]
    body = {"label": "Lost", "displayOrder": 2, "metadata": {"probability": "0.0"}}
    lost = app.crm.pipelines.pipeline_stages_api.create("deals", made.id, body)
    changed = app.crm.pipelines.pipeline_stages_api.update("deals", made.id, lost.id, {"label": "Gone"})
    assert changed.label == "Gone"
    properties = {"dealname": "x", "pipeline": made.id, "dealstage": lost.id}
    deal = app.crm.deals.basic_api.create({"properties": properties})
    read = app.crm.deals.basic_api.get_by_id(deal.id, properties=["hs_is_closed", "hs_is_closed_won"])
    assert (read.properties["hs_is_closed"], read.properties["hs_is_closed_won"]) == ("true", "false")
    app.crm.pipelines.pipeline_stages_api.archive("deals", made.id, lost.id)
    assert [one.label for one in pipelines.get_by_id("deals", made.id).stages] == ["Open", "Won"]
    with pytest.raises(PipelinesException):
        pipelines.get_by_id("deals", "nowhere")
    assert [one.label for one in pipelines.get_all("tickets").results] == ["Support Pipeline"]


@pytest.mark.parametrize(
    ("kind", "properties"),
    [
        ("tasks", {"hs_task_subject": "Call back", "hs_task_status": "NOT_STARTED", "hs_task_priority": "HIGH"}),
        ("notes", {"hs_note_body": "<p>Met</p>"}),
        ("meetings", {"hs_meeting_title": "Demo", "hs_meeting_outcome": "SCHEDULED"}),
        ("calls", {"hs_call_title": "Intro", "hs_call_direction": "OUTBOUND", "hs_call_status": "COMPLETED"}),
        ("emails", {"hs_email_subject": "Hello", "hs_email_direction": "EMAIL", "hs_email_status": "SENT"}),
    ],
)
def test_activities_are_created_with_their_associations(app: HubSpot, kind: str, properties: dict[str, str]) -> None:
    person = contact(app, firstname="Ada")
    numbers = {"tasks": 204, "notes": 202, "meetings": 200, "calls": 194, "emails": 198}
    types = [{"associationCategory": "HUBSPOT_DEFINED", "associationTypeId": numbers[kind]}]
    api = getattr(app.crm.objects, kind).basic_api
    made = api.create(
        {
            "properties": {**properties, "hs_timestamp": "2026-11-01T09:00:00Z"},
            "associations": [{"to": {"id": person}, "types": types}],
        }
    )
    read = api.get_by_id(made.id, properties=list(properties), associations=["contacts"])
    assert {name: read.properties[name] for name in properties} == properties
    assert read.associations["contacts"].results[0].id == person


def test_a_custom_object(app: HubSpot) -> None:
    plate = {"name": "plate", "label": "Plate", "type": "string", "fieldType": "text", "hasUniqueValue": True}
    schema = app.crm.schemas.core_api.create(
        {
            "name": "car",
            "labels": {"singular": "Car", "plural": "Cars"},
            "primaryDisplayProperty": "plate",
            "requiredProperties": ["plate"],
            "properties": [plate],
            "associatedObjects": ["CONTACT"],
        }
    )
    assert (schema.fully_qualified_name, schema.labels.plural) == ("p8123456_car", "Cars")
    assert [one.name for one in app.crm.schemas.core_api.get_all().results] == ["car"]
    kind = schema.object_type_id
    car = app.crm.objects.basic_api.create(kind, {"properties": {"plate": "B-AR 1"}})
    read = app.crm.objects.basic_api.get_by_id(kind, "B-AR 1", id_property="plate", properties=["plate"])
    assert read.id == car.id
    person = contact(app, firstname="Ada")
    app.crm.associations.v4.basic_api.create_default(kind, car.id, "contacts", person)
    (linked,) = app.crm.associations.v4.basic_api.get_page("contacts", person, kind).results
    assert str(linked.to_object_id) == car.id
