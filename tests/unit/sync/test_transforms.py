"""Mappings with a transform: what a person sets on one side, and what the other side shows."""

from __future__ import annotations

from typing import Any

import pytest
from crmsync.core.hubspot_subscriptions import wanted_subscriptions
from crmsync.core.outcome import OutcomeName
from crmsync.core.parked import Category
from crmsync.core.record import Side

from tests.unit.sync.sync_world import Pair, SyncWorld

SWITCHED_OFF = [
    {"hubspot": "firstname", "salesforce": "FirstName", "rule": "dont_sync"},
    {"hubspot": "lastname", "salesforce": "LastName", "rule": "dont_sync"},
]
FULL_NAME = {
    "hubspot": "fullname",
    "salesforce": ["FirstName", "LastName"],
    "rule": "two_way",
    "transform": {
        "to_hubspot": {"concatenate": {"separator": " "}},
        "to_salesforce": {"split": {"separator": " "}},
    },
}
GREETING = {
    "hubspot": "greeting",
    "salesforce": ["FirstName", "LastName"],
    "rule": "always_salesforce",
    "transform": {"to_hubspot": {"expression": "join(' ', ['Dear', FirstName, LastName])"}},
}
TIER = {
    "hubspot": "tier",
    "salesforce": "Kind__c",
    "rule": "always_salesforce",
    "transform": {"to_hubspot": {"choose": {"cases": {"Customer": "gold", "Prospect": "silver"}}}},
}
PRICE = {
    "hubspot": "price",
    "salesforce": "Cents__c",
    "rule": "two_way",
    "transform": {"to_hubspot": {"divide": 100}, "to_salesforce": {"multiply": 100}},
}


def property_added(world: SyncWorld, name: str, kind: str = "string", **more: Any) -> None:
    field = {"name": name, "type": kind, **more}
    world.control(Side.HUBSPOT, "schema", {"op": "add_field", "object": "contact", "field": field})
    world.read_schemas()


def field_added(world: SyncWorld, name: str, kind: str, **more: Any) -> None:
    for object_type in ("Lead", "Contact"):
        field = {"name": name, "type": kind, **more}
        world.control(Side.SALESFORCE, "schema", {"op": "add_field", "object": object_type, "field": field})
    world.read_schemas()


def mapped(world: SyncWorld, *entries: dict[str, Any]) -> None:
    world.put("mappings/contact/own", {"mappings": [*entries]})


@pytest.fixture
def named(world: SyncWorld) -> Pair:
    """Ada, linked, with a full name in HubSpot."""
    property_added(world, "fullname")
    mapped(world, *SWITCHED_OFF, FULL_NAME)
    return world.linked(fullname="Ada Lovelace")


class TestFullName:
    def test_a_person_is_created_with_both_names(self, world: SyncWorld, named: Pair) -> None:
        assert world.person(named.salesforce, "FirstName", "LastName") == ("Ada", "Lovelace")

    def test_hubspots_edit_changes_the_part_that_differs(self, world: SyncWorld, named: Pair) -> None:
        world.edit_contact(named.hubspot, fullname="Ada King")
        world.run()
        assert world.person(named.salesforce, "FirstName", "LastName") == ("Ada", "King")
        assert world.contact(named.hubspot, "fullname") == "Ada King"

    def test_salesforces_edit_of_one_part_travels(self, world: SyncWorld, named: Pair) -> None:
        world.edit_person(named.salesforce, FirstName="Augusta Ada")
        world.run()
        assert world.contact(named.hubspot, "fullname") == "Augusta Ada Lovelace"
        assert world.person(named.salesforce, "FirstName", "LastName") == ("Augusta Ada", "Lovelace")

    def test_the_echo_costs_no_call(self, world: SyncWorld, named: Pair) -> None:
        with world.counting() as calls:
            world.edit_contact(named.hubspot, fullname="Augusta King")
            world.run()
        assert calls.total == 3

    def test_what_salesforce_requires_is_not_cleared(self, world: SyncWorld, named: Pair) -> None:
        world.edit_contact(named.hubspot, fullname=None, jobtitle="Countess")
        world.run()
        (parked,) = world.parked()
        assert (parked.part, parked.category) == ("fullname", Category.PROPERTY_VALUES)
        assert "LastName" in parked.reason
        assert world.person(named.salesforce, "LastName", "Title") == ("Lovelace", "Countess")


def test_a_field_that_others_write_too_is_read_as_it_will_be(world: SyncWorld) -> None:
    property_added(world, "greeting")
    mapped(world, {"hubspot": "firstname", "salesforce": "FirstName", "rule": "two_way"}, GREETING)
    pair = world.linked(firstname="Ada")
    assert world.contact(pair.hubspot, "greeting") == "Dear Ada Lovelace"
    world.edit_contact(pair.hubspot, firstname="Augusta")
    world.run()
    assert world.person(pair.salesforce, "FirstName") == "Augusta"
    assert world.contact(pair.hubspot, "greeting") == "Dear Augusta Lovelace"
    world.edit_contact(pair.hubspot, greeting="Hello")
    world.run()
    assert world.contact(pair.hubspot, "greeting") == "Dear Augusta Lovelace"


