"""Companies and accounts on the real functions: switched on, created, edited and joined by their contacts."""

from __future__ import annotations

import uuid
from collections.abc import Iterator

import pytest
from crmsync.core.association import PRIMARY_COMPANY

from sandbox.stack.stack import Stack
from tests.e2e.journey import Journey, eventually

pytestmark = pytest.mark.stack


@pytest.fixture(scope="module")
def together(stack: Stack) -> Iterator[Journey]:
    journey = Journey(stack)
    with journey.switched_on("company"):
        yield journey


def named() -> str:
    return f"Company {uuid.uuid4().hex[:12]}"


def company_of(journey: Journey, name: str) -> list[str]:
    return [str(found["id"]) for found in journey.hubspot.find("companies", "name", name)]


def accounts_of(journey: Journey, name: str) -> list[str]:
    return [str(row["Id"]) for row in journey.salesforce.query(f"SELECT Id FROM Account WHERE Name = '{name}'")]


def test_an_account_becomes_a_company_and_its_edits_cross_both_ways(together: Journey) -> None:
    name = named()
    account = together.salesforce.create("Account", {"Name": name, "BillingCity": "London"})
    eventually(lambda: len(company_of(together, name)), 1)
    (company,) = company_of(together, name)
    assert together.hubspot.read("companies", company, "city")["city"] == "London"
    together.salesforce.update("Account", account, {"Phone": "1"})
    eventually(lambda: together.hubspot.read("companies", company, "phone")["phone"], "1")
    together.hubspot.update("companies", company, {"zip": "8001"})
    eventually(lambda: together.salesforce.read("Account", account, "BillingPostalCode")["BillingPostalCode"], "8001")
    shown = together.stack.admin("record.show", hubspot_id=company, object="company")
    assert shown["salesforce"]["id"] == account


def test_a_contact_s_company_becomes_its_account_and_the_contact_belongs_to_both(together: Journey) -> None:
    name = named()
    pair = together.linked()
    company = together.hubspot.create("companies", {"name": name})
    kind = [{"associationCategory": "HUBSPOT_DEFINED", "associationTypeId": PRIMARY_COMPANY["contact"].type_id}]
    path = f"/crm/v4/objects/contacts/{pair.hubspot}/associations/companies/{company}"
    together.hubspot.request("PUT", path, kind)
    eventually(lambda: len(accounts_of(together, name)), 1)
    (account,) = accounts_of(together, name)
    eventually(lambda: together.person(pair, "AccountId"), (account,))
    other = together.salesforce.create("Account", {"Name": f"{name} & Sons"})
    together.edit_person(pair, AccountId=other)
    eventually(lambda: len(company_of(together, f"{name} & Sons")), 1)
    (moved_to,) = company_of(together, f"{name} & Sons")
    eventually(lambda: together.contact(pair, "associatedcompanyid"), (moved_to,))
