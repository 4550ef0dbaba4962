"""Opportunities: what their stage decides, their contact roles, their record types, their currency."""

from __future__ import annotations

import json
from typing import Any

import pytest

from tests.unit.salesforce_simulator.simulated_org import SimulatedOrg, error_of

DEAL = {"Name": "Big deal", "StageName": "Prospecting", "CloseDate": "2027-02-28"}


def _deal(org: SimulatedOrg, **fields: Any) -> str:
    return org.create("Opportunity", **{**DEAL, **fields})


def _change(org: SimulatedOrg, record_id: str, **fields: Any) -> dict[str, Any]:
    answer = org.call("PATCH", f"/sobjects/Opportunity/{record_id}", fields)
    assert answer.status == 204, answer.body
    return org.read("Opportunity", record_id)


def _refused(org: SimulatedOrg, body: Any) -> str:
    answer = org.send("POST", "/__sim__/schema", json.dumps(body).encode())
    assert answer.status == 400
    return str(answer.json()["error"])


@pytest.mark.parametrize("missing", ["Name", "StageName", "CloseDate"])
def test_three_fields_are_required(org: SimulatedOrg, missing: str) -> None:
    answer = org.call("POST", "/sobjects/Opportunity", {name: value for name, value in DEAL.items() if name != missing})
    assert error_of(answer) == (400, "REQUIRED_FIELD_MISSING")
    assert answer.json()[0]["fields"] == [missing]


class TestStage:
    @pytest.mark.parametrize(
        ("stage", "ends", "probability", "category"),
        [
            ("Prospecting", (False, False), 10, "Pipeline"),
            ("Negotiation/Review", (False, False), 90, "Pipeline"),
            ("Closed Won", (True, True), 100, "Closed"),
            ("Closed Lost", (True, False), 0, "Omitted"),
        ],
    )
    def test_it_decides_what_follows_from_it(
        self, org: SimulatedOrg, stage: str, ends: tuple[bool, bool], probability: int, category: str
    ) -> None:
        deal = org.read("Opportunity", _deal(org, StageName=stage, Amount=200))
        assert ((deal["IsClosed"], deal["IsWon"]), deal["Probability"]) == (ends, probability)
        assert (deal["ForecastCategory"], deal["ForecastCategoryName"]) == (category, category)
        assert deal["ExpectedRevenue"] == 2 * probability
        assert (deal["FiscalYear"], deal["FiscalQuarter"]) == (2027, 1)

    def test_a_probability_given_with_it_stays(self, org: SimulatedOrg) -> None:
        deal_id = _deal(org, Probability=35)
        assert _change(org, deal_id, StageName="Closed Won")["Probability"] == 100
        assert _change(org, deal_id, StageName="Qualification", Probability=55)["Probability"] == 55
        assert _change(org, deal_id, Probability=60)["IsClosed"] is False

    def test_a_category_has_a_name_and_a_code(self, org: SimulatedOrg) -> None:
        deal = _change(org, _deal(org), ForecastCategoryName="Best Case")
        assert (deal["ForecastCategory"], deal["StageName"]) == ("BestCase", "Prospecting")

    def test_one_that_the_org_does_not_list_is_open(self, org: SimulatedOrg) -> None:
        deal = org.read("Opportunity", _deal(org, StageName="Daydreaming"))
        assert (deal["StageName"], deal["IsClosed"], deal["Probability"]) == ("Daydreaming", False, None)

    def test_what_follows_from_it_cannot_be_written(self, org: SimulatedOrg) -> None:
        for name in ("IsWon", "IsClosed", "ForecastCategory", "ExpectedRevenue"):
            answer = org.call("POST", "/sobjects/Opportunity", {**DEAL, name: True})
            assert error_of(answer) == (400, "INVALID_FIELD_FOR_INSERT_UPDATE")

    def test_the_orgs_list_of_them(self, org: SimulatedOrg) -> None:
        org.control("schema", {"op": "add_stage", "name": "Handshake", "probability": 95})
        stages = org.records("SELECT MasterLabel, IsWon FROM OpportunityStage WHERE IsActive = true ORDER BY SortOrder")
        assert [stage["MasterLabel"] for stage in stages][-3:] == ["Closed Won", "Closed Lost", "Handshake"]
        assert [stage["MasterLabel"] for stage in stages if stage["IsWon"]] == ["Closed Won"]
        assert org.read("Opportunity", _deal(org, StageName="Handshake"))["Probability"] == 95

    def test_one_may_be_shown_by_another_label(self, org: SimulatedOrg) -> None:
        org.control("schema", {"op": "relabel_stage", "object": "Opportunity", "value": "Closed Won", "label": "Won"})
        org.control("schema", {"op": "add_stage", "name": "Handshake"})
        (listed,) = org.records("SELECT ApiName, MasterLabel FROM OpportunityStage WHERE IsWon = true")
        assert (listed["ApiName"], listed["MasterLabel"]) == ("Closed Won", "Won")
        deal = org.read("Opportunity", _deal(org, StageName="Closed Won"))
        assert (deal["StageName"], deal["IsWon"]) == ("Closed Won", True)
        described = org.call("GET", "/sobjects/Opportunity/describe").json()["fields"]
        (told,) = [one["picklistValues"] for one in described if one["name"] == "StageName"]
        offered = org.call("GET", "/ui-api/object-info/Opportunity/picklist-values/012000000000000AAA/StageName").json()
        for values in (told, offered["values"]):
            names = [(one["value"], one["label"]) for one in values]
            assert [one for one in names if one[0] != one[1]] == [("Closed Won", "Won")]
            assert names[-1] == ("Handshake", "Handshake")
        assert [one["value"] for one in offered["values"] if one["attributes"]["won"]] == ["Closed Won"]


