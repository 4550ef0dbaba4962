"""Companies and accounts that are found by their contacts, and in which order ways of matching count."""

from __future__ import annotations

import pytest
from crmsync.core.change import CallClass, Change, ChangeKind
from crmsync.core.outcome import OutcomeName
from crmsync.core.parked import Category

from tests.unit.sync.company_world import CompanyWorld, company_ref


@pytest.fixture
def world() -> CompanyWorld:
    return CompanyWorld()


def unlinked_account(world: CompanyWorld, name: str, **fields: str) -> str:
    """Made while companies did not sync."""
    world.put("settings/company", {"enabled": False})
    account = world.create_account(Name=name, **fields)
    world.run_on()
    world.put("settings/company", {"enabled": True})
    return account


def colleagues(world: CompanyWorld, *accounts: str) -> list[str]:
    """A linked contact of each account, who belongs to no company in HubSpot."""
    world.put("settings/company", {"enabled": False})
    pairs = [world.linked(f"person{place}@example.org") for place, _ in enumerate(accounts)]
    for pair, account in zip(pairs, accounts, strict=True):
        world.edit_person(pair.salesforce, AccountId=account)
    world.run_on()
    world.put("settings/company", {"enabled": True})
    return [pair.hubspot for pair in pairs]


def test_the_account_of_its_linked_contact_is_the_company_s(world: CompanyWorld) -> None:
    account = unlinked_account(world, "Analytical")
    (contact,) = colleagues(world, account)
    company = world.create_company(name="Analytical Ltd")
    world.employ(contact, company)
    assert world.run()[OutcomeName.LINKED] == 1
    assert world.link_of(company_ref(company)).salesforce.id == account
    assert world.parked() == []


def test_contacts_of_several_accounts_are_parked_and_make_nothing(world: CompanyWorld) -> None:
    accounts = [unlinked_account(world, name) for name in ("One", "Two")]
    company = world.create_company(name="Analytical")
    for contact in colleagues(world, *accounts):
        world.employ(contact, company)
    world.run_on()
    row = next(row for row in world.parked() if row.ref == company_ref(company))
    assert row.category == Category.DUPLICATES
    assert all(account in row.reason for account in accounts)
    assert row.fix
    assert world.accounts("Analytical") == []
    assert world.product.links.find([company_ref(company)]) == {}


def test_the_domain_counts_before_the_contacts(world: CompanyWorld) -> None:
    other = unlinked_account(world, "Other")
    account = unlinked_account(world, "Analytical", Website="analytical.example")
    (contact,) = colleagues(world, other)
    company = world.create_company(name="Analytical Ltd", domain="analytical.example")
    world.employ(contact, company)
    world.run_on()
    assert world.link_of(company_ref(company)).salesforce.id == account


def test_the_id_counts_before_the_domain(world: CompanyWorld) -> None:
    account = unlinked_account(world, "Analytical")
    unlinked_account(world, "Other", Website="analytical.example")
    company = world.create_company(name="Analytical Ltd", domain="analytical.example", salesforceaccountid=account)
    world.run_on()
    assert world.link_of(company_ref(company)).salesforce.id == account


def test_a_resync_makes_an_account_although_there_is_no_contact(world: CompanyWorld) -> None:
    company = world.create_company(name="Analytical")
    world.run_on()
    assert world.accounts("Analytical") == []
    now = world.clock.now()
    world.send(Change(company_ref(company), ChangeKind.LOOK, now, "resync", CallClass.BULK, first_link=True))
    world.run_on()
    assert len(world.accounts("Analytical")) == 1
