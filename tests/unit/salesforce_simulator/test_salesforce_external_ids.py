from __future__ import annotations

import pytest

from tests.unit.salesforce_simulator.simulated_org import SimulatedOrg, error_of


class TestExternalIds:
    @pytest.fixture
    def org(self) -> SimulatedOrg:
        org = SimulatedOrg()
        field = {"name": "Ext__c", "type": "text", "label": "Ext", "length": 40, "externalId": True, "unique": True}
        for kind in ("Account", "Contact"):
            org.control("schema", {"op": "add_field", "object": kind, "field": field})
        return org

    def test_upsert_creates_then_updates(self, org: SimulatedOrg) -> None:
        first = org.call("PATCH", "/sobjects/Account/Ext__c/A1", {"Name": "Acme"})
        again = org.call("PATCH", "/sobjects/Account/Ext__c/a1", {"Name": "Acme Inc"})
        assert (first.status, first.json()["created"]) == (201, True)
        assert (again.status, again.json()) == (200, {**first.json(), "created": False})
        assert org.call("GET", "/sobjects/Account/Ext__c/A1").json()["Name"] == "Acme Inc"

    def test_upsert_may_answer_as_it_did_before_version_46(self, org: SimulatedOrg) -> None:
        org.control("settings", {"upsert_update_status": 204})
        assert org.call("PATCH", "/sobjects/Account/Ext__c/A1", {"Name": "Acme"}).status == 201
        assert org.call("PATCH", "/sobjects/Account/Ext__c/A1", {"Name": "Acme"}).status == 204

    def test_values_with_a_slash(self, org: SimulatedOrg) -> None:
        org.call("PATCH", "/sobjects/Account/Ext__c/a%2Fb%20c", {"Name": "Acme"})
        assert org.records("SELECT Ext__c FROM Account WHERE Ext__c != null")[0]["Ext__c"] == "a/b c"

    def test_several_matches_are_listed(self, org: SimulatedOrg) -> None:
        ids = [org.create("Lead", LastName="Doe", Company="Acme", Email="twice@example.com") for _ in range(2)]
        for method, body in (("GET", None), ("PATCH", {"Title": "x"})):
            answer = org.call(method, "/sobjects/Lead/Email/twice@example.com", body)
            assert answer.status == 300
            assert answer.json() == [f"/services/data/v62.0/sobjects/Lead/{one}" for one in ids]

    def test_the_key_is_not_repeated_in_the_body(self, org: SimulatedOrg) -> None:
        answer = org.call("PATCH", "/sobjects/Account/Ext__c/A1", {"Name": "Acme", "Ext__c": "A1"})
        assert error_of(answer) == (400, "INVALID_FIELD")

    def test_other_fields_are_no_keys(self, org: SimulatedOrg) -> None:
        assert error_of(org.call("PATCH", "/sobjects/Account/Name/Acme", {})) == (404, "NOT_FOUND")
        assert error_of(org.call("GET", "/sobjects/Account/Ext__c/none")) == (404, "NOT_FOUND")

    def test_unique_values(self, org: SimulatedOrg) -> None:
        first = org.create("Account", Name="Acme", Ext__c="A1")
        answer = org.call("POST", "/sobjects/Account", {"Name": "Other", "Ext__c": "a1"})
        assert error_of(answer) == (400, "DUPLICATE_VALUE")
        assert answer.json()[0]["message"].endswith(f"duplicates value on record with id: {first}")

    def test_a_parent_by_its_external_id(self, org: SimulatedOrg) -> None:
        account_id = org.create("Account", Name="Acme", Ext__c="A1")
        contact_id = org.create("Contact", LastName="Doe", Account={"Ext__c": "A1"})
        assert org.read("Contact", contact_id)["AccountId"] == account_id
        answer = org.call("POST", "/sobjects/Contact", {"LastName": "Doe", "Account": {"Ext__c": "B2"}})
        assert error_of(answer) == (400, "INVALID_FIELD")

    def test_delete_by_key(self, org: SimulatedOrg) -> None:
        org.create("Account", Name="Acme", Ext__c="A1")
        assert org.call("DELETE", "/sobjects/Account/Ext__c/A1").status == 204
        assert error_of(org.call("DELETE", "/sobjects/Account/Ext__c/A1")) == (404, "NOT_FOUND")
