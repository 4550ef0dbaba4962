"""Companies and accounts: created, matched and kept in step by the engine of the contacts."""

from __future__ import annotations

import pytest
from crmsync.core.outcome import OutcomeName
from crmsync.core.parked import Category
from crmsync.core.record import Side

from sandbox.hubspot.settings import HubspotSettings
from sandbox.memory.queue import LIVE
from tests.unit.sync.company_world import CompanyWorld, account_ref
from tests.unit.sync.sync_world import SyncWorld

CREATED, LINKED, UPDATED = OutcomeName.CREATED, OutcomeName.LINKED, OutcomeName.UPDATED


@pytest.fixture
def world() -> CompanyWorld:
    return CompanyWorld()


def linked(world: CompanyWorld, name: str = "Analytical", **fields: str) -> tuple[str, str]:
    account = world.create_account(Name=name, **fields)
    world.run()
    world.product.calls.clear()
    return world.link_of(account_ref(account)).hubspot.id, account


def test_while_the_pair_is_off_nothing_of_it_is_read_or_asked() -> None:
    world = SyncWorld()
    world.salesforce_user.create("Account", {"Name": "Analytical"})
    world.hubspot_user.create({"name": "Analytical"}, "companies")
    with world.counting() as calls:
        world.run()
    assert calls.total == 0


def test_a_new_account_becomes_a_company(world: CompanyWorld) -> None:
    account = world.create_account(
        Name="Analytical", Website="https://www.analytical.example/en", Phone="1", BillingCity="London"
    )
    assert world.run()[CREATED] == 1
    (company,) = world.companies("Analytical")
    assert world.company(company, "website", "domain", "phone", "city", "salesforceaccountid") == (
        "https://www.analytical.example/en",
        "analytical.example",
        "1",
        "London",
        account,
    )
    assert world.link_of(account_ref(account)).hubspot.id == company


def test_edits_cross_both_ways(world: CompanyWorld) -> None:
    company, account = linked(world)
    world.put("mappings/company", {"mappings": [{"hubspot": "phone", "salesforce": "Phone", "rule": "two_way"}]})
    world.edit_account(account, BillingCity="London")
    assert world.run()[UPDATED] == 1
    assert world.company(company, "city") == "London"
    with world.counting() as calls:
        world.edit_company(company, phone="12")
        world.run()
    assert world.account(account, "Phone") == "12"
    assert calls.total <= 3
    assert world.parked() == []


# -- matching ---------------------------------------------------------------------------------------------------------


def unseen_company(world: CompanyWorld, **properties: str) -> str:
    """Of which no event arrives."""
    company = world.create_company(**properties)
    drop(world)
    return company


def drop(world: SyncWorld) -> None:
    """What was delivered by now is lost."""
    world.deliver()
    for message in world.product.queue.receive(LIVE, 100):
        world.product.queue.delete(message.receipt)


def refused_cycle(world: CompanyWorld, code: str) -> tuple[tuple[str, str], tuple[str, str]]:
    """Ids of the first company and the second: in Salesforce the first one's parent is the second, in HubSpot it is
    the other way round, which Salesforce refuses with this code.
    """
    world.control(Side.SALESFORCE, "settings", {"hierarchy_refusal_code": code})
    first, second = linked(world, "First"), linked(world, "Second")
    world.edit_account(first[1], ParentId=second[1])
    world.run()
    world.leave_group(first[0])
    world.put_under(second[0], first[0])
    drop(world)
    world.edit_company(second[0], city="Paris")
    world.run()
    return first, second


def test_records_of_one_domain_are_linked(world: CompanyWorld) -> None:
    company = unseen_company(world, name="Analytical Ltd", domain="analytical.example", phone="7")
    account = world.create_account(Name="Analytical", Website="http://www.Analytical.example/about")
    assert world.run()[LINKED] == 1
    assert world.link_of(account_ref(account)).hubspot.id == company
    assert world.company(company, "name") == "Analytical", "by the default rule Salesforce's name goes first"
    assert world.account(account, "Phone") == "7"


@pytest.mark.parametrize("rivals", ["companies", "accounts"])
def test_a_domain_that_is_not_unique_is_parked_and_makes_nothing(world: CompanyWorld, rivals: str) -> None:
    unseen_company(world, name="One", domain="analytical.example")
    if rivals == "companies":
        unseen_company(world, name="Two", domain="analytical.example")
    else:
        world.salesforce_user.create("Account", {"Name": "Other", "Website": "analytical.example"})
    world.create_account(Name="Analytical", Website="analytical.example")
    assert world.run()[CREATED] == 0
    assert {row.category for row in world.parked()} == {Category.DUPLICATES}
    assert len(world.companies("Analytical")) == 0


def test_a_company_that_shows_the_account_s_id_is_linked_by_it(world: CompanyWorld) -> None:
    account = world.create_account(Name="Analytical", Website="other.example")
    world.deliver()
    company = unseen_company(world, name="Analytical Ltd", salesforceaccountid=account)
    world.edit_account(account, Phone="1")
    world.run()
    assert world.link_of(account_ref(account)).hubspot.id == company
    assert world.company(company, "phone") == "1"


# -- creation ---------------------------------------------------------------------------------------------------------


def test_a_company_without_contacts_makes_no_account(world: CompanyWorld) -> None:
    company = world.create_company(name="Analytical", domain="analytical.example")
    world.run()
    assert world.accounts("Analytical") == []
    assert world.reasons()[f"hubspot#company#{company}"] == "no_contact"


