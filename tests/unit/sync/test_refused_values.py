"""What the other CRM refuses parks that field, with the vendor's own words, and the rest of the record syncs."""

from __future__ import annotations

from typing import Any

import pytest
from crmsync.core.outcome import OutcomeName
from crmsync.core.parked import Category
from crmsync.core.record import Side

from tests.unit.sync.sync_world import Pair, SyncWorld

SECRET = "Zürich-Höngg 77"
SALUTATIONS = {"op": "set_restricted", "object": "Contact", "field": "Salutation", "restricted": True}
COUNTESS = {"op": "add_picklist_value", "object": "Contact", "field": "Salutation", "value": "Countess"}


def rule(field: str, message: str, operator: str = "is_not_blank", value: str = "", name: str = "Rule") -> Any:
    return {
        "op": "add_validation_rule",
        "object": "Contact",
        "name": name,
        "message": message,
        "field": field,
        "operator": operator,
        "value": value,
    }


@pytest.fixture
def countess(world: SyncWorld) -> Pair:
    """Her salutation is none of the picklist's, and parked."""
    world.control(Side.SALESFORCE, "schema", SALUTATIONS)
    world.read_schemas()
    pair = world.linked()
    world.edit_contact(pair.hubspot, salutation="Countess")
    world.run()
    assert [row.part for row in world.parked()] == ["salutation"]
    return pair


def assert_rest_crossed(world: SyncWorld, pair: Pair) -> None:
    assert world.person(pair.salesforce, "MailingPostalCode") == "8049"


def test_a_value_that_the_picklist_does_not_have(world: SyncWorld) -> None:
    """Known from the schema: no call is spent on the refusal."""
    world.control(Side.SALESFORCE, "schema", SALUTATIONS)
    world.read_schemas()
    pair = world.linked()
    with world.counting() as calls:
        world.edit_contact(pair.hubspot, salutation="Countess", zip="8049")
        world.run()
    assert calls.total == 3
    assert_rest_crossed(world, pair)
    assert world.person(pair.salesforce, "Salutation") is None
    (row,) = world.parked()
    assert (row.ref.id, row.part, row.category) == (pair.hubspot, "salutation", Category.PROPERTY_VALUES)
    assert row.reason
    assert row.fix
    assert row.next_try_at is not None
    assert world.link_of(pair.contact).parked == ("salutation",)


def test_a_picklist_that_became_restricted_since_the_schema_was_read(world: SyncWorld) -> None:
    pair = world.linked()
    world.control(Side.SALESFORCE, "schema", SALUTATIONS)
    world.edit_contact(pair.hubspot, salutation="Countess", zip="8049")
    world.run()
    assert_rest_crossed(world, pair)
    (row,) = world.parked()
    assert (row.part, row.category) == ("salutation", Category.PROPERTY_VALUES)


def test_a_parked_field_goes_on_when_it_is_mended(world: SyncWorld, countess: Pair) -> None:
    world.edit_contact(countess.hubspot, salutation="Ms.")
    world.run()
    assert world.person(countess.salesforce, "Salutation") == "Ms."
    assert world.parked() == []
    assert world.link_of(countess.contact).parked == ()


def test_a_parked_field_goes_on_by_itself_when_the_schema_is_mended(world: SyncWorld, countess: Pair) -> None:
    world.control(Side.SALESFORCE, "schema", COUNTESS)
    world.read_schemas()
    world.resume_parked(after=0)
    assert world.person(countess.salesforce, "Salutation") == "Countess"
    assert world.parked() == []


def test_a_parked_field_is_tried_when_the_record_is_back(world: SyncWorld, countess: Pair) -> None:
    """Nobody is asked about the field of a record that is gone, and nothing else tells of it later."""
    world.salesforce_user.delete("Contact", countess.salesforce)
    world.run_on()
    assert world.parked() == []
    assert world.link_of(countess.contact).parked == ()
    for city in ("Paris", "Rome"):
        world.edit_contact(countess.hubspot, city=city)
        world.run_on()
    assert world.parked() == []
    world.control(Side.SALESFORCE, "schema", COUNTESS)
    world.read_schemas()
    world.control(Side.SALESFORCE, "undelete", {"ids": [countess.salesforce]})
    world.run_on()
    assert world.person(countess.salesforce, "Salutation") == "Countess"


