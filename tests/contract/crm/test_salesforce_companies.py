"""Accounts through the adapter: found by domain, read, written, polled, deleted, merged."""

from __future__ import annotations

import pytest
from crmsync.core.failure import Failure, Written
from crmsync.core.mapping import Kind
from crmsync.core.parked import Category
from crmsync.core.record import Gone, Record, RecordUpdate
from crmsync.ports.crm import Look, LostCreations

from tests.contract.crm.salesforce_world import SalesforceWorld, new, ref, written

FIELDS = {"Account": ("Name", "Website", "ParentId", "NumberOfEmployees"), "Contact": ("AccountId",)}


def companies(salesforce: SalesforceWorld, *domains: str) -> dict[str, set[str]]:
    """By domain, the ids of the accounts that a look finds."""
    found = salesforce.crm.look(Look(domains=domains, fields=FIELDS)).companies
    return {domain: {record.ref.id for record in records} for domain, records in found.items()}


@pytest.mark.parametrize(
    "website",
    [
        "globex.com",
        "www.globex.com",
        "http://globex.com",
        "https://www.Globex.com/en?x=1",
        "GLOBEX.COM/",
        "globex.com:8080",
    ],
)
def test_an_account_is_found_by_its_domain_however_its_website_is_written(
    salesforce: SalesforceWorld, website: str
) -> None:
    (account,) = salesforce.add("Account", {"Website": website})
    assert companies(salesforce, "globex.com") == {"globex.com": {account.id}}
    assert salesforce.calls() == 1


def test_only_the_very_domain_counts(salesforce: SalesforceWorld) -> None:
    others = ["globex.com.au", "shop.globex.com", "notglobex.com", "globex-com", "globexxcom", "x.org/globex.com"]
    salesforce.add("Account", *({"Website": website} for website in others))
    (own,) = salesforce.add("Account", {"Website": "globex_x.com"})
    assert companies(salesforce, "globex.com", "globex_x.com") == {"globex.com": set(), "globex_x.com": {own.id}}


def test_all_accounts_of_one_domain_are_told_deleted_ones_are_not(salesforce: SalesforceWorld) -> None:
    one, two, gone = salesforce.add(
        "Account", {"Website": "globex.com"}, {"Website": "https://www.globex.com"}, {"Website": "globex.com"}
    )
    salesforce.by_person("DELETE", f"sobjects/Account/{gone.id}")
    assert companies(salesforce, "globex.com") == {"globex.com": {one.id, two.id}}


def test_a_domain_with_its_own_letters_is_found_in_either_alphabet(salesforce: SalesforceWorld) -> None:
    one, two = salesforce.add("Account", {"Website": "https://www.müller.de"}, {"Website": "xn--mller-kva.de"})
    assert companies(salesforce, "xn--mller-kva.de") == {"xn--mller-kva.de": {one.id, two.id}}


def test_a_slice_of_domains_is_one_call(salesforce: SalesforceWorld) -> None:
    made = salesforce.add("Account", *({"Website": f"https://www.company-{index}.example.com"} for index in range(100)))
    domains = [f"company-{index}.example.com" for index in range(100)]
    assert companies(salesforce, *domains) == {
        domain: {account.id} for domain, account in zip(domains, made, strict=True)
    }
    assert salesforce.calls() == 1


def test_which_accounts_fail_the_condition_is_told_in_the_same_call(salesforce: SalesforceWorld) -> None:
    rich, poor = salesforce.add(
        "Account", {"Website": "globex.com", "NumberOfEmployees": 90}, {"Website": "globex.com", "NumberOfEmployees": 2}
    )
    look = Look((), (), FIELDS, {"Account": "NumberOfEmployees > 50"}, ("globex.com",))
    seen = salesforce.crm.look(look)
    assert {record.ref for record in seen.companies["globex.com"]} == {rich, poor}
    assert seen.outside == {poor}
    assert salesforce.calls() == 1


def test_records_of_several_objects_are_read_in_one_call(salesforce: SalesforceWorld) -> None:
    parent, deleted = salesforce.add("Account", {"Website": "globex.com"}, {})
    (child,) = salesforce.add("Account", {"ParentId": parent.id, "NumberOfEmployees": 5})
    (contact,) = salesforce.add("Contact", {"AccountId": child.id})
    salesforce.by_person("DELETE", f"sobjects/Account/{deleted.id}")
    seen = salesforce.crm.look(Look((child, parent, contact, deleted), (), FIELDS)).records
    assert salesforce.calls() == 1
    account, person = seen[child], seen[contact]
    assert isinstance(account, Record)
    assert isinstance(person, Record)
    assert account.values == {"Name": "N0", "Website": None, "ParentId": parent.id, "NumberOfEmployees": 5}
    assert person.values == {"AccountId": child.id}
    assert seen[deleted] == Gone(deleted, is_proven=True)


