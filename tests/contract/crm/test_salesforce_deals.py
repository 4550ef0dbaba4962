"""Opportunities and their contact roles through the adapter, and what the org has set up around them."""

from __future__ import annotations

import pytest
from crmsync.core.failure import CrmError, Failure, Written
from crmsync.core.mapping import Kind
from crmsync.core.org_metadata import MASTER_RECORD_TYPE
from crmsync.core.parked import Category
from crmsync.core.record import Gone, Record, RecordUpdate
from crmsync.ports.crm import Look, LostCreations
from crmsync.ports.feed import Feed

from tests.contract.crm.salesforce_world import SalesforceWorld, new, ref, written

FIELDS = {
    "Opportunity": ("Name", "StageName", "CloseDate", "Amount", "AccountId", "IsWon"),
    "OpportunityContactRole": ("OpportunityId", "ContactId", "Role", "IsPrimary"),
}


def test_a_deal_its_account_and_its_roles_are_read_in_one_call(salesforce: SalesforceWorld) -> None:
    (account,) = salesforce.add("Account", {})
    (contact,) = salesforce.add("Contact", {"AccountId": account.id})
    deal, lost = salesforce.add("Opportunity", {"AccountId": account.id, "Amount": 12.5}, {})
    (role,) = salesforce.add("OpportunityContactRole", {"OpportunityId": deal.id, "ContactId": contact.id})
    salesforce.by_person("DELETE", f"sobjects/Opportunity/{lost.id}")
    seen = salesforce.crm.look(Look((deal, lost, role, account), (), FIELDS)).records
    assert salesforce.calls() == 1
    read, read_role = seen[deal], seen[role]
    assert isinstance(read, Record)
    assert isinstance(read_role, Record)
    assert read.values == {
        "Name": "N0",
        "StageName": "Prospecting",
        "CloseDate": "2027-01-31",
        "Amount": 12.5,
        "AccountId": account.id,
        "IsWon": False,
    }
    assert read_role.values["ContactId"] == contact.id
    assert seen[lost] == Gone(lost, is_proven=True)


def test_deals_are_created_and_won(salesforce: SalesforceWorld) -> None:
    made, refused = salesforce.crm.create([new(1, "Opportunity"), new(2, "Opportunity", CloseDate=None)])
    assert isinstance(refused, Failure)
    assert (refused.category, refused.fields) == (Category.PROPERTY_VALUES, ("CloseDate",))
    deal = ref("Opportunity", written(made).id)
    assert isinstance(salesforce.crm.update([RecordUpdate(deal, {"StageName": "Closed Won"})])[0], Written)
    read = salesforce.crm.look(Look((deal,), (), FIELDS)).records[deal]
    assert isinstance(read, Record)
    assert read.values["IsWon"] is True


def test_the_polls_of_several_objects_are_one_call(salesforce: SalesforceWorld) -> None:
    start = salesforce.clock.millis()
    deal, lost = salesforce.add("Opportunity", {}, {})
    (contact,) = salesforce.add("Contact", {})
    role, left = salesforce.add(
        "OpportunityContactRole", *({"OpportunityId": deal.id, "ContactId": contact.id} for _ in range(2))
    )
    salesforce.crm.delete([lost, left])
    salesforce.calls()
    until = salesforce.clock.millis() + 10_000
    feeds = [Feed(name, fields, start, until) for name, fields in FIELDS.items()]
    deals, roles = salesforce.crm.changed_since_many(feeds)
    assert salesforce.calls() == 1
    assert [one.ref for one in deals.records] == [deal]
    assert deals.gone == (Gone(lost, is_proven=True),)
    assert [one.ref for one in roles.records] == [role]
    assert roles.gone == (Gone(left, is_proven=True),)


def test_a_lost_creation_is_found_by_the_deals_name(salesforce: SalesforceWorld) -> None:
    (deal,) = salesforce.add("Opportunity", {"Name": "Big 'deal'"})
    wanted = LostCreations("Opportunity", "Name", ("Big 'deal'",), ("StageName",))
    (found,) = salesforce.crm.lost_creations(wanted)["Big 'deal'"]
    assert (found.ref, found.values) == (deal, {"StageName": "Prospecting"})


def test_the_schema_of_deals(salesforce: SalesforceWorld) -> None:
    deal = salesforce.crm.schema("Opportunity")
    assert (deal["Amount"].kind, deal["CloseDate"].kind, deal["StageName"].kind) == (
        Kind.NUMBER,
        Kind.DATE,
        Kind.PICKLIST,
    )
    assert deal["Probability"].writable
    assert not deal["IsWon"].writable