class TestContactRoles:
    def test_the_contact_named_at_creation_gets_the_primary_role(self, org: SimulatedOrg) -> None:
        contact = org.create("Contact", LastName="Doe")
        deal = _deal(org, ContactId=contact)
        (role,) = org.records(f"SELECT ContactId, IsPrimary FROM OpportunityContactRole WHERE OpportunityId = '{deal}'")
        assert (role["ContactId"], role["IsPrimary"]) == (contact, True)
        answer = org.call("PATCH", f"/sobjects/Opportunity/{deal}", {"ContactId": None})
        assert error_of(answer) == (400, "INVALID_FIELD_FOR_INSERT_UPDATE")

    def test_one_is_primary_at_most_and_its_contact_is_the_opportunitys(self, org: SimulatedOrg) -> None:
        one, two = (org.create("Contact", LastName=name) for name in ("Doe", "Roe"))
        deal = _deal(org, ContactId=one)
        role = org.create("OpportunityContactRole", OpportunityId=deal, ContactId=two, Role="Influencer")
        assert org.read("Opportunity", deal)["ContactId"] == one
        org.call("PATCH", f"/sobjects/OpportunityContactRole/{role}", {"IsPrimary": True})
        assert org.read("Opportunity", deal)["ContactId"] == two
        soql = (
            "SELECT Name, (SELECT ContactId, Role, IsPrimary FROM OpportunityContactRoles ORDER BY Id) FROM Opportunity"
        )
        (found,) = org.records(f"{soql} WHERE Id = '{deal}'")
        roles = found["OpportunityContactRoles"]["records"]
        assert [(one["ContactId"], one["IsPrimary"]) for one in roles] == [(one, False), (two, True)]
        org.call("DELETE", f"/sobjects/OpportunityContactRole/{role}")
        assert org.read("Opportunity", deal)["ContactId"] is None

    def test_its_opportunity_stays_and_both_are_needed(self, org: SimulatedOrg) -> None:
        contact = org.create("Contact", LastName="Doe")
        role = org.create("OpportunityContactRole", OpportunityId=_deal(org), ContactId=contact)
        answer = org.call("PATCH", f"/sobjects/OpportunityContactRole/{role}", {"OpportunityId": _deal(org)})
        assert error_of(answer) == (400, "INVALID_FIELD_FOR_INSERT_UPDATE")
        assert error_of(org.call("POST", "/sobjects/OpportunityContactRole", {"ContactId": contact})) == (
            400,
            "REQUIRED_FIELD_MISSING",
        )

    def test_it_goes_and_comes_back_with_its_opportunity(self, org: SimulatedOrg) -> None:
        deal = _deal(org, ContactId=org.create("Contact", LastName="Doe"))
        (role,) = org.records(f"SELECT Id FROM OpportunityContactRole WHERE OpportunityId = '{deal}'")
        org.call("DELETE", f"/sobjects/Opportunity/{deal}")
        assert org.call("GET", f"/sobjects/OpportunityContactRole/{role['Id']}").status == 404
        org.control("undelete", {"ids": [deal]})
        assert org.read("OpportunityContactRole", role["Id"])["IsPrimary"] is True


