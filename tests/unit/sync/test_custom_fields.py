"""Mappings of the administrator's own, by type: what a person sets on one side, and what the other side shows."""

from __future__ import annotations

from collections.abc import Mapping
from types import MappingProxyType
from typing import Any, NamedTuple

import pytest
from crmsync.core.parked import Category
from crmsync.core.record import Side

from tests.unit.sync.sync_world import SyncWorld

pytestmark = pytest.mark.no_cover


class Custom(NamedTuple):
    """A property and a field, as the vendors' administrators define them, and what the mapping says beside."""

    hubspot: dict[str, Any]
    salesforce: dict[str, Any]
    said: Mapping[str, Any] = MappingProxyType({})


COLOURS = ["red", "blue", "green"]
TEXT = Custom({"type": "string"}, {"type": "string", "length": 20})
NUMBER = Custom({"type": "number"}, {"type": "double", "scale": 1})
FLAG = Custom({"type": "boolean"}, {"type": "boolean"})
DAY = Custom({"type": "date"}, {"type": "date"})
DAY_OF_TIME = Custom({"type": "date"}, {"type": "datetime"}, {"time_zone": "Europe/Berlin"})
TIME = Custom({"type": "datetime"}, {"type": "datetime"})
PHONE = Custom({"type": "phone"}, {"type": "phone"})
PICK = Custom({"type": "picklist", "values": COLOURS}, {"type": "picklist", "values": COLOURS, "restricted": True})
MANY = Custom(
    {"type": "multipicklist", "values": COLOURS}, {"type": "multipicklist", "values": COLOURS, "restricted": True}
)
MAPPED = Custom(
    {"type": "picklist", "values": COLOURS},
    {"type": "picklist", "values": ["Rot", "Blau"], "restricted": True},
    {"options": "colours"},
)


def mapped(world: SyncWorld, custom: Custom) -> None:
    """The same API name in leads and contacts, by one mapping and the two-way rule."""
    world.control(
        Side.HUBSPOT, "schema", {"op": "add_field", "object": "contact", "field": {"name": "own", **custom.hubspot}}
    )
    for object_type in ("Lead", "Contact"):
        field = {"name": "Own__c", **custom.salesforce}
        world.control(Side.SALESFORCE, "schema", {"op": "add_field", "object": object_type, "field": field})
    world.read_schemas()
    world.put("options/colours", {"options": {"red": "Rot", "blue": "Blau"}})
    mapping = {"hubspot": "own", "salesforce": "Own__c", "rule": "two_way", **custom.said}
    world.put("mappings/contact/own", {"mappings": [mapping]})


@pytest.mark.s("S19", "S20")
@pytest.mark.parametrize("object_type", ["Lead", "Contact"])
@pytest.mark.parametrize(
    ("custom", "hubspot", "salesforce"),
    [
        (TEXT, "a word", "a word"),
        (NUMBER, "12.5", 12.5),
        (FLAG, "true", True),
        (DAY, "2026-07-01", "2026-07-01"),
        (DAY_OF_TIME, "2026-07-01", "2026-06-30T22:00:00.000+0000"),
        (TIME, "2026-07-01T08:30:00.000Z", "2026-07-01T08:30:00.000+0000"),
        (PHONE, "+41 44 123 45 67", "+41 44 123 45 67"),
        (PICK, "blue", "blue"),
        (MANY, "blue;green", "blue;green"),
        (MAPPED, "blue", "Blau"),
    ],
)
def test_a_value_of_each_type_crosses_both_ways(
    world: SyncWorld, object_type: str, custom: Custom, hubspot: str, salesforce: Any
) -> None:
    mapped(world, custom)
    pair = world.linked(object_type=object_type)
    world.edit_contact(pair.hubspot, own=hubspot)
    world.run()
    assert world.person(pair.salesforce, "Own__c") == salesforce
    world.edit_contact(pair.hubspot, own="")
    world.run()
    assert world.person(pair.salesforce, "Own__c") in {None, False}
    world.edit_person(pair.salesforce, Own__c=salesforce)
    world.run()
    assert world.contact(pair.hubspot, "own") == hubspot
    assert world.parked() == []


@pytest.mark.s("S19")
@pytest.mark.parametrize(
    ("custom", "value", "category"),
    [
        (TEXT, "a text of more than twenty characters", Category.PROPERTY_VALUES),
        (MAPPED, "green", Category.PROPERTY_VALUES),
    ],
)
def test_a_value_that_does_not_fit_parks_its_field_and_the_rest_crosses(
    world: SyncWorld, custom: Custom, value: str, category: Category
) -> None:
    mapped(world, custom)
    pair = world.linked()
    world.edit_contact(pair.hubspot, own=value, city="Zürich")
    world.run()
    assert world.person(pair.salesforce, "Own__c", "MailingCity") == (None, "Zürich")
    (row,) = world.parked()
    assert (row.part, row.category) == ("own", category)
    assert row.reason
    assert row.fix


def test_what_salesforce_rounds_is_not_written_back(world: SyncWorld) -> None:
    mapped(world, NUMBER)
    pair = world.linked()
    world.edit_contact(pair.hubspot, own="12.34")
    world.run()
    assert world.person(pair.salesforce, "Own__c") == 12.3
    assert world.contact(pair.hubspot, "own") == "12.34"


@pytest.mark.s("S18")
def test_a_refused_remapping_of_a_default_leaves_it_in_force(world: SyncWorld) -> None:
    remapped = '{"mappings": [{"hubspot": "jobtitle", "salesforce": "Department"}]}'
    world.product.parameters.write("mappings/contact", remapped)
    world.product.guard()
    [refusal] = world.product.configurations.refused()
    assert "by default" in refusal.reason
    pair = world.linked(jobtitle="Countess")
    assert world.person(pair.salesforce, "Title", "Department") == ("Countess", None)
