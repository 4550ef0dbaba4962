"""Transforms of the pair of companies: the same engine, beside a match by domain and references."""

from __future__ import annotations

from typing import Any

import pytest
from crmsync.core.record import Side

from tests.unit.sync.company_world import CompanyWorld, account_ref

REGION = {
    "hubspot": "region",
    "salesforce": ["BillingCity", "BillingCountry"],
    "rule": "always_salesforce",
    "transform": {"to_hubspot": {"concatenate": {"separator": ", "}}},
}
THOUSANDS = {
    "hubspot": "staff_thousands",
    "salesforce": "NumberOfEmployees",
    "rule": "two_way",
    "transform": {"to_hubspot": {"divide": 1000}, "to_salesforce": {"multiply": 1000}},
}
LABEL = {
    "hubspot": ["label", "legal_form"],
    "salesforce": "Name",
    "rule": "always_hubspot",
    "transform": {"to_salesforce": {"concatenate": {"separator": " "}}},
}


def switched_off(hubspot: str, salesforce: str) -> dict[str, str]:
    return {"hubspot": hubspot, "salesforce": salesforce, "rule": "dont_sync"}


@pytest.fixture
def world() -> CompanyWorld:
    world = CompanyWorld()
    for name, kind in (
        ("region", "string"),
        ("staff_thousands", "number"),
        ("label", "string"),
        ("legal_form", "string"),
    ):
        field = {"name": name, "type": kind}
        world.control(Side.HUBSPOT, "schema", {"op": "add_field", "object": "company", "field": field})
    world.read_schemas()
    return world


def mapped(world: CompanyWorld, *entries: dict[str, Any]) -> None:
    world.put("mappings/company/own", {"mappings": [*entries]})


def linked(world: CompanyWorld, name: str = "Analytical", **fields: str) -> tuple[str, str]:
    account = world.create_account(Name=name, **fields)
    world.run()
    return world.link_of(account_ref(account)).hubspot.id, account


def test_what_hubspot_s_edit_changes_in_salesforce_is_in_the_transform_at_once(world: CompanyWorld) -> None:
    mapped(world, {"hubspot": "city", "salesforce": "BillingCity", "rule": "two_way"}, REGION)
    company, account = linked(world, BillingCity="Paris", BillingCountry="France")
    assert world.company(company, "region") == "Paris, France"
    with world.counting() as calls:
        world.edit_company(company, city="Lyon")
        world.run()
    assert world.account(account, "BillingCity") == "Lyon"
    assert world.company(company, "region") == "Lyon, France"
    assert calls.total == 4, "a read and a write a side, and none for the echoes"


def test_a_transform_and_a_reference_cross_together(world: CompanyWorld) -> None:
    mapped(world, switched_off("numberofemployees", "NumberOfEmployees"), THOUSANDS)
    parent, parent_account = linked(world, "Parent")
    company, account = linked(world, "Child", NumberOfEmployees="2500", ParentId=parent_account)
    assert world.company(company, "staff_thousands", "hs_parent_company_id") == ("2.5", parent)
    other, other_account = linked(world, "Other")
    world.put_under(company, other)
    world.edit_company(company, staff_thousands="3")
    world.run()
    assert world.account(account, "NumberOfEmployees", "ParentId") == (3000, other_account)
    world.edit_account(account, NumberOfEmployees="500", ParentId=None)
    world.run()
    assert world.company(company, "staff_thousands", "hs_parent_company_id") == ("0.5", None)
    assert world.parked() == []


def test_a_reference_that_waits_holds_no_transform_back(world: CompanyWorld) -> None:
    mapped(world, REGION)
    world.put("settings/company", {"enabled": True, "create_in_hubspot": False})
    parent = world.create_account(Name="Parent")
    world.run()
    world.put("settings/company", {"enabled": True})
    company, _ = linked(world, "Child", ParentId=parent, BillingCity="London")
    assert world.company(company, "region", "hs_parent_company_id") == ("London", None)
    assert world.parked() == []


def test_a_lost_answer_makes_no_second_account_of_a_name_that_is_made(world: CompanyWorld) -> None:
    mapped(world, switched_off("name", "Name"), LABEL)
    contact = world.create_contact(email="ada@example.org", lastname="Lovelace")
    world.run()
    company = world.create_company(label="Analytical", legal_form="Ltd")
    world.employ(contact, company)
    world.fault(Side.SALESFORCE, "drop_response", ".*composite/sobjects.*")
    world.run_on()
    (account,) = world.accounts("Analytical Ltd")
    assert world.link_of(account_ref(account)).hubspot.id == company
