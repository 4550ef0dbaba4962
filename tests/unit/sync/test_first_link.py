"""Two records of one person meet: by e-mail, once, a field at a time."""

from __future__ import annotations

import pytest
from crmsync.core.outcome import OutcomeName
from crmsync.core.parked import Category
from crmsync.core.record import Side

from tests.unit.sync.sync_world import SyncWorld, salesforce_ref

LINKED, PARKED = OutcomeName.LINKED, OutcomeName.PARKED
ADA = "ada@example.org"


def unseen_person(world: SyncWorld, object_type: str = "Contact", **fields: str) -> str:
    """Of Salesforce, and known to nobody: its event is lost."""
    world.control(Side.SALESFORCE, "events/chaos", {"lose": 1})
    person = world.create_person(object_type, **fields)
    world.control(Side.SALESFORCE, "events/chaos", {})
    return person


def unseen_contact(world: SyncWorld, **properties: str) -> str:
    world.control(Side.HUBSPOT, "webhooks/chaos", {"lose": 1})
    contact = world.create_contact(**properties)
    world.control(Side.HUBSPOT, "webhooks/chaos", {})
    return contact


@pytest.mark.s("S16", "S41")
def test_an_existing_contact_is_linked_and_filled(world: SyncWorld) -> None:
    contact = unseen_contact(world, email=" ADA@example.org", jobtitle="Countess", phone="1")
    person = world.create_person(Email="Ada@Example.org", LastName="Lovelace", Phone="2")
    assert world.run()[LINKED] == 1
    assert world.link_of(salesforce_ref(person)).hubspot.id == contact
    assert world.contact(contact, "lastname", "phone") == ("Lovelace", "2")
    assert world.person(person, "Title") == "Countess"
    assert world.contacts_of(ADA) == [contact]


def test_a_first_link_never_clears(world: SyncWorld) -> None:
    world.set_rule("jobtitle", "Title", "always_salesforce")
    person = unseen_person(world, Email=ADA, LastName="Lovelace")
    contact = world.create_contact(email=ADA, lastname="Lovelace", jobtitle="Countess")
    assert world.run()[LINKED] == 1
    assert world.contact(contact, "jobtitle") == "Countess"
    assert world.person(person, "Title") is None


def test_always_hubspot_goes_first_at_a_first_link(world: SyncWorld) -> None:
    world.set_rule("jobtitle", "Title", "always_hubspot")
    person = unseen_person(world, Email=ADA, LastName="Lovelace", Title="Lady")
    world.create_contact(email=ADA, lastname="Lovelace", jobtitle="Countess")
    world.run()
    assert world.person(person, "Title") == "Countess"


@pytest.mark.s("S16")
def test_an_additional_address_links_and_leaves_the_primary_one(world: SyncWorld) -> None:
    contact = unseen_contact(world, email=ADA, lastname="Lovelace")
    world.control(Side.HUBSPOT, "webhooks/chaos", {"lose": 1})
    world.edit_contact(contact, hs_additional_emails="ada@work.example")
    world.control(Side.HUBSPOT, "webhooks/chaos", {})
    person = world.create_person(Email="ada@work.example", LastName="Lovelace", Title="Countess")
    assert world.run()[LINKED] == 1
    assert world.link_of(salesforce_ref(person)).hubspot.id == contact
    assert world.contact(contact, "email", "jobtitle") == (ADA, "Countess")
    assert world.person(person, "Email") == "ada@work.example"


def test_so_does_that_of_who_takes_the_place_of_a_deleted_person(world: SyncWorld) -> None:
    pair = world.linked(ADA)
    world.edit_contact(pair.hubspot, hs_additional_emails="ada@work.example")
    world.run_on()
    world.salesforce_user.delete("Contact", pair.salesforce)
    world.run_on()
    lead = world.create_person("Lead", Email="ada@work.example", LastName="King", Company="Babbage", Title="Countess")
    world.run_on()
    assert world.link_of(salesforce_ref(lead)).hubspot.id == pair.hubspot
    assert world.contact(pair.hubspot, "email", "jobtitle") == (ADA, "Countess")
    assert world.person(lead, "Email") == "ada@work.example"


