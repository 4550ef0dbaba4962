"""What HubSpot accepts as a value, in which form it keeps it, and how it refuses."""

from __future__ import annotations

import json
from typing import Any

import pytest

from tests.unit.hubspot_simulator.world import World


@pytest.mark.parametrize(
    ("name", "value", "code"),
    [
        ("no_such_property", "x", "PROPERTY_DOESNT_EXIST"),
        ("email", "not-an-address", "INVALID_EMAIL"),
        ("email", "a@@example.org", "INVALID_EMAIL"),
        ("email", "a..b@example.org", "INVALID_EMAIL"),
        ("hs_lead_status", "Working", "INVALID_OPTION"),
        ("numemployees", "12", "INVALID_OPTION"),
        ("closedate", "next week", "INVALID_DATE"),
        ("hs_email_optout", "true", "READ_ONLY_VALUE"),
        ("hs_object_id", "7", "READ_ONLY_VALUE"),
        ("createdate", "2026-01-01", "READ_ONLY_VALUE"),
        ("hubspot_owner_id", "999", "INVALID_OWNER_ID"),
        ("city", "x" * 65_537, "INVALID_STRING_LENGTH"),
        ("hs_lead_status", " NEW", "LEADING_TRAILING_WHITESPACE"),
        ("salesforcedeleted", "maybe", "INVALID_OPTION"),
    ],
)
def test_a_refused_value_names_its_property_and_code(world: World, name: str, value: Any, code: str) -> None:
    body = world.refused(400, "POST", world.objects(), {"properties": {name: value}})
    assert body["category"] == "VALIDATION_ERROR"
    assert (body["errors"][0]["code"], body["errors"][0]["context"]["propertyName"]) == (code, [name])
    listed = json.loads(body["message"].removeprefix("Property values were not valid: "))
    assert (listed[0]["error"], listed[0]["name"], listed[0]["isValid"]) == (code, name, False)


@pytest.mark.parametrize(
    ("name", "value", "kept"),
    [
        ("email", " Grace@Example.ORG ", "grace@example.org"),
        ("city", "  Rome ", "  Rome "),
        ("closedate", "1780000000000", "2026-05-28T20:26:40.000Z"),
        ("closedate", "2026-05-28T22:26:40+02:00", "2026-05-28T20:26:40.000Z"),
        ("salesforcedeleted", True, "true"),
        ("zip", 1010, "1010"),
        ("hubspot_owner_id", "184501102", "184501102"),
        ("hs_additional_emails", "B@x.org;b@x.org;c@x.org", "b@x.org;c@x.org"),
    ],
)
def test_a_value_is_kept_as_text_in_one_form(world: World, name: str, value: Any, kept: Any) -> None:
    assert world.values(world.create(**{name: value}), name)[name] == kept


def test_all_bad_values_of_a_record_are_named_at_once(world: World) -> None:
    body = world.refused(400, "POST", world.objects(), {"properties": {"email": "x", "nope": "1", "city": "fine"}})
    assert [problem["code"] for problem in body["errors"]] == ["INVALID_EMAIL", "PROPERTY_DOESNT_EXIST"]


@pytest.mark.parametrize(
    ("kind", "good", "kept", "bad"),
    [
        ("number", "12.50", "12.50", "12,5"),
        ("date", "2026-03-01", "2026-03-01", "2026-03-01T10:00:00Z"),
        ("date", "1772323200000", "2026-03-01", "1772323200001"),
        ("bool", "TRUE", "true", "1"),
        ("multienumeration", "a;b;a", "a;b", "a;z"),
    ],
)
def test_other_types(world: World, kind: str, good: str, kept: Any, bad: str) -> None:
    field = {"name": "own_field", "type": kind, "label": "Own", "values": ["a", "b", "c"]}
    world.control("schema", {"op": "add_field", "object": "contacts", "field": field})
    made = world.create(own_field=good)
    assert world.values(made, "own_field")["own_field"] == kept
    world.refused(400, "PATCH", world.objects(f"/{made}"), {"properties": {"own_field": bad}})


def test_a_leading_semicolon_adds_to_a_multi_select(world: World) -> None:
    field = {"name": "tags", "type": "multipicklist", "label": "Tags", "values": ["a", "b", "c"]}
    world.control("schema", {"op": "add_field", "object": "contacts", "field": field})
    made = world.create(tags="a")
    world.update(made, tags=";c")
    assert world.values(made, "tags")["tags"] == "a;c"


@pytest.mark.parametrize(("backwards", "kept"), [(False, "customer"), (True, "lead")])
def test_a_lifecycle_stage_moves_forward_only_unless_cleared(world: World, backwards: bool, kept: Any) -> None:
    world.switch(lifecycle_moves_backwards=backwards)
    made = world.create(lifecyclestage="customer")
    world.update(made, lifecyclestage="lead")
    assert world.values(made, "lifecyclestage")["lifecyclestage"] == kept
    world.update(made, lifecyclestage="")
    world.update(made, lifecyclestage="lead")
    assert world.values(made, "lifecyclestage")["lifecyclestage"] == "lead"


@pytest.mark.parametrize(("default", "kept"), [("lead", "lead"), ("", None)])
def test_a_new_contact_gets_the_portals_default_stage(world: World, default: str, kept: Any) -> None:
    world.switch(default_lifecyclestage=default)
    assert world.values(world.create(), "lifecyclestage")["lifecyclestage"] == kept


@pytest.mark.parametrize(("form", "category"), [("v3", "CONFLICT"), ("identity_profile", "OBJECT_ALREADY_EXISTS")])
def test_the_two_bodies_of_a_conflict(world: World, form: str, category: str) -> None:
    world.switch(conflict_body=form)
    made = world.create(email="twice@example.org")
    body = world.refused(409, "POST", world.objects(), {"properties": {"email": "twice@example.org"}})
    assert body["category"] == category
    assert body["message"].endswith(f"Existing ID: {made}")


def test_a_unique_property_of_ones_own(world: World) -> None:
    field = {"name": "badge", "type": "string", "label": "Badge", "unique": True}
    world.control("schema", {"op": "add_field", "object": "contacts", "field": field})
    made = world.create(badge="7")
    assert world.ok("GET", world.objects("/7?idProperty=badge"))["id"] == made
    body = world.refused(400, "POST", world.objects(), {"properties": {"badge": "7"}})
    assert body["errors"][0]["code"] == "CONFLICTING_UNIQUE_VALUE"