class TestRecordTypes:
    def test_each_offers_its_own_stages(self, org: SimulatedOrg) -> None:
        chosen = ["Prospecting", "Closed Won", "Closed Lost"]
        body = {"op": "add_record_type", "object": "Opportunity", "name": "Quick sale", "values": {"StageName": chosen}}
        org.control("schema", body)
        soql = "SELECT Id, DeveloperName, BusinessProcessId FROM RecordType WHERE SobjectType = 'Opportunity'"
        (found,) = org.records(soql)
        assert found["DeveloperName"] == "Quick_sale"
        (process,) = org.records(f"SELECT TableEnumOrId FROM BusinessProcess WHERE Id = '{found['BusinessProcessId']}'")
        assert process["TableEnumOrId"] == "Opportunity"
        path = "/ui-api/object-info/Opportunity/picklist-values"
        offered = org.call("GET", f"{path}/{found['Id']}/StageName").json()["values"]
        assert [one["value"] for one in offered] == chosen
        assert (offered[1]["attributes"]["won"], offered[1]["attributes"]["defaultProbability"]) == (True, 100)
        assert len(org.call("GET", f"{path}/012000000000000AAA/StageName").json()["values"]) == 10
        assert org.call("GET", f"{path}/{found['Id']}/Amount").status == 404

    def test_one_may_be_the_default_and_only_those_of_the_object_count(self, org: SimulatedOrg) -> None:
        body = {"op": "add_record_type", "object": "Opportunity"}
        org.control("schema", {**body, "name": "Renewal", "default": True})
        org.control("schema", {**body, "name": "New"})
        org.control("schema", {"op": "add_record_type", "object": "Lead", "name": "Partner"})
        types = {one["Name"]: one["Id"] for one in org.records("SELECT Id, Name FROM RecordType")}
        assert org.read("Opportunity", _deal(org))["RecordTypeId"] == types["Renewal"]
        deal = _deal(org, RecordTypeId=types["New"])
        (found,) = org.records(f"SELECT RecordType.DeveloperName FROM Opportunity WHERE Id = '{deal}'")
        assert found["RecordType"]["DeveloperName"] == "New"
        answer = org.call("PATCH", f"/sobjects/Opportunity/{deal}", {"RecordTypeId": types["Partner"]})
        assert error_of(answer) == (400, "INVALID_CROSS_REFERENCE_KEY")

    def test_values_that_the_picklist_lacks_are_named(self, org: SimulatedOrg) -> None:
        body = {"op": "add_record_type", "object": "Opportunity", "name": "X", "values": {"StageName": ["Nope"]}}
        assert "StageName of Opportunity has not all of Nope" in _refused(org, body)


