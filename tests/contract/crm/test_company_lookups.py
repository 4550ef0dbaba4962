"""What companies are matched by: HubSpot's by domain, and Salesforce's records that refer to an account."""

from __future__ import annotations

from crmsync.core.record import NewRecord
from crmsync.ports.crm import Look

from tests.contract.crm.hubspot_world import HubspotWorld, written
from tests.contract.crm.salesforce_world import SalesforceWorld


def test_companies_are_found_by_their_domain(hubspot: HubspotWorld) -> None:
    rows = [("One", "globex.example"), ("Two", "globex.example"), ("Other", "globex.example.au")]
    records = [NewRecord(name, "company", {"name": name, "domain": domain}) for name, domain in rows]
    one, two, _ = (written(outcome).id for outcome in hubspot.crm.create(records))
    hubspot.calls()
    wanted = Look(domains=("globex.example", "nobody.example"), fields={"company": ("name",)})
    found = hubspot.crm.look(wanted).companies
    assert {domain: {record.ref.id for record in records} for domain, records in found.items()} == {
        "globex.example": {one, two},
        "nobody.example": set(),
    }
    assert {record.values["name"] for record in found["globex.example"]} == {"One", "Two"}
    assert hubspot.calls() == 1


def test_an_account_s_contacts_and_converted_leads_are_told_in_one_call(salesforce: SalesforceWorld) -> None:
    account, other = salesforce.add("Account", {}, {})
    ada, _ = salesforce.add("Contact", {"AccountId": account.id}, {})
    (lead,) = salesforce.add("Lead", {})
    converted = salesforce.control("convert", {"lead": lead.id})
    salesforce.calls()
    fields = {"Contact": "AccountId", "Lead": "ConvertedAccountId"}
    found = salesforce.crm.referring(fields, [account.id, other.id, converted["account"]])
    assert salesforce.calls() == 1
    assert {one: {ref.id for ref in refs} for one, refs in found.items()} == {
        account.id: {ada.id},
        other.id: set(),
        converted["account"]: {lead.id, converted["contact"]},
    }
