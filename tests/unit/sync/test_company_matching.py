"""Companies and accounts that are found by their contacts, and in which order ways of matching count."""

from __future__ import annotations

import pytest
from crmsync.core.change import CallClass, Change, ChangeKind
from crmsync.core.outcome import OutcomeName
from crmsync.core.parked import Category
from crmsync.core.record import Side
from crmsync.ports.links import Reservation

from tests.unit.sync.company_world import CompanyWorld, account_ref, company_ref
from tests.unit.sync.test_companies import drop


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


@pytest.mark.parametrize("shared", [{"AccountId": ""}, {"Website": "analytical.example"}])
def test_an_account_for_which_a_company_is_being_made_is_no_counterpart_meanwhile(
    world: CompanyWorld, shared: dict[str, str]
) -> None:
    """One worker creates its company, while another one hears of what leads a company to it: a contact, or a domain."""
    pair = world.linked("person@example.org")
    world.put("settings/company", {"enabled": True})
    company = world.create_company(name="Analytical Ltd", domain=shared.get("Website", ""))
    world.employ(pair.hubspot, company)
    drop(world)

    def hear() -> None:
        if "AccountId" in shared:
            world.edit_person(pair.salesforce, AccountId=account)
        else:
            world.edit_account(account, **shared)
        drop(world)
        world.edit_company(company, phone="7")
        world.deliver()
        world.work()

    account = world.create_account(Name="Analytical")
    world.before(Side.HUBSPOT, "POST .*companies/batch/create", hear)
    world.run_on()
    assert len(world.companies("Analytical")) == 1
    assert world.link_of(account_ref(account)).hubspot.id != company
    assert world.company(company, "name") == "Analytical Ltd"


def test_an_account_whose_company_was_made_unheard_is_no_counterpart_of_another_company(world: CompanyWorld) -> None:
    """The worker that made it died, and its event comes late."""
    account = unlinked_account(world, "Analytical")
    (contact,) = colleagues(world, account)
    made = world.create_company(name="Analytical", salesforceaccountid=account)
    drop(world)
    company = world.create_company(name="Analytical Ltd")
    world.employ(contact, company)
    assert world.run()[OutcomeName.LINKED] == 0
    world.edit_company(made, phone="7")
    world.run_on()
    assert world.link_of(account_ref(account)).hubspot.id == made
    assert world.company(company, "name") == "Analytical Ltd"


def test_a_company_that_was_made_unheard_is_linked_though_its_account_is_held(world: CompanyWorld) -> None:
    """Whoever made it died, and what it had reserved is reserved for a minute more."""
    account = unlinked_account(world, "Analytical")
    now = world.clock.now()
    world.product.links.reserve([Reservation((account_ref(account).key,), "dead", now + 75_000)])
    made = world.create_company(name="Analytical", salesforceaccountid=account)
    assert world.run()[OutcomeName.LINKED] == 1
    assert world.link_of(company_ref(made)).salesforce.id == account


def test_two_new_records_of_one_domain_in_one_batch_become_one(world: CompanyWorld) -> None:
    company = world.create_company(name="Analytical Ltd", domain="analytical.example")
    account = world.create_account(Name="Analytical", Website="analytical.example")
    world.run_on()
    assert world.link_of(account_ref(account)).hubspot.id == company
    assert len(world.accounts("Analytical")) == 1
    assert world.parked() == []
