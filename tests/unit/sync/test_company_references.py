"""Companies and the records that refer to them: contacts, parents, and the accounts of converted leads."""

from __future__ import annotations

import pytest
from crmsync.core.parked import Category
from crmsync.core.record import Side

from tests.unit.sync.company_world import CompanyWorld, account_ref
from tests.unit.sync.sync_world import SECOND, salesforce_ref
from tests.unit.sync.test_companies import linked, refused_cycle


@pytest.fixture
def world() -> CompanyWorld:
    return CompanyWorld()


def test_a_contact_s_company_makes_an_account_and_the_contact_is_attached_to_it(world: CompanyWorld) -> None:
    company = world.create_company(name="Analytical", domain="analytical.example", city="London")
    contact = world.create_contact(email="ada@example.org", lastname="Lovelace")
    world.employ(contact, company)
    world.run()
    (account,) = world.accounts("Analytical")
    assert world.account(account, "BillingCity") == "London"
    (person,) = world.people_of("ada@example.org")
    assert world.person(person, "AccountId") == account
    assert world.parked() == []


# -- references -------------------------------------------------------------------------------------------------------


def test_a_contact_of_an_account_gets_its_company_as_the_primary_one(world: CompanyWorld) -> None:
    company, account = linked(world)
    world.create_person(Email="ada@example.org", LastName="Lovelace", AccountId=account)
    with world.counting() as calls:
        world.run()
    (contact,) = world.contacts_of("ada@example.org")
    assert world.contact(contact, "associatedcompanyid") == company
    assert calls.total <= 7, "a creation and the association"


def test_nobody_reads_while_a_new_contact_s_association_may_still_be_made(world: CompanyWorld) -> None:
    """Its answer was lost; who read before it takes effect would see a contact without company."""
    company, account = linked(world)
    person = world.create_person(Email="ada@example.org", LastName="Lovelace", AccountId=account)
    world.fault(Side.HUBSPOT, "reset", "associations")
    world.run()
    (contact,) = world.contacts_of("ada@example.org")
    assert world.link_of(salesforce_ref(person)).is_leased(world.clock.now())
    world.edit_person(person, Title="Countess")
    world.deliver()
    with world.counting() as calls:
        world.work()
    assert calls.total == 0
    world.resume_parked()
    assert world.contact(contact, "associatedcompanyid", "jobtitle") == (company, "Countess")
    assert world.parked() == []


def test_no_association_is_sent_at_the_end_of_a_lease(world: CompanyWorld) -> None:
    company, account = linked(world)
    person = world.create_person(Email="ada@example.org", LastName="Lovelace", AccountId=account)
    world.before(Side.HUBSPOT, "contacts/batch/create", lambda: world.clock.advance(61 * SECOND))
    world.deliver()
    world.product.calls.clear()
    world.work(remaining=600 * SECOND)
    assert not [call for call in world.product.calls if "associations" in call]
    (contact,) = world.contacts_of("ada@example.org")
    assert world.link_of(salesforce_ref(person)).hubspot.id == contact
    world.run_on()
    world.resume_parked()
    assert world.contact(contact, "associatedcompanyid") == company
    assert world.parked() == []


def test_another_primary_company_moves_the_contact_to_another_account(world: CompanyWorld) -> None:
    company, account = linked(world)
    other, other_account = linked(world, "Other")
    person = world.create_person(Email="ada@example.org", LastName="Lovelace", AccountId=account)
    world.run()
    (contact,) = world.contacts_of("ada@example.org")
    world.employ(contact, other)
    world.run()
    assert world.person(person, "AccountId") == other_account
    world.edit_person(person, AccountId=account)
    with world.counting() as calls:
        world.run()
    assert world.contact(contact, "associatedcompanyid") == company
    assert calls.total <= 4, "an update and the association"
    assert world.parked() == []


def test_a_contact_whose_account_comes_later_is_attached_when_it_comes(world: CompanyWorld) -> None:
    world.put("settings/company", {"enabled": False})
    account = world.create_account(Name="Analytical")
    world.run()
    world.put("settings/company", {"enabled": True})
    world.create_person(Email="ada@example.org", LastName="Lovelace", AccountId=account)
    world.run()
    (contact,) = world.contacts_of("ada@example.org")
    assert world.contact(contact, "associatedcompanyid") is None
    assert world.parked() == []
    world.edit_account(account, Phone="1")
    world.run()
    company = world.link_of(account_ref(account)).hubspot.id
    assert world.contact(contact, "associatedcompanyid") == company