def test_a_value_that_the_transform_does_not_take_parks_its_field_alone(world: SyncWorld) -> None:
    property_added(world, "tier")
    field_added(world, "Kind__c", "string", length=20)
    mapped(world, TIER)
    pair = world.linked()
    world.edit_person(pair.salesforce, Kind__c="Customer")
    world.run()
    assert world.contact(pair.hubspot, "tier") == "gold"
    world.edit_person(pair.salesforce, Kind__c="Friend", Title="Countess")
    world.run()
    (parked,) = world.parked()
    assert (parked.part, parked.category) == ("tier", Category.PROPERTY_VALUES)
    assert parked.reason.startswith("The transform of tier (mappings/contact/own at /mappings/0/transform/to_hubspot)")
    assert "otherwise" in parked.fix
    assert world.contact(pair.hubspot, "tier", "jobtitle") == ("gold", "Countess")
    world.edit_person(pair.salesforce, Kind__c="Prospect")
    world.run()
    assert world.contact(pair.hubspot, "tier") == "silver"
    assert world.parked() == []


def test_units_and_cents_cross_both_ways(world: SyncWorld) -> None:
    property_added(world, "price", "number")
    field_added(world, "Cents__c", "double", scale=0)
    mapped(world, PRICE)
    pair = world.linked(price="19.99")
    assert world.person(pair.salesforce, "Cents__c") == 1999
    world.edit_person(pair.salesforce, Cents__c="2050")
    world.run()
    assert float(world.contact(pair.hubspot, "price")) == 20.5
    world.edit_contact(pair.hubspot, price="0.125")
    world.run()
    assert world.person(pair.salesforce, "Cents__c") == 13
    assert world.contact(pair.hubspot, "price") == "0.125"


def test_a_changed_transform_writes_nothing_until_a_resync(world: SyncWorld) -> None:
    property_added(world, "tier")
    field_added(world, "Kind__c", "string", length=20)
    mapped(world, TIER)
    pair = world.linked()
    world.edit_person(pair.salesforce, Kind__c="Customer")
    world.run()
    cases = {"Customer": "platinum"}
    mapped(world, {**TIER, "transform": {"to_hubspot": {"choose": {"cases": cases}}}})
    world.edit_person(pair.salesforce, Title="Countess")
    outcomes = world.run()
    assert outcomes[OutcomeName.UPDATED] == 1
    assert world.contact(pair.hubspot, "tier") == "gold"
    world.product.reconciles.resync(object="contact", hubspot_ids=[pair.hubspot])
    world.run_on()
    assert world.contact(pair.hubspot, "tier") == "platinum"


NAMES_FROM_ONE = {
    "hubspot": ["firstname", "lastname"],
    "salesforce": "Full__c",
    "rule": "two_way",
    "transform": {
        "to_hubspot": {"split": {"separator": " "}},
        "to_salesforce": {"concatenate": {"separator": " "}},
    },
}


@pytest.fixture
def full(world: SyncWorld) -> Pair:
    """Ada, linked; one field of Salesforce holds what HubSpot has in two."""
    field_added(world, "Full__c", "string", length=60)
    mapped(world, *SWITCHED_OFF, NAMES_FROM_ONE)
    pair = world.linked(firstname="Ada")
    assert world.person(pair.salesforce, "Full__c") == "Ada Lovelace"
    return pair


class TestOneNameInSalesforce:
    def test_edits_cross_both_ways(self, world: SyncWorld, full: Pair) -> None:
        world.edit_person(full.salesforce, Full__c="Augusta Ada King")
        world.run()
        assert world.contact(full.hubspot, "firstname", "lastname") == ("Augusta Ada", "King")
        world.edit_contact(full.hubspot, firstname="Augusta")
        world.run()
        assert world.person(full.salesforce, "Full__c") == "Augusta King"

    def test_of_a_two_way_conflict_the_later_edit_stands(self, world: SyncWorld, full: Pair) -> None:
        world.edit_person(full.salesforce, Full__c="Augusta King")
        world.edit_contact(full.hubspot, lastname="Byron")
        world.run()
        assert world.contact(full.hubspot, "firstname", "lastname") == ("Ada", "Byron")
        assert world.person(full.salesforce, "Full__c") == "Ada Byron"

    def test_an_edit_that_our_write_covered_is_brought_back(self, world: SyncWorld, full: Pair) -> None:
        edit = lambda: world.edit_contact(full.hubspot, lastname="Byron")  # noqa: E731
        world.before(Side.HUBSPOT, "POST .*update", edit)
        world.edit_person(full.salesforce, Full__c="Augusta King")
        world.run_on()
        assert world.contact(full.hubspot, "lastname") == "Byron"
        assert world.person(full.salesforce, "Full__c").endswith("Byron")

    def test_the_app_hears_of_both_properties(self, world: SyncWorld, full: Pair) -> None:
        configuration = world.product.configurations.active()
        assert configuration is not None
        heard = wanted_subscriptions(configuration)["contact"]
        assert {"firstname", "lastname"} <= set(heard)
        assert not any("+" in name for name in heard)


def test_a_person_without_last_name_gets_the_fallback_and_hubspot_never_sees_it(world: SyncWorld) -> None:
    property_added(world, "fullname")
    mapped(world, *SWITCHED_OFF, FULL_NAME)
    contact = world.create_contact(email="x@example.org")
    world.run()
    (person,) = world.people_of("x@example.org")
    assert world.person(person, "LastName") == "[not provided]"
    assert world.contact(contact, "fullname") is None
    world.edit_contact(contact, fullname="Ada Lovelace")
    world.run()
    assert world.person(person, "FirstName", "LastName") == ("Ada", "Lovelace")