@pytest.mark.s("S16")
def test_a_contact_goes_before_a_lead(world: SyncWorld) -> None:
    lead = unseen_person(world, "Lead", Email=ADA, LastName="Lovelace", Company="Analytical")
    person = unseen_person(world, "Contact", Email=ADA, LastName="Lovelace")
    world.edit_person(lead, Phone="1")
    world.create_contact(email=ADA, lastname="Lovelace")
    world.run_on()
    assert world.link_of(salesforce_ref(person))
    assert world.product.links.find([salesforce_ref(lead)]) == {}


@pytest.mark.s("S16")
def test_the_most_recent_of_two_contacts_is_chosen_once(world: SyncWorld) -> None:
    older = unseen_person(world, Email=ADA, LastName="Older")
    newer = unseen_person(world, Email=ADA, LastName="Newer")
    contact = world.create_contact(email=ADA)
    world.run()
    assert world.link_of(salesforce_ref(newer)).hubspot.id == contact
    world.edit_person(older, Title="Countess")
    assert world.run()[PARKED] == 1
    assert world.link_of(salesforce_ref(newer)).hubspot.id == contact
    assert world.contact(contact, "jobtitle") is None


def test_a_second_best_record_steps_back_for_the_best(world: SyncWorld) -> None:
    """Whichever of them was touched first."""
    person = unseen_person(world, Email=ADA, LastName="Contact")
    lead = world.create_person("Lead", Email=ADA, LastName="Lead", Company="Analytical")
    world.run_on()
    (contact,) = world.contacts_of(ADA)
    assert world.link_of(salesforce_ref(person)).hubspot.id == contact
    (row,) = world.parked()
    assert (row.ref.id, row.category) == (lead, Category.DUPLICATES)


@pytest.mark.parametrize("object_type", ["Contact", "Lead"])
def test_a_duplicate_of_a_linked_person_is_parked(world: SyncWorld, object_type: str) -> None:
    pair = world.linked(ADA)
    company = {"Company": "Analytical"} if object_type == "Lead" else {}
    double = world.create_person(object_type, Email=ADA, LastName="Double", Title="Copy", **company)
    assert world.run_on()[PARKED] == 1
    (row,) = [row for row in world.parked() if row.ref.id == double]
    assert (row.category, row.part) == (Category.DUPLICATES, "record")
    assert pair.hubspot in row.reason or pair.salesforce in row.reason
    assert ADA not in row.reason
    assert world.contact(pair.hubspot, "jobtitle", "lastname") == (None, "Lovelace")
    assert world.contacts_of(ADA) == [pair.hubspot]


def test_a_later_change_of_address_never_matches_anew(world: SyncWorld) -> None:
    pair = world.linked(ADA)
    other = unseen_person(world, Email="ben@example.org", LastName="Other")
    world.edit_contact(pair.hubspot, email="ben@example.org")
    world.run()
    assert world.link_of(pair.contact).salesforce.id == pair.salesforce
    assert world.product.links.find([salesforce_ref(other)]) == {}


def test_an_address_that_another_contact_bears_parks_that_field_alone(world: SyncWorld) -> None:
    pair = world.linked(ADA)
    other = world.linked("ben@example.org")
    world.edit_person(pair.salesforce, Email="ben@example.org", Title="Countess")
    world.run_on()
    assert world.contact(pair.hubspot, "email", "jobtitle") == (ADA, "Countess")
    assert world.contact(other.hubspot, "email") == "ben@example.org"
    (row,) = world.parked()
    assert (row.ref.id, row.part, row.category) == (pair.hubspot, "email", Category.DUPLICATES)
    assert "ben@example.org" not in repr(row)