def test_a_company_of_a_lead_makes_no_account(world: CompanyWorld) -> None:
    person = world.create_person("Lead", Email="ada@example.org", LastName="Lovelace", Company="Analytical")
    world.run()
    (contact,) = world.contacts_of("ada@example.org")
    company = world.create_company(name="Analytical")
    world.employ(contact, company)
    world.run()
    assert world.accounts("Analytical") == []
    assert world.person(person, "LastName") == "Lovelace"


@pytest.mark.parametrize("side", ["account", "company"])
def test_a_deletion_follows_the_setting(side: str) -> None:
    world = CompanyWorld(on_salesforce_delete="delete", on_hubspot_delete="delete")
    company, account = linked(world)
    if side == "account":
        world.salesforce_user.delete("Account", account)
    else:
        world.hubspot_user.delete(company, "companies")
    assert world.run()[OutcomeName.DELETED] == 1
    assert world.hubspot_user.show(company, ["name"], "companies") is None
    assert world.salesforce_user.show("Account", account) is None


def test_a_merge_of_accounts_moves_the_link(world: CompanyWorld) -> None:
    company, account = linked(world)
    master = world.salesforce_user.create("Account", {"Name": "Master"})
    assert master is not None
    world.put("settings/company", {"enabled": True, "create_in_hubspot": False})
    assert world.salesforce_user.merge("Account", master, account)
    world.run_on()
    assert world.link_of(account_ref(master)).hubspot.id == company
    assert world.company(company, "name", "salesforceaccountid") == ("Master", master)


@pytest.mark.parametrize("hears_of_it", [False, True])
def test_a_company_made_while_a_merge_gave_the_account_another_one_is_told_of(
    world: CompanyWorld, hears_of_it: bool
) -> None:
    """One worker creates a company for the survivor, while another one moves the link of the other account to it."""
    company, account = linked(world)

    def merge() -> None:
        assert world.salesforce_user.merge("Account", master, account)
        world.control(Side.HUBSPOT, "webhooks/chaos", {} if hears_of_it else {"lose": 1})
        world.deliver()
        world.work()

    master = world.create_account(Name="Master")
    world.before(Side.HUBSPOT, "POST .*companies/batch/create", merge)
    world.run_on()
    assert world.link_of(account_ref(master)).hubspot.id == company
    (second,) = {*world.companies("Master")} - {company}
    assert [(row.ref.id, row.category) for row in world.parked()] == [(second, Category.DUPLICATES)]


@pytest.mark.parametrize("own", [{}, {"domain": "analytical.example"}])
@pytest.mark.parametrize("fills", [True, False])
def test_a_lost_answer_makes_no_second_account(fills: bool, own: dict[str, str]) -> None:
    """Of a domain without a website the account shows nothing; nor is there an event that tells of it."""
    world = CompanyWorld(HubspotSettings(website_and_domain_fill_each_other=fills))
    contact = world.create_contact(email="ada@example.org", lastname="Lovelace")
    world.run()
    company = world.create_company(name="Analytical", **own)
    world.employ(contact, company)
    world.fault(Side.SALESFORCE, "drop_response", ".*composite/sobjects.*")
    world.control(Side.SALESFORCE, "events/chaos", {"lose": 1})
    world.run_on()
    (account,) = world.accounts("Analytical")
    assert world.link_of(account_ref(account)).hubspot.id == company


def test_a_lost_answer_makes_no_second_company(world: CompanyWorld) -> None:
    account = world.create_account(Name="Analytical")
    world.fault(Side.HUBSPOT, "drop_response", ".*companies/batch/create")
    world.run_on()
    (company,) = world.companies("Analytical")
    assert world.link_of(account_ref(account)).hubspot.id == company


def test_accounts_of_people_are_left_out(world: CompanyWorld) -> None:
    world.control(
        Side.SALESFORCE,
        "schema",
        {"op": "add_field", "object": "Account", "field": {"name": "IsPersonAccount", "type": "boolean", "label": "P"}},
    )
    world.read_schemas()
    world.create_account(Name="Ada Lovelace", IsPersonAccount="true")
    assert world.run()[OutcomeName.SKIPPED] == 1
    assert world.companies("Ada Lovelace") == []


def test_poll_finds_what_no_event_told(world: CompanyWorld) -> None:
    company, account = linked(world)
    world.edit_account(account, BillingCity="London")
    drop(world)
    world.edit_company(company, phone="7")
    drop(world)
    world.clock.advance(60_000)
    deadline = world.clock.now() + 60_000
    world.product.poll(Side.SALESFORCE, deadline)
    world.product.poll(Side.HUBSPOT, deadline)
    world.run()
    assert world.company(company, "city") == "London"
    assert world.account(account, "Phone") == "7"


def test_an_account_of_a_conversion_that_is_heard_of_first_makes_no_second_company(world: CompanyWorld) -> None:
    lead = world.create_person("Lead", Email="ada@example.org", LastName="Lovelace", Company="Analytical")
    world.run()
    (contact,) = world.contacts_of("ada@example.org")
    company = world.create_company(name="Analytical Ltd")
    world.employ(contact, company)
    world.run()
    person = world.salesforce_user.convert(lead)
    assert person is not None
    world.deliver()
    messages = world.product.queue.receive(LIVE, 100)
    first = [message for message in messages if "#Account#" in message.body]
    assert len(first) == 1
    world.invoke(first)
    world.invoke([message for message in messages if message not in first])
    world.run_on()
    account = world.person(person, "AccountId")
    assert world.link_of(account_ref(account)).hubspot.id == company
    assert world.companies("Analytical") in ([], [company])
