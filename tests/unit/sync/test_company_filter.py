"""Accounts that the pair's own filter excludes are left alone, and people go on by theirs."""

from __future__ import annotations

import pytest
from crmsync.core.outcome import OutcomeName

from tests.unit.sync.company_world import CompanyWorld, account_ref

CREATED, SKIPPED = OutcomeName.CREATED, OutcomeName.SKIPPED
NOT_OURS = "Type != 'Competitor'"


@pytest.fixture
def world() -> CompanyWorld:
    return CompanyWorld(salesforce_filter=NOT_OURS)


def linked(world: CompanyWorld, **fields: str) -> tuple[str, str]:
    account = world.create_account(Name="Analytical", **fields)
    world.run()
    return world.link_of(account_ref(account)).hubspot.id, account


def test_an_account_outside_makes_no_company(world: CompanyWorld) -> None:
    world.create_account(Name="Rival", Type="Competitor")
    world.create_account(Name="Analytical", Type="Customer")
    outcomes = world.run()
    assert (outcomes[SKIPPED], outcomes[CREATED]) == (1, 1)
    assert world.companies("Rival") == []
    assert "outside_filter" in world.reasons().values()


def test_a_linked_account_outside_is_left_alone_both_ways_until_it_is_inside_again(world: CompanyWorld) -> None:
    company, account = linked(world)
    world.edit_account(account, Type="Competitor", BillingCity="London")
    world.edit_company(company, phone="1")
    assert world.run() == {SKIPPED: 1}
    assert world.company(company, "city") is None
    assert world.account(account, "Phone") is None
    world.edit_account(account, Type="Customer", BillingCountry="United Kingdom")
    world.run()
    assert world.company(company, "city", "country") == ("London", "United Kingdom")
    assert world.account(account, "Phone") == "1"


def test_an_account_outside_is_neither_linked_nor_doubled(world: CompanyWorld) -> None:
    account = world.create_account(Name="Analytical", Website="analytical.example", Type="Competitor")
    world.run()
    contact = world.create_contact(email="ada@example.org", lastname="Lovelace")
    company = world.create_company(name="Analytical Ltd", domain="analytical.example")
    world.employ(contact, company)
    world.run()
    assert world.accounts("Analytical Ltd") == []
    assert world.account(account, "Name") == "Analytical"


def test_a_contact_of_an_account_outside_syncs_without_company(world: CompanyWorld) -> None:
    account = world.create_account(Name="Rival", Type="Competitor")
    world.create_person(Email="ada@example.org", LastName="Lovelace", AccountId=account)
    world.run()
    (contact,) = world.contacts_of("ada@example.org")
    assert world.contact(contact, "lastname", "associatedcompanyid") == ("Lovelace", None)
    assert world.parked() == []


def test_the_filter_costs_no_call(world: CompanyWorld) -> None:
    company, account = linked(world)
    with world.counting() as calls:
        world.edit_account(account, BillingCity="London")
        world.run()
    assert world.company(company, "city") == "London"
    assert calls.hubspot + calls.salesforce == 3


def test_a_condition_of_companies_is_not_asked_of_people(world: CompanyWorld) -> None:
    """`Type` is no field of a Contact: Salesforce would refuse the whole query."""
    with world.counting() as calls:
        world.create_person(Email="ada@example.org", LastName="Lovelace")
        assert world.run()[CREATED] == 1
    assert calls.salesforce > 0
    assert len(world.contacts_of("ada@example.org")) == 1