def test_accounts_and_people_are_created_and_changed_together(salesforce: SalesforceWorld) -> None:
    outcomes = salesforce.crm.create([new(1, "Account", Website="globex.com"), new(2, "Contact"), new(3, "Account")])
    assert salesforce.calls() == 1
    first, contact, second = (written(outcome).id for outcome in outcomes)
    updates = [
        RecordUpdate(ref("Account", second), {"ParentId": first}),
        RecordUpdate(ref("Contact", contact), {"AccountId": second}),
        RecordUpdate(ref("Account", first), {"Website": None, "NumberOfEmployees": 7}),
    ]
    assert all(isinstance(outcome, Written) for outcome in salesforce.crm.update(updates))
    assert salesforce.calls() == 1
    assert salesforce.by_person("GET", f"sobjects/Account/{second}")["ParentId"] == first
    assert salesforce.by_person("GET", f"sobjects/Contact/{contact}")["AccountId"] == second


def test_a_cycle_of_parents_is_refused_for_its_record_only(salesforce: SalesforceWorld) -> None:
    one, two = salesforce.add("Account", {}, {})
    salesforce.crm.update([RecordUpdate(two, {"ParentId": one.id})])
    refused, done = salesforce.crm.update(
        [RecordUpdate(one, {"ParentId": two.id}), RecordUpdate(two, {"Website": "globex.com"})]
    )
    assert isinstance(done, Written)
    assert isinstance(refused, Failure)
    assert (refused.vendor_code, refused.category) == ("CIRCULAR_DEPENDENCY", Category.ASSOCIATIONS)


def test_the_poll_shows_changed_deleted_and_merged_accounts(salesforce: SalesforceWorld) -> None:
    start = salesforce.clock.millis()
    live, deleted, master, loser = salesforce.add("Account", {}, {}, {}, {})
    salesforce.by_person("DELETE", f"sobjects/Account/{deleted.id}")
    salesforce.control("merge", {"object": "Account", "master": master.id, "losers": [loser.id]})
    salesforce.calls()
    until = salesforce.clock.millis() + 10_000
    page = salesforce.crm.changed_since("Account", FIELDS["Account"], start, until, None)
    assert salesforce.calls() == 1
    assert {record.ref for record in page.records} == {live, master}
    assert set(page.gone) == {Gone(deleted, is_proven=True), Gone(loser, master, "merged")}


def test_deleting_an_account_takes_its_contacts_along(salesforce: SalesforceWorld) -> None:
    (account,) = salesforce.add("Account", {})
    (contact,) = salesforce.add("Contact", {"AccountId": account.id})
    assert salesforce.crm.delete([account]) == [Written(account.id)]
    assert salesforce.crm.look(Look((contact,))).records[contact] == Gone(contact, is_proven=True)


def test_a_converted_lead_tells_its_account_where_that_is_asked_for(salesforce: SalesforceWorld) -> None:
    (lead,) = salesforce.add("Lead", {})
    done = salesforce.control("convert", {"lead": lead.id, "create_opportunity": True})
    contact, account, opportunity = (ref(kind, done[kind.lower()]) for kind in ("Contact", "Account", "Opportunity"))
    fields = {"Lead": ("ConvertedAccountId", "ConvertedOpportunityId")}
    seen = salesforce.crm.look(Look((lead,), (), fields)).records[lead]
    assert seen == Gone(lead, contact, "converted", also=(account, opportunity))


class TestLostCreations:
    def test_only_our_own_of_late_are_found_by_name(self, salesforce: SalesforceWorld) -> None:
        salesforce.add("Account", {"Name": "Globex"})
        salesforce.clock.seconds += 3 * 86_400
        salesforce.by_person("POST", "sobjects/Account", {"Name": "Globex"})
        made, gone = salesforce.add("Account", {"Name": "Globex"}, {"Name": "globex"})
        salesforce.by_person("DELETE", f"sobjects/Account/{gone.id}")
        wanted = LostCreations("Account", "Name", (" GLOBEX", "O'Reilly"), ("Website",))
        found = salesforce.crm.lost_creations(wanted)
        assert salesforce.calls() == 2
        assert {name: [one.ref for one in records] for name, records in found.items()} == {
            " GLOBEX": [made],
            "O'Reilly": [],
        }

    def test_several_of_one_name_are_all_told(self, salesforce: SalesforceWorld) -> None:
        refs = salesforce.add("Account", {"Name": "Globex"}, {"Name": "Globex"})
        found = salesforce.crm.lost_creations(LostCreations("Account", "Name", ("Globex",)))
        assert [one.ref for one in found["Globex"]] == refs


def test_the_schema_of_accounts(salesforce: SalesforceWorld) -> None:
    account = salesforce.crm.schema("Account")
    assert (account["Website"].kind, account["ParentId"].kind) == (Kind.URL, Kind.REFERENCE)
    assert account["Name"].max_length == 255
    assert not account["MasterRecordId"].writable