class TestCurrencies:
    CURRENCIES = (
        {"IsoCode": "USD", "IsCorporate": True},
        {"IsoCode": "EUR", "ConversionRate": 0.9},
        {"IsoCode": "JPY", "ConversionRate": 150, "DecimalPlaces": 0, "IsActive": False},
    )

    def test_an_org_with_one_has_no_list_of_them(self, org: SimulatedOrg) -> None:
        assert error_of(org.query("SELECT IsoCode FROM CurrencyType")) == (400, "INVALID_TYPE")
        assert "CurrencyIsoCode" not in org.read("Opportunity", _deal(org))

    def test_records_have_one_where_there_are_several(self, org: SimulatedOrg) -> None:
        before = _deal(org)
        org.control("schema", {"op": "enable_multi_currency", "currencies": self.CURRENCIES})
        assert org.read("Opportunity", before)["CurrencyIsoCode"] == "USD"
        assert org.read("Opportunity", _deal(org, CurrencyIsoCode="EUR"))["CurrencyIsoCode"] == "EUR"
        answer = org.call("POST", "/sobjects/Opportunity", {**DEAL, "CurrencyIsoCode": "JPY"})
        assert error_of(answer) == (400, "INVALID_OR_NULL_FOR_RESTRICTED_PICKLIST")
        rates = org.records("SELECT IsoCode, ConversionRate, IsCorporate FROM CurrencyType ORDER BY IsoCode")
        assert [(one["IsoCode"], one["ConversionRate"]) for one in rates] == [("EUR", 0.9), ("JPY", 150), ("USD", 1)]

    def test_dated_rates(self, org: SimulatedOrg) -> None:
        query = "SELECT IsoCode, ConversionRate, StartDate, NextStartDate FROM DatedConversionRate"
        assert error_of(org.query(query)) == (400, "INVALID_TYPE")
        rate = {"IsoCode": "USD", "ConversionRate": 1.2, "StartDate": "2027-01-01"}
        org.control("schema", {"op": "set_dated_rates", "rates": [rate]})
        (found,) = org.records(query)
        assert {name: found[name] for name in rate} == rate
        assert found["NextStartDate"] is None

    def test_exactly_one_is_the_orgs_own(self, org: SimulatedOrg) -> None:
        body = {"op": "enable_multi_currency", "currencies": [{"IsoCode": "USD"}]}
        assert "exactly one is the corporate one" in _refused(org, body)


def test_an_account_with_a_won_opportunity_stays(org: SimulatedOrg) -> None:
    account = org.create("Account", Name="Acme")
    deal = _deal(org, AccountId=account, StageName="Closed Won")
    assert error_of(org.call("DELETE", f"/sobjects/Account/{account}")) == (400, "DELETE_FAILED")
    assert org.read("Opportunity", deal)["AccountId"] == account
    _change(org, deal, StageName="Closed Lost")
    assert org.call("DELETE", f"/sobjects/Account/{account}").status == 204
    assert error_of(org.call("GET", f"/sobjects/Opportunity/{deal}")) == (404, "ENTITY_IS_DELETED")


def test_change_events(org: SimulatedOrg) -> None:
    org.control("event_relay", {"bus": "b", "source": "s", "entities": ["Opportunity", "OpportunityContactRole"]})
    contact = org.create("Contact", LastName="Doe")
    deal = _deal(org, ContactId=contact)
    _change(org, deal, StageName="Closed Won", Amount=None)
    created, role, updated = org.events()
    assert created["CloseDate"] == 1_803_772_800_000
    assert role["ChangeEventHeader"]["entityName"] == "OpportunityContactRole"
    assert role["ChangeEventHeader"]["transactionKey"] == created["ChangeEventHeader"]["transactionKey"]
    changed = set(updated["ChangeEventHeader"]["changedFields"])
    assert {"StageName", "Probability", "IsWon", "IsClosed", "ForecastCategory"} <= changed
    assert updated["IsWon"] is True


class TestSelectionForChangeEvents:
    def _refused(self, org: SimulatedOrg, *entities: str) -> str:
        body = {"bus": "b", "source": "s", "entities": list(entities)}
        answer = org.send("POST", "/__sim__/event_relay", json.dumps(body).encode())
        assert answer.status == 400
        return str(answer.json()["error"])

    def test_five_objects_are_allotted(self, org: SimulatedOrg) -> None:
        chosen = ("Account", "Contact", "Lead", "Opportunity", "OpportunityContactRole", "Campaign")
        assert "at most 5 objects" in self._refused(org, *chosen)
        org.control("settings", {"change_event_objects": 6})
        assert len(org.control("event_relay", {"bus": "b", "source": "s", "entities": chosen})["entities"]) == 6

    def test_set_up_has_no_events(self, org: SimulatedOrg) -> None:
        assert "OpportunityStageChangeEvent" in self._refused(org, "OpportunityStage")
