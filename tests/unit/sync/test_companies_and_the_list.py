"""Companies of contacts that are, or are not, in the inclusion list of contacts."""

from __future__ import annotations

import pytest
from crmsync.core.record import Side

from tests.unit.sync.company_world import CompanyWorld
from tests.unit.sync.listed_world import LAG, MINUTE, add_audience, make_list
from tests.unit.sync.sync_world import INVOCATION

ADA = "ada@example.org"


@pytest.fixture
def world() -> CompanyWorld:
    world = CompanyWorld()
    add_audience(world)
    return world


def choose_list(world: CompanyWorld) -> None:
    world.put("settings/contact", {"inclusion_list_id": make_list(world, "Ours")})


def company_of(world: CompanyWorld, *contacts: str) -> str:
    company = world.create_company(name="Analytical")
    for contact in contacts:
        world.employ(contact, company)
    world.run_on()
    world.clock.advance(LAG)
    world.run_on()
    return company


def poll(world: CompanyWorld) -> None:
    world.clock.advance(10 * MINUTE)
    world.product.poll(Side.HUBSPOT, world.clock.now() + INVOCATION)
    world.run_on()


def test_a_contact_outside_that_was_never_linked_makes_no_account(world: CompanyWorld) -> None:
    choose_list(world)
    company_of(world, world.create_contact(email=ADA, lastname="Lovelace"))
    assert world.accounts("Analytical") == []


def test_nor_does_one_that_is_linked_and_has_left(world: CompanyWorld) -> None:
    ada = world.linked(ADA)
    choose_list(world)
    company_of(world, ada.hubspot)
    assert world.accounts("Analytical") == []
    assert world.person(ada.salesforce, "AccountId") is None
    assert world.parked() == []


def test_one_member_among_the_contacts_is_enough(world: CompanyWorld) -> None:
    ada, grace = world.linked(ADA), world.linked("grace@example.org", audience="in")
    choose_list(world)
    company_of(world, ada.hubspot, grace.hubspot)
    (account,) = world.accounts("Analytical")
    assert world.person(grace.salesforce, "AccountId") == account
    assert world.person(ada.salesforce, "AccountId") is None


def test_whoever_joins_brings_the_company_along(world: CompanyWorld) -> None:
    ada = world.linked(ADA)
    choose_list(world)
    company_of(world, ada.hubspot)
    poll(world)
    assert world.accounts("Analytical") == []
    world.edit_contact(ada.hubspot, audience="in")
    poll(world)
    (account,) = world.accounts("Analytical")
    assert world.person(ada.salesforce, "AccountId") == account
