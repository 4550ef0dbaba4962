"""A person who is new to the other CRM is created there, once, and the two records are linked."""

from __future__ import annotations

from collections import Counter

import pytest
from crmsync.core.outcome import OutcomeName
from crmsync.core.parked import WHOLE_RECORD, Category
from crmsync.core.reasons import Reason
from crmsync.core.record import Side

from tests.unit.sync.sync_world import SyncWorld, salesforce_ref
from tests.unit.sync.test_first_link import unseen_contact, unseen_person

CREATED, ECHO, SKIPPED = OutcomeName.CREATED, OutcomeName.ECHO, OutcomeName.SKIPPED


@pytest.mark.s("S10")
def test_a_hubspot_contact_becomes_a_salesforce_contact(world: SyncWorld) -> None:
    contact = world.create_contact(
        email="Ada@Example.org", firstname="Ada", lastname="Lovelace", jobtitle="Countess", city="London"
    )
    assert world.run()[CREATED] == 1
    (person,) = world.people_of("ada@example.org")
    assert person.startswith("003")
    shown = world.person(person, "FirstName", "LastName", "Title", "MailingCity")
    assert shown == ("Ada", "Lovelace", "Countess", "London")
    link = world.link_of(salesforce_ref(person))
    assert (link.hubspot.id, link.crossed) == (contact, False)
    assert {entry.reason for entry in world.history(link.hubspot)} == {Reason.FIRST_LINK}


@pytest.mark.s("S10")
def test_a_hubspot_contact_becomes_a_lead_when_leads_are_chosen(world: SyncWorld) -> None:
    world.put("settings/contact", {"create_in_salesforce": "lead"})
    world.create_contact(email="ada@example.org", lastname="Lovelace", company="Analytical", city="London")
    assert world.run()[CREATED] == 1
    (lead,) = world.people_of("ada@example.org")
    assert lead.startswith("00Q")
    assert world.person(lead, "LastName", "Company", "City") == ("Lovelace", "Analytical", "London")


@pytest.mark.s("S1", "S7", "S9", "S13", "S40")
@pytest.mark.parametrize(("object_type", "city"), [("Contact", "MailingCity"), ("Lead", "City")])
def test_a_salesforce_person_becomes_a_hubspot_contact(world: SyncWorld, object_type: str, city: str) -> None:
    company = {"Company": "Analytical"} if object_type == "Lead" else {}
    person = world.create_person(
        object_type, Email="ada@example.org", LastName="Lovelace", Title="Countess", **{city: "London"}, **company
    )
    assert world.run()[CREATED] == 1
    (contact,) = world.contacts_of("ada@example.org")
    assert world.contact(contact, "lastname", "jobtitle", "city", "company") == (
        "Lovelace",
        "Countess",
        "London",
        company.get("Company"),
    )
    link = world.link_of(salesforce_ref(person))
    assert (link.hubspot.id, link.crossed) == (contact, True)


@pytest.mark.s("S6")
def test_nobody_is_created_before_something_happens_to_them(world: SyncWorld) -> None:
    """Seeded people of both CRMs stay where they are."""
    with world.counting() as calls:
        world.run_on()
    assert calls.total == 0
    assert world.product.links.all() == []


def test_what_salesforce_requires_is_filled_and_never_crosses_back(world: SyncWorld) -> None:
    world.put("settings/contact", {"create_in_salesforce": "lead"})
    contact = world.create_contact(email="ada@example.org", firstname="Ada")
    world.run()
    (lead,) = world.people_of("ada@example.org")
    assert world.person(lead, "LastName", "Company") == ("[not provided]", "[not provided]")
    world.edit_person(lead, Title="Countess")
    world.run()
    assert world.contact(contact, "jobtitle", "lastname", "company") == ("Countess", None, None)


@pytest.mark.parametrize("side", Side)
def test_a_fallback_gives_way_to_the_first_real_value(world: SyncWorld, side: Side) -> None:
    contact = world.create_contact(email="ada@example.org")
    world.run()
    (person,) = world.people_of("ada@example.org")
    if side is Side.HUBSPOT:
        world.edit_contact(contact, lastname="Lovelace")
    else:
        world.edit_person(person, LastName="Lovelace")
    world.run()
    assert world.person(person, "LastName") == "Lovelace"
    assert world.contact(contact, "lastname") == "Lovelace"


def test_without_a_fallback_the_missing_field_is_parked_and_nothing_is_created(world: SyncWorld) -> None:
    world.put("settings/contact", {"required_fallbacks": {"LastName": None}})
    contact = world.create_contact(email="ada@example.org", firstname="Ada")
    with world.counting() as calls:
        outcomes = world.run()
    assert outcomes[OutcomeName.PARKED] == 1
    assert world.people_of("ada@example.org") == []
    (row,) = world.parked()
    assert (row.category, row.part) == (Category.PROPERTY_VALUES, WHOLE_RECORD)
    assert "LastName" in row.reason
    assert "required_fallbacks" in row.fix
    assert not [call for call in world.product.calls if "composite/sobjects" in call]
    assert calls.total <= 3
    world.edit_contact(contact, lastname="Lovelace")
    assert world.run()[CREATED] == 1
    world.resume_parked()
    assert world.parked() == []


