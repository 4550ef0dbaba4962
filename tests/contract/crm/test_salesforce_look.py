"""One look into Salesforce: records, people, conditions, and who became whom."""

from __future__ import annotations

from dataclasses import replace

import pytest
from crmsync.core.failure import Consequence, CrmError
from crmsync.core.parked import Category
from crmsync.core.record import Gone, Record
from crmsync.ports.crm import Look

from tests.contract.crm.salesforce_people import FIELDS, addresses, people
from tests.contract.crm.salesforce_world import SalesforceWorld, ref


def test_a_slice_of_leads_contacts_and_addresses_is_one_call(salesforce: SalesforceWorld) -> None:
    contacts = salesforce.add("Contact", *people(50))
    leads = salesforce.add("Lead", *people(50))
    seen = salesforce.crm.look(Look((*contacts, *leads), addresses(100), FIELDS))
    assert salesforce.calls() == 1
    first = seen.records[leads[0]]
    assert isinstance(first, Record)
    assert first.values == {"FirstName": "P0", "Company": "Acme", "Email": "P0@example.org"}
    assert first.modified_at >= first.created_at > 1_795_305_600_000
    assert {match.ref for match in seen.matches["p7@example.org"]} == {contacts[7], leads[7]}
    assert seen.matches["p99@example.org"] == ()


def test_more_than_a_call_holds_is_split(salesforce: SalesforceWorld) -> None:
    contacts = salesforce.add("Contact", *people(450))
    seen = salesforce.crm.look(Look(tuple(contacts), addresses(450), FIELDS))
    assert salesforce.calls() == 2
    assert all(isinstance(outcome, Record) for outcome in seen.records.values())
    assert {len(matches) for matches in seen.matches.values()} == {1}


def test_who_fails_a_condition_is_told_in_the_same_call(salesforce: SalesforceWorld) -> None:
    contacts = salesforce.add("Contact", *({**one, "Title": "Lady"} for one in people(3)), {"Email": "x@example.org"})
    leads = salesforce.add("Lead", *people(2))
    conditions = {"Contact": "Title = 'Lady' OR Title = 'it\\'s'"}
    look = Look((*contacts, *leads), ("p0@example.org", "x@example.org"), FIELDS, conditions)
    seen = salesforce.crm.look(replace(look, emails=()))
    assert salesforce.calls() == 1
    assert seen.outside == {contacts[3]}
    assert isinstance(seen.records[contacts[3]], Record)
    by_address = salesforce.crm.look(replace(look, refs=()))
    assert by_address.outside == {contacts[3]}
    assert {one.ref for one in by_address.matches["p0@example.org"]} == {contacts[0], leads[0]}


def test_fields_of_the_account_are_read_through_the_contact(salesforce: SalesforceWorld) -> None:
    account = salesforce.by_person("POST", "sobjects/Account", {"Name": "Globex"})["id"]
    with_account, without = salesforce.add("Contact", {"AccountId": account}, {})
    look = Look((with_account, without), (), {"Contact": ("Account.Name",)})
    values = {
        one: outcome.values for one, outcome in salesforce.crm.look(look).records.items() if isinstance(outcome, Record)
    }
    assert values == {with_account: {"Account.Name": "Globex"}, without: {"Account.Name": None}}


def test_deleted_and_unknown_records_are_gone_and_no_matches(salesforce: SalesforceWorld) -> None:
    one, two = salesforce.add("Contact", *people(2))
    salesforce.by_person("DELETE", f"sobjects/Contact/{one.id}")
    unknown = ref("Contact", "003000000000001AAA")
    seen = salesforce.crm.look(Look((one, two, unknown), addresses(2), FIELDS))
    assert seen.records[one] == Gone(one, is_proven=True)
    assert seen.records[unknown] == Gone(unknown)
    assert isinstance(seen.records[two], Record)
    assert [len(matches) for matches in seen.matches.values()] == [0, 1]