def test_a_parked_field_waits_while_its_pair_is_off(world: SyncWorld, countess: Pair) -> None:
    """Its row stays, since the link says that the field is parked."""
    world.put("settings/contact", {"enabled": False})
    world.edit_contact(countess.hubspot, city="Paris")
    world.run_on()
    world.resume_parked()
    assert [row.part for row in world.parked()] == ["salutation"]
    world.control(Side.SALESFORCE, "schema", COUNTESS)
    world.put("settings/contact", {"enabled": True})
    world.resume_parked()
    assert world.person(countess.salesforce, "Salutation") == "Countess"
    assert world.parked() == []


def test_a_parked_field_is_left_out_while_it_waits(world: SyncWorld) -> None:
    """Trying it each time would cost a refused call a change."""
    world.control(Side.SALESFORCE, "schema", rule("MailingCity", "No cities, please"))
    pair = world.linked()
    world.edit_contact(pair.hubspot, city="London")
    world.run()
    with world.counting() as calls:
        world.edit_contact(pair.hubspot, zip="8049")
        world.run()
    assert calls.total == 3
    assert_rest_crossed(world, pair)
    assert [row.part for row in world.parked()] == ["city"]


@pytest.mark.parametrize(
    ("change", "value", "category", "words"),
    [
        (rule("MailingCity", "No cities, please"), "London", Category.CUSTOM_CODE, "No cities, please"),
        ({"op": "set_permission", "object": "Contact", "field": "MailingCity", "editable": False}, "London",
         Category.PERMISSIONS, ""),
        (None, "x" * 41, Category.PROPERTY_VALUES, "40"),
    ],
    ids=["validation rule", "permission", "too long"],
)  # fmt: skip
def test_a_field_that_salesforce_refuses(
    world: SyncWorld, change: Any, value: str, category: Category, words: str
) -> None:
    pair = world.linked()
    if change is not None:
        world.control(Side.SALESFORCE, "schema", change)
    world.edit_contact(pair.hubspot, city=value, zip="8049", phone="1")
    outcomes = world.run()
    assert outcomes[OutcomeName.UPDATED] == 1
    assert_rest_crossed(world, pair)
    assert world.person(pair.salesforce, "Phone", "MailingCity") == ("1", None)
    (row,) = world.parked()
    assert (row.part, row.category) == ("city", category)
    assert words in row.reason
    assert row.fix
    assert value not in repr(row)


def test_a_field_that_hubspot_refuses(world: SyncWorld) -> None:
    pair = world.linked()
    refusal = {
        "op": "add_validation_rule", "object": "contacts", "name": "Short", "message": "Keep it short",
        "field": "jobtitle", "operator": "longer_than", "value": "5",
    }  # fmt: skip
    world.control(Side.HUBSPOT, "schema", refusal)
    world.edit_person(pair.salesforce, Title="Countess", Phone="1")
    world.run()
    assert world.contact(pair.hubspot, "jobtitle", "phone") == (None, "1")
    (row,) = world.parked()
    assert (row.ref.id, row.part) == (pair.hubspot, "jobtitle")
    assert "Keep it short" in row.reason


def test_one_refused_record_does_not_hold_up_its_batch(world: SyncWorld) -> None:
    pairs = [world.linked(f"person{number}@example.org") for number in range(5)]
    world.control(Side.SALESFORCE, "schema", rule("MailingCity", "Not London", "equals", "London"))
    for number, pair in enumerate(pairs):
        world.edit_contact(pair.hubspot, city="London" if number == 2 else "Bern")
    world.run()
    cities = [world.person(pair.salesforce, "MailingCity") for pair in pairs]
    assert cities == ["Bern", "Bern", None, "Bern", "Bern"]
    assert [(row.ref.id, row.part) for row in world.parked()] == [(pairs[2].hubspot, "city")]


def test_a_record_that_is_refused_whole(world: SyncWorld) -> None:
    """No field that was written is to blame: nothing crosses to that side, and the other direction goes on."""
    pair = world.linked()
    world.control(Side.SALESFORCE, "schema", rule("Department", "Say the department", "is_blank"))
    world.edit_contact(pair.hubspot, city="London")
    world.hubspot_user.edit(pair.hubspot, {"zip": "8049"})
    world.run()
    assert world.person(pair.salesforce, "MailingCity", "MailingPostalCode") == (None, None)
    (row,) = world.parked()
    assert (row.ref.id, row.part, row.reason) == (pair.hubspot, "record", "Say the department")
    world.control(Side.SALESFORCE, "schema", {"op": "remove_validation_rule", "name": "Rule"})
    world.edit_person(pair.salesforce, Title="Countess")
    world.run()
    assert world.contact(pair.hubspot, "jobtitle") == "Countess"
    assert world.person(pair.salesforce, "MailingCity", "MailingPostalCode") == ("London", "8049")
    assert world.parked() == []