@pytest.mark.s("S13", "S40")
@pytest.mark.parametrize(
    ("settings", "side"), [({"create_in_salesforce": None}, "h"), ({"create_in_hubspot": False}, "s")]
)
def test_creation_that_is_off(world: SyncWorld, settings: dict[str, object], side: str) -> None:
    world.put("settings/contact", settings)
    if side == "h":
        world.create_contact(email="ada@example.org", lastname="Lovelace")
    else:
        world.create_person(Email="ada@example.org", LastName="Lovelace")
    assert world.run() == Counter({SKIPPED: 1})
    assert set(world.reasons().values()) == {"creation_off"}
    assert len(world.contacts_of("ada@example.org")) + len(world.people_of("ada@example.org")) == 1


def test_what_lacks_a_required_field_does_not_hold_up_its_neighbours(world: SyncWorld) -> None:
    world.put("settings/contact", {"required_fallbacks": {"LastName": None}})
    world.create_contact(email="ada@example.org", firstname="Ada")
    world.create_contact(email="grace@example.org", lastname="Hopper")
    assert world.run()[CREATED] == 1
    assert len(world.people_of("grace@example.org")) == 1
    assert [row.part for row in world.parked()] == ["record"]


def test_without_creation_in_hubspot_nobody_is_linked_from_salesforce_either(world: SyncWorld) -> None:
    world.put("settings/contact", {"create_in_hubspot": False})
    contact = unseen_contact(world, email="ada@example.org", jobtitle="Countess")
    person = world.create_person(Email="ada@example.org", LastName="Lovelace")
    assert world.run() == Counter({SKIPPED: 1})
    assert world.contact(contact, "lastname") is None
    assert world.person(person, "Title") is None
    world.edit_contact(contact, phone="1")
    world.run()
    assert world.contact(contact, "lastname", "phone") == ("Lovelace", "1")
    world.edit_person(person, Phone="2")
    world.run()
    assert world.contact(contact, "phone") == "2"


def test_without_creation_in_salesforce_existing_people_are_linked(world: SyncWorld) -> None:
    world.put("settings/contact", {"create_in_salesforce": None})
    person = unseen_person(world, Email="ada@example.org", LastName="Lovelace")
    world.create_contact(email="ada@example.org", jobtitle="Countess")
    world.run()
    assert world.person(person, "Title") == "Countess"


@pytest.mark.s("S16")
@pytest.mark.parametrize("object_type", ["Contact", "Lead"])
@pytest.mark.parametrize("wanted", ["contact", "lead"])
def test_whoever_is_there_already_is_not_made_anew_as_another_type(
    world: SyncWorld, object_type: str, wanted: str
) -> None:
    world.put("settings/contact", {"create_in_salesforce": wanted})
    company = {"Company": "Analytical"} if object_type == "Lead" else {}
    person = unseen_person(world, object_type, Email="ada@example.org", LastName="Lovelace", **company)
    world.create_contact(email="ada@example.org", jobtitle="Countess")
    world.run()
    assert world.people_of("ada@example.org") == [person]
    assert world.person(person, "Title") == "Countess"


@pytest.mark.s("S16")
def test_a_converted_lead_leads_to_its_contact(world: SyncWorld) -> None:
    lead = unseen_person(world, "Lead", Email="ada@example.org", LastName="Lovelace", Company="Analytical")
    world.control(Side.SALESFORCE, "events/chaos", {"lose": 1})
    person = world.salesforce_user.convert(lead)
    world.control(Side.SALESFORCE, "events/chaos", {})
    contact = world.create_contact(email="ada@example.org", jobtitle="Countess")
    world.run()
    assert person is not None
    assert world.link_of(salesforce_ref(person)).hubspot.id == contact
    assert world.person(person, "Title") == "Countess"


@pytest.mark.parametrize("address", [None, "not an address"])
def test_without_an_address_nobody_is_created(world: SyncWorld, address: str | None) -> None:
    world.create_contact(lastname="Lovelace", **({"company": "x"} if address is None else {}))
    person = world.create_person(LastName="Lovelace")
    assert world.run()[SKIPPED] == 2
    assert set(world.reasons().values()) == {"no_email"}
    assert world.product.links.find([salesforce_ref(person)]) == {}
    assert world.parked() == []


def test_an_address_that_comes_later_creates_then(world: SyncWorld) -> None:
    contact = world.create_contact(lastname="Lovelace")
    world.run()
    world.edit_contact(contact, email="ada@example.org")
    assert world.run()[CREATED] == 1
    assert len(world.people_of("ada@example.org")) == 1


def test_a_link_without_address_syncs_on(world: SyncWorld) -> None:
    pair = world.linked()
    world.edit_person(pair.salesforce, Email=None)
    world.run()
    world.edit_person(pair.salesforce, Phone="123")
    world.run()
    assert world.contact(pair.hubspot, "email", "phone") == (None, "123")


def test_both_sides_at_once_make_one_pair(world: SyncWorld) -> None:
    contact = world.create_contact(email="ada@example.org", lastname="Lovelace")
    person = world.create_person(Email="ada@example.org", LastName="Byron", Title="Countess")
    world.run_on()
    assert world.contacts_of("ada@example.org") == [contact]
    assert world.people_of("ada@example.org") == [person]
    assert world.link_of(salesforce_ref(person)).hubspot.id == contact
    assert world.contact(contact, "lastname", "jobtitle") == ("Byron", "Countess")
