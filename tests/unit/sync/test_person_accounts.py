"""Person Accounts: an org's accounts that are people are never written; its business contacts go on."""

import pytest
from crmsync.core.parked import Category
from crmsync.core.record import Side

from tests.unit.sync.sync_world import SyncWorld

EMAIL = "iris@example.org"


@pytest.fixture
def org(world: SyncWorld) -> SyncWorld:
    """Has Person Accounts, and has had its schema read since."""
    world.control(Side.SALESFORCE, "schema", {"op": "enable_person_accounts"})
    world.read_schemas()
    return world


def load_person_account(world: SyncWorld, **fields: object) -> str:
    row = {"LastName": "Vale", "Email": EMAIL, "IsPersonAccount": True, **fields}
    world.control(Side.SALESFORCE, "load", {"object": "Contact", "records": [row]})
    (person,) = world.people_of(EMAIL)
    return person


def test_one_that_only_salesforce_knows_is_skipped(org: SyncWorld) -> None:
    person = load_person_account(org)
    org.edit_person(person, Title="Client")
    org.run_on()
    assert org.contacts_of(EMAIL) == []
    assert org.parked() == []
    assert org.reasons()[f"salesforce#Contact#{person}"] == "person_account"


def test_a_contact_that_only_one_matches_is_parked_and_no_second_record_is_made(org: SyncWorld) -> None:
    person = load_person_account(org, Title="Client")
    contact = org.create_contact(email=EMAIL, lastname="Vale", jobtitle="Boss")
    org.run()
    (row,) = org.parked()
    assert (row.category, row.ref.id) == (Category.PERSON_ACCOUNT, contact)
    assert "person account" in row.reason
    assert row.fix
    assert org.people_of(EMAIL) == [person]
    assert org.person(person, "Title") == "Client"
    assert org.contact(contact, "jobtitle") == "Boss"


def test_a_business_contact_with_the_same_address_goes_first(org: SyncWorld) -> None:
    business = org.create_person("Contact", LastName="Vale", Email=EMAIL, Title="Partner")
    org.control(
        Side.SALESFORCE,
        "load",
        {"object": "Contact", "records": [{"LastName": "Vale", "Email": EMAIL, "IsPersonAccount": True}]},
    )
    org.run()
    (contact,) = org.contacts_of(EMAIL)
    org.edit_contact(contact, phone="5")
    org.run()
    assert org.person(business, "Phone") == "5"
    assert org.parked() == []


def test_business_contacts_of_such_an_org_go_on(org: SyncWorld) -> None:
    pair = org.linked("ada@example.org")
    org.edit_contact(pair.hubspot, jobtitle="Countess")
    org.run()
    org.edit_person(pair.salesforce, Phone="1")
    org.run()
    assert org.person(pair.salesforce, "Title") == "Countess"
    assert org.contact(pair.hubspot, "phone") == "1"


def test_an_org_without_them_is_asked_nothing_about_them(world: SyncWorld) -> None:
    world.linked("ada@example.org")
    active = world.product.configurations.active()
    assert active is not None
    assert not active.pairs["contact"].person_accounts
