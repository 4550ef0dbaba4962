"""Companies in an org with picklists for states and countries."""

from __future__ import annotations

import pytest
from crmsync.core.record import Side

from tests.unit.sync.company_world import CompanyWorld, company_ref
from tests.unit.sync.test_states_and_countries import COUNTRIES

STATE = {"hubspot": "state", "salesforce": "BillingState", "rule": "two_way"}
COUNTRY = {"hubspot": "country", "salesforce": "BillingCountry", "rule": "two_way"}


@pytest.fixture
def world() -> CompanyWorld:
    world = CompanyWorld()
    picklists = {"op": "set_countries", "object": "Account", "countries": COUNTRIES}
    world.control(Side.SALESFORCE, "schema", picklists)
    world.put("mappings/company", {"mappings": [STATE, COUNTRY]})
    world.read_schemas()
    return world


def account_of(world: CompanyWorld, **properties: str) -> tuple[str, str]:
    """Of a new company with a contact; the company and its account."""
    contact = world.create_contact(email="ada@example.org", lastname="Lovelace")
    company = world.create_company(name="Analytical", **properties)
    world.employ(contact, company)
    world.run_on()
    return company, world.link_of(company_ref(company)).salesforce.id


@pytest.mark.parametrize(("state", "country"), [("California", "United States"), ("CA", "US")])
def test_names_and_codes_arrive_as_names(world: CompanyWorld, state: str, country: str) -> None:
    _, account = account_of(world, state=state, country=country)
    assert world.account(account, "BillingState", "BillingCountry") == ("California", "United States")
    assert world.parked() == []


def test_a_state_waits_for_a_country_and_the_rest_crosses(world: CompanyWorld) -> None:
    company, account = account_of(world, state="Texas", city="Austin")
    assert world.account(account, "BillingState", "BillingCity") == (None, "Austin")
    (row,) = world.parked()
    assert (row.part, "Fill in the country" in row.fix) == ("state", True)
    world.edit_company(company, country="United States")
    world.run()
    assert world.account(account, "BillingState", "BillingCountry") == ("Texas", "United States")
    assert world.parked() == []
