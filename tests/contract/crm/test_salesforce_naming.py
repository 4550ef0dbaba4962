"""Rows that name records, such as the contacts of accounts: all of them, with what they show of their parents."""

from __future__ import annotations

import pytest
from crmsync.core.failure import CrmError
from crmsync.core.parked import Category
from crmsync.ports.crm import NamingRows

from tests.contract.crm.salesforce_world import SalesforceWorld


def test_every_live_row_with_its_fields(salesforce: SalesforceWorld) -> None:
    account, other, unasked = salesforce.add("Account", {}, {}, {})
    people = salesforce.add("Contact", *({"AccountId": one.id} for one in (account, account, other, unasked)))
    gone = people[1]
    salesforce.by_person("DELETE", f"sobjects/Contact/{gone.id}")
    wanted = NamingRows("Contact", ("AccountId", "Id"), "AccountId", (account.id, other.id))
    rows = salesforce.crm.naming(wanted)
    assert salesforce.calls() == 1
    assert sorted((row["AccountId"], row["Id"]) for row in rows) == sorted(
        [(account.id, people[0].id), (other.id, people[2].id)]
    )


def test_a_field_of_the_record_that_is_named(salesforce: SalesforceWorld) -> None:
    (contact,) = salesforce.add("Contact", {})
    (deal,) = salesforce.add("Opportunity", {})
    (later,) = salesforce.add("Opportunity", {})
    salesforce.add(
        "OpportunityContactRole", *({"OpportunityId": one.id, "ContactId": contact.id} for one in (deal, later))
    )
    fields = ("ContactId", "OpportunityId", "Opportunity.CreatedDate")
    rows = salesforce.crm.naming(NamingRows("OpportunityContactRole", fields, "ContactId", (contact.id,)))
    assert {row["OpportunityId"] for row in rows} == {deal.id, later.id}
    shown = salesforce.by_person("GET", f"sobjects/Opportunity/{later.id}")["CreatedDate"]
    assert shown in {row["Opportunity.CreatedDate"] for row in rows}


def test_rows_of_a_thousand_records_are_one_call_and_more_only_where_an_answer_has_pages(
    salesforce: SalesforceWorld,
) -> None:
    accounts = salesforce.add("Account", *({} for _ in range(3)))
    salesforce.add("Contact", *({"AccountId": accounts[0].id} for _ in range(5)))
    missing = tuple(f"001{n:012d}AAA" for n in range(997))
    ids = (*(one.id for one in accounts), *missing)
    assert len(salesforce.crm.naming(NamingRows("Contact", ("Id", "AccountId"), "AccountId", ids))) == 5
    assert salesforce.calls() == 1


def test_a_field_that_nobody_may_see(salesforce: SalesforceWorld) -> None:
    with pytest.raises(CrmError) as refused:
        salesforce.crm.naming(NamingRows("Contact", ("Id", "Nope__c"), "AccountId", ("001000000000001AAA",)))
    assert refused.value.failure.category is Category.MAPPING