def test_a_parent_crosses_both_ways(world: CompanyWorld) -> None:
    parent, parent_account = linked(world, "Parent")
    child, account = linked(world, "Child")
    world.edit_account(account, ParentId=parent_account)
    world.run()
    assert world.company(child, "hs_parent_company_id") == parent
    other, other_account = linked(world, "Other parent")
    world.put_under(child, other)
    world.run()
    assert world.account(account, "ParentId") == other_account
    assert world.parked() == []


def test_a_contact_that_moves_to_a_new_account_moves_to_its_new_company(world: CompanyWorld) -> None:
    company, account = linked(world)
    person = world.create_person(Email="ada@example.org", LastName="Lovelace", AccountId=account)
    world.run()
    (contact,) = world.contacts_of("ada@example.org")
    other = world.create_account(Name="Other")
    world.edit_person(person, AccountId=other)
    world.run()
    moved_to = world.link_of(account_ref(other)).hubspot.id
    assert moved_to != company
    assert world.contact(contact, "associatedcompanyid") == moved_to
    assert world.parked() == []


def test_leaving_the_company_takes_the_account_away_and_back(world: CompanyWorld) -> None:
    company, account = linked(world)
    person = world.create_person(Email="ada@example.org", LastName="Lovelace", AccountId=account)
    world.run()
    (contact,) = world.contacts_of("ada@example.org")
    world.leave_company(contact, company)
    world.run()
    assert world.person(person, "AccountId") is None
    world.edit_person(person, AccountId=account)
    world.run()
    assert world.contact(contact, "associatedcompanyid") == company
    world.edit_person(person, AccountId=None)
    world.run()
    assert world.contact(contact, "associatedcompanyid") is None
    assert world.parked() == []


@pytest.mark.parametrize("code", ["CIRCULAR_DEPENDENCY", "FIELD_INTEGRITY_EXCEPTION"])
def test_a_cycle_of_parents_is_parked_with_its_reason_and_the_rest_syncs(world: CompanyWorld, code: str) -> None:
    """Whatever the code that Salesforce has for it."""
    _, (_, second_account) = refused_cycle(world, code)
    assert world.account(second_account, "ParentId") is None
    (row,) = world.parked()
    assert (row.category, row.part) == (Category.ASSOCIATIONS, "hs_parent_company_id")
    assert "hierarchy" in row.reason
    assert "own parents" in row.fix
    assert world.account(second_account, "BillingCity") == "Paris"


@pytest.mark.parametrize("website", [None, "analytical.example"])
def test_a_converted_lead_attaches_to_the_company_that_is_there(world: CompanyWorld, website: str | None) -> None:
    lead = world.create_person(
        "Lead", Email="ada@example.org", LastName="Lovelace", Company="Analytical", Website=website or ""
    )
    world.run()
    (contact,) = world.contacts_of("ada@example.org")
    company = world.create_company(name="Analytical Ltd", **({"domain": website} if website else {}))
    world.employ(contact, company)
    world.run()
    person = world.salesforce_user.convert(lead)
    assert person is not None
    world.run_on()
    account = world.person(person, "AccountId")
    assert world.link_of(account_ref(account)).hubspot.id == company
    assert world.contact(contact, "associatedcompanyid") == company
    assert world.companies("Analytical") in ([], [company]), "no second company"
    assert [row for row in world.parked() if row.category != Category.DUPLICATES] == []


def test_people_of_a_company_whose_account_was_merged_sync_on_and_are_attached_when_it_is_merged_too(
    world: CompanyWorld,
) -> None:
    """Salesforce takes no id of a record that is merged away."""
    company, account = linked(world)
    survivor, master = linked(world, "Survivor")
    assert world.salesforce_user.merge("Account", master, account)
    world.run_on()
    assert {row.category for row in world.parked()} == {Category.MERGED}
    person = world.create_person(Email="ada@example.org", LastName="Lovelace")
    world.run()
    (contact,) = world.contacts_of("ada@example.org")
    world.employ(contact, company)
    world.edit_contact(contact, city="London")
    world.run_on()
    assert world.person(person, "MailingCity", "AccountId") == ("London", None)
    assert world.hubspot_user.merge(survivor, company, "companies") is not None
    world.run_on()
    assert world.person(person, "AccountId") == master