def test_a_merged_record_tells_what_it_became(salesforce: SalesforceWorld) -> None:
    master, loser = salesforce.add("Lead", *people(2))
    salesforce.control("merge", {"object": "Lead", "master": master.id, "losers": [loser.id]})
    seen = salesforce.crm.look(Look((master, loser), (), FIELDS)).records
    assert seen[loser] == Gone(loser, master, "merged")
    assert isinstance(seen[master], Record)


def test_a_converted_lead_leads_to_its_contact(salesforce: SalesforceWorld) -> None:
    (lead,) = salesforce.add("Lead", *people(1))
    contact = ref(
        "Contact", salesforce.control("convert", {"lead": lead.id, "status": "Closed - Converted"})["contact"]
    )
    seen = salesforce.crm.look(Look((lead,), addresses(1), FIELDS))
    assert seen.records[lead] == Gone(lead, contact, "converted")
    assert [match.ref for match in seen.matches["p0@example.org"]] == [contact]


def test_a_survivor_tells_whom_it_absorbed_in_the_same_call(salesforce: SalesforceWorld) -> None:
    master, loser, other, alone = salesforce.add("Contact", *people(4))
    lead_master, lead_loser, lead = salesforce.add("Lead", *people(3))
    salesforce.control("merge", {"object": "Contact", "master": master.id, "losers": [loser.id, other.id]})
    salesforce.control("merge", {"object": "Lead", "master": lead_master.id, "losers": [lead_loser.id]})
    contact = ref("Contact", salesforce.control("convert", {"lead": lead.id})["contact"])
    salesforce.by_person("DELETE", f"sobjects/Contact/{alone.id}")
    survivors = (master, lead_master, contact, alone, ref("Contact", "003000000000001AAA"))
    seen = salesforce.crm.look(Look(emails=("p0@example.org",), fields=FIELDS, survivors=survivors))
    assert salesforce.calls() == 1
    absorbed = {survivor: set(refs) for survivor, refs in seen.absorbed.items()}
    assert absorbed == {master: {loser, other}, lead_master: {lead_loser}, contact: {lead}}
    assert {one.ref for one in seen.matches["p0@example.org"]} == {master, lead_master}


@pytest.mark.parametrize("object_type", ["Account", "Case"])
def test_what_is_no_person_tells_whom_it_absorbed_too(salesforce: SalesforceWorld, object_type: str) -> None:
    named = {"Account": "Name", "Case": "Subject"}[object_type]
    master, loser = salesforce.add(object_type, {named: "one"}, {named: "two"})
    salesforce.control("merge", {"object": object_type, "master": master.id, "losers": [loser.id]})
    assert salesforce.crm.look(Look(survivors=(master, loser))).absorbed == {master: (loser,)}
    assert salesforce.calls() == 1


def test_what_cannot_be_merged_costs_no_call(salesforce: SalesforceWorld) -> None:
    assert salesforce.crm.look(Look(survivors=(ref("Opportunity", "006000000000001AAA"),))).absorbed == {}
    assert salesforce.calls() == 0


def test_addresses_with_quotes_are_escaped(salesforce: SalesforceWorld) -> None:
    (one,) = salesforce.add("Contact", {"Email": "o'brien@example.org"})
    seen = salesforce.crm.look(Look(emails=("o'brien@example.org", "a') OR Name LIKE ('%@x.org"), fields=FIELDS))
    assert [match.ref for match in seen.matches["o'brien@example.org"]] == [one]
    assert seen.matches["a') OR Name LIKE ('%@x.org"] == ()


def test_a_field_that_is_no_more_is_a_misconfiguration(salesforce: SalesforceWorld) -> None:
    with pytest.raises(CrmError) as caught:
        salesforce.crm.look(Look((ref("Contact", "003000000000001AAA"),), (), {"Contact": ("Shoe__c",)}))
    assert caught.value.failure.consequence is Consequence.BAD_CONFIGURATION
    assert caught.value.failure.category == Category.MAPPING