class TestMetadata:
    def test_it_is_one_call(self, salesforce: SalesforceWorld) -> None:
        salesforce.crm.daily_usage()
        salesforce.calls()
        found = salesforce.crm.org_metadata(["Opportunity", "Case", "Task"])
        assert salesforce.calls() == 1
        assert [stage.value for stage in found.stages if stage.is_won] == ["Closed Won"]
        assert [stage.value for stage in found.stages if stage.is_closed] == ["Closed Won", "Closed Lost"]
        assert (found.stages[0].value, found.stages[0].probability, len(found.stages)) == ("Prospecting", 10, 10)
        assert [one.value for one in found.case_statuses if one.is_closed] == ["Closed"]
        assert [one.value for one in found.task_statuses if one.is_default] == ["Not Started"]
        assert (found.record_types, found.currencies) == ((), ())

    def test_stages_and_states_have_the_value_of_records_and_a_label(self, salesforce: SalesforceWorld) -> None:
        for kind, value in (("Opportunity", "Closed Won"), ("Case", "Closed"), ("Task", "Completed")):
            change = {"op": "relabel_stage", "object": kind, "value": value, "label": "Done"}
            salesforce.control("schema", change)
        found = salesforce.crm.org_metadata(["Opportunity", "Case", "Task"])
        shown = [(one.value, one.label) for one in found.stages if one.is_won]
        shown += [(one.value, one.label) for one in (*found.case_statuses, *found.task_statuses) if one.is_closed]
        assert shown == [("Closed Won", "Done"), ("Closed", "Done"), ("Completed", "Done")]
        assert "Closed Won" in salesforce.crm.offered_values("Opportunity", MASTER_RECORD_TYPE, "StageName")

    def test_only_what_was_asked_for_is_told(self, salesforce: SalesforceWorld) -> None:
        salesforce.control("schema", {"op": "add_record_type", "object": "Lead", "name": "Partner"})
        found = salesforce.crm.org_metadata(["Account"])
        assert (found.stages, found.case_statuses, found.task_statuses, found.record_types) == ((), (), (), ())

    def test_record_types_and_the_stages_that_each_offers(self, salesforce: SalesforceWorld) -> None:
        stages = ["Prospecting", "Closed Won", "Closed Lost"]
        body = {"op": "add_record_type", "object": "Opportunity", "name": "Quick sale"}
        salesforce.control("schema", {**body, "values": {"StageName": stages}})
        (quick,) = salesforce.crm.org_metadata(["Opportunity"]).record_types
        assert (quick.object_type, quick.developer_name, quick.name) == ("Opportunity", "Quick_sale", "Quick sale")
        assert salesforce.crm.offered_values("Opportunity", quick.id, "StageName") == stages
        assert len(salesforce.crm.offered_values("Opportunity", MASTER_RECORD_TYPE, "StageName")) == 10
        (made,) = salesforce.crm.create([new(1, "Opportunity", RecordTypeId=quick.id)])
        assert isinstance(made, Written)

    def test_currencies(self, salesforce: SalesforceWorld) -> None:
        currencies = [
            {"IsoCode": "USD", "IsCorporate": True},
            {"IsoCode": "JPY", "ConversionRate": 150.5, "DecimalPlaces": 0, "IsActive": False},
        ]
        salesforce.control("schema", {"op": "enable_multi_currency", "currencies": currencies})
        yen, dollar = salesforce.crm.org_metadata(["Opportunity"]).currencies
        assert (yen.code, yen.rate, yen.decimals, yen.is_active, yen.is_corporate) == ("JPY", 150.5, 0, False, False)
        assert (dollar.code, dollar.rate, dollar.is_corporate) == ("USD", 1.0, True)
        assert salesforce.crm.schema("Opportunity")["CurrencyIsoCode"].options == ("USD",)

    def test_dated_rates(self, salesforce: SalesforceWorld) -> None:
        assert salesforce.crm.dated_rates() == []
        rates = [
            {"IsoCode": "USD", "ConversionRate": 1.2, "StartDate": "2026-01-01", "NextStartDate": "2027-01-01"},
            {"IsoCode": "USD", "ConversionRate": 1.3, "StartDate": "2027-01-01"},
        ]
        salesforce.control("schema", {"op": "set_dated_rates", "rates": rates})
        before, now = salesforce.crm.dated_rates()
        assert (before.code, before.rate, before.since, before.until) == ("USD", 1.2, "2026-01-01", "2027-01-01")
        assert (now.since, now.until) == ("2027-01-01", "")

    def test_a_failed_part_raises(self, salesforce: SalesforceWorld) -> None:
        salesforce.fault("status", "composite", status=503)
        with pytest.raises(CrmError):
            salesforce.crm.org_metadata(["Opportunity"])