def test_an_address_that_a_duplicate_rule_refuses_parks_that_field(world: SyncWorld) -> None:
    world.set_rule("email", "Email", "two_way")
    pair = world.linked()
    world.salesforce_user.create("Contact", {"LastName": "Double", "Email": "double@example.org"})
    world.control(Side.SALESFORCE, "settings", {"duplicate_rule": "block"})
    world.edit_contact(pair.hubspot, city="London", email="double@example.org")
    world.run_on()
    assert world.person(pair.salesforce, "Email", "MailingCity") == ("ada@example.org", "London")
    rows = [(row.part, row.category) for row in world.parked() if row.ref.id == pair.hubspot]
    assert rows == [("email", Category.DUPLICATES)]


def test_a_creation_that_is_refused_is_parked_and_made_later(world: SyncWorld) -> None:
    world.control(Side.SALESFORCE, "schema", rule("LastName", "Names are required", "equals", "Lovelace"))
    world.create_contact(email="ada@example.org", lastname="Lovelace")
    world.run()
    (row,) = world.parked()
    assert row.reason == "Names are required"
    world.control(Side.SALESFORCE, "schema", {"op": "remove_validation_rule", "name": "Rule"})
    world.resume_parked()
    assert len(world.people_of("ada@example.org")) == 1
    assert world.parked() == []


def test_a_creation_without_one_refused_field(world: SyncWorld) -> None:
    world.control(Side.SALESFORCE, "schema", rule("MailingCity", "No cities, please"))
    contact = world.create_contact(email="ada@example.org", lastname="Lovelace", city=SECRET)
    assert world.run()[OutcomeName.CREATED] == 1
    (person,) = world.people_of("ada@example.org")
    assert world.person(person, "LastName", "MailingCity") == ("Lovelace", None)
    (row,) = world.parked()
    assert (row.ref.id, row.part) == (contact, "city")
    world.control(Side.SALESFORCE, "schema", {"op": "remove_validation_rule", "name": "Rule"})
    world.resume_parked()
    assert world.person(person, "MailingCity") == SECRET
    assert world.parked() == []


def test_nobody_is_created_without_the_address_that_was_refused(world: SyncWorld) -> None:
    refusal = {
        "op": "add_validation_rule", "object": "contacts", "name": "Mail", "message": "No such addresses",
        "field": "email", "operator": "contains", "value": "ada@",
    }  # fmt: skip
    world.control(Side.HUBSPOT, "schema", refusal)
    person = world.create_person(Email="ada@example.org", LastName="Lovelace")
    world.run()
    assert world.product.links.all() == []
    (row,) = world.parked()
    assert (row.ref.id, row.part) == (person, "record")


def test_a_cleared_name_that_salesforce_requires_stays(world: SyncWorld) -> None:
    world.set_rule("lastname", "LastName", "two_way")
    pair = world.linked()
    world.edit_contact(pair.hubspot, lastname=None, zip="8049")
    world.run()
    assert_rest_crossed(world, pair)
    assert world.person(pair.salesforce, "LastName") == "Lovelace"
    assert [row.part for row in world.parked()] == ["lastname"]


def test_no_value_is_in_a_parked_row_or_a_note(world: SyncWorld) -> None:
    world.control(Side.SALESFORCE, "schema", rule("MailingCity", "No cities, please"))
    pair = world.linked(email="ada.secret@example.org", phone="+41 79 555 77 88")
    world.edit_contact(pair.hubspot, city=SECRET)
    world.create_person(Email="ada.secret@example.org", LastName="Doublegänger")
    world.run_on()
    told = repr(world.parked()) + repr(world.product.telemetry.notes) + repr(world.product.telemetry.counts)
    assert world.parked()
    for value in (SECRET, "ada.secret", "555 77 88", "Doublegänger"):
        assert value not in told


def test_a_field_stays_parked_when_its_lead_is_converted(world: SyncWorld) -> None:
    pair = world.linked(object_type="Lead")
    world.edit_contact(pair.hubspot, zip="far too long for a postal code")
    world.run()
    assert [row.part for row in world.parked()] == ["zip"]
    person = world.salesforce_user.convert(pair.salesforce)
    assert person is not None
    world.run_on()
    assert "zip" in [row.part for row in world.parked()]
    world.edit_contact(pair.hubspot, zip="8049")
    world.run()
    assert world.person(person, "MailingPostalCode") == "8049"
    assert "zip" not in [row.part for row in world.parked()]
