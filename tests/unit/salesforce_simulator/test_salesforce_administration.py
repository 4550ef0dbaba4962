"""Merges, conversions, bulk loads, settings: what tests set the scene with."""

from __future__ import annotations

import json
from typing import Any

from sandbox.salesforce.seed.users import PERSON
from sandbox.salesforce.settings import SalesforceSettings
from tests.unit.salesforce_simulator.simulated_org import SimulatedOrg, error_of


def _refused(org: SimulatedOrg, path: str, body: Any) -> str:
    answer = org.send("POST", f"/__sim__/{path}", json.dumps(body).encode())
    assert answer.status == 400
    return str(answer.json()["error"])


class TestMerge:
    def test_losers_go_to_the_bin_and_children_to_the_master(self, org: SimulatedOrg) -> None:
        master, loser = org.create("Account", Name="Acme"), org.create("Account", Name="Acme Inc", Phone="1")
        contact = org.create("Contact", LastName="Doe", AccountId=loser)
        org.relay()
        org.clock.now += 60
        org.control("merge", {"object": "Account", "master": master, "losers": [loser]})
        soql = "SELECT Id, IsDeleted, MasterRecordId FROM Account WHERE IsDeleted = true AND MasterRecordId != null"
        (gone,) = org.records(soql, "queryAll")
        assert (gone["Id"], gone["MasterRecordId"]) == (loser, master)
        moved = org.read("Contact", contact)
        assert moved["AccountId"] == master
        assert moved["SystemModstamp"] > moved["LastModifiedDate"]
        headers = [event["ChangeEventHeader"] for event in org.events()]
        assert [(h["entityName"], h["changeType"]) for h in headers] == [
            ("Contact", "UPDATE"),
            ("Account", "DELETE"),
            ("Account", "UPDATE"),
        ]
        assert {h["commitUser"] for h in headers} == {PERSON}
        assert len({h["transactionKey"] for h in headers}) == 1

    def test_what_cannot_be_merged_changes_nothing(self, org: SimulatedOrg) -> None:
        one, other = org.lead(), org.lead()
        assert "INVALID_TYPE" in _refused(org, "merge", {"object": "User", "master": "a", "losers": []})
        assert "itself" in _refused(org, "merge", {"object": "Lead", "master": one, "losers": [other, one]})
        assert org.read("Lead", other)["IsDeleted"] is False
        assert "object: 'Nope'" in _refused(org, "merge", {"object": "Nope", "master": one, "losers": []})
        assert "losers: a list of texts is needed" in _refused(org, "merge", {"object": "Lead", "master": one})


class TestConversion:
    def test_a_lead_becomes_contact_account_and_opportunity(self, org: SimulatedOrg) -> None:
        lead_id = org.lead(FirstName="Jane", Email="jane@example.com", City="Oslo", Phone="1")
        org.relay()
        wish = {"lead": lead_id, "status": "Closed - Converted", "create_opportunity": True}
        done = org.control("convert", wish)
        lead = org.read("Lead", lead_id)
        assert lead["IsConverted"] is True
        assert lead["ConvertedDate"] == "2026-11-22"
        assert [lead[f"Converted{kind}Id"] for kind in ("Account", "Contact", "Opportunity")] == [
            done["account"],
            done["contact"],
            done["opportunity"],
        ]
        contact = org.read("Contact", done["contact"])
        assert (contact["Name"], contact["MailingCity"], contact["AccountId"]) == ("Jane Doe", "Oslo", done["account"])
        assert org.read("Account", done["account"])["Name"] == "Acme"
        headers = [event["ChangeEventHeader"] for event in org.events()]
        assert [(h["entityName"], h["changeType"]) for h in headers] == [
            ("Account", "CREATE"),
            ("Contact", "CREATE"),
            ("Lead", "UPDATE"),
        ]
        assert len({h["transactionKey"] for h in headers}) == 1
        refused = org.call("PATCH", f"/sobjects/Lead/{lead_id}", {"Title": "CEO"})
        assert error_of(refused) == (400, "CANNOT_UPDATE_CONVERTED_LEAD")

    def test_the_invocable_action(self, org: SimulatedOrg) -> None:
        account_id = org.create("Account", Name="Acme")
        names = [one["name"] for one in org.call("GET", "/actions/standard").json()["actions"]]
        assert names == ["convertLead"]
        good = {"leadId": org.lead(), "convertedStatus": "Closed - Converted", "accountId": account_id}
        bad = {"leadId": org.lead(), "convertedStatus": "Open - Not Contacted"}
        answer = org.call("POST", "/actions/standard/convertLead", {"inputs": [good, bad]})
        assert answer.status == 400
        first, second = answer.json()
        assert first["isSuccess"] is True
        assert first["outputValues"]["accountId"] == account_id
        assert first["outputValues"]["opportunityId"] is None
        assert second["errors"][0]["statusCode"] == "INVALID_STATUS"
        whole = org.call("POST", "/actions/standard/convertLead", {"inputs": [{**good, "leadId": org.lead()}]})
        assert (whole.status, whole.json()[0]["isSuccess"]) == (200, True)
        again = org.call("POST", "/actions/standard/convertLead", {"inputs": [good]})
        assert again.json()[0]["errors"][0]["statusCode"] == "CANNOT_UPDATE_CONVERTED_LEAD"

    def test_the_action_may_be_missing(self) -> None:
        org = SimulatedOrg(SalesforceSettings(convert_action=False))
        assert org.call("GET", "/actions/standard").json() == {"actions": []}
        assert error_of(org.call("POST", "/actions/standard/convertLead", {})) == (404, "NOT_FOUND")


class TestLoad:
    def test_good_rows_load_and_bad_ones_are_listed(self, org: SimulatedOrg) -> None:
        org.relay()
        used = org.control("limits")["daily_used"]
        rows = [
            {"LastName": "Doe", "Company": "Acme", "CreatedDate": "2020-01-02T03:04:05.000Z", "Name": "ignored"},
            {"LastName": "Doe", "Company": ""},
            {"LastName": "Roe", "Company": "Acme", "OwnerId": "005000000000001", "HasOptedOutOfEmail": ""},
            {"LastName": "Poe", "Company": "Acme", "Email": "nobody"},
            {"LastName": "Poe", "Company": "Acme", "Nope": "x"},
        ]
        ids = ["00Q5i00000MLQoq", None, None, None, None]
        answer = org.control("load", {"object": "Lead", "records": rows, "ids": ids})
        assert answer["loaded"] == 2
        assert [error["index"] for error in answer["errors"]] == [1, 3, 4]
        assert "Required fields are missing: [Company]" in answer["errors"][0]["reason"]
        found = org.records(
            "SELECT Id, Name, CreatedDate, OwnerId FROM Lead WHERE LastName IN ('Doe', 'Roe') ORDER BY Name"
        )
        assert [one["Name"] for one in found] == ["Doe", "Roe"]
        assert found[0]["Id"].startswith("00Q5i00000MLQoq")
        assert found[0]["CreatedDate"] == "2020-01-02T03:04:05.000+0000"
        assert {one["OwnerId"] for one in found} == {PERSON}
        assert org.events() == []
        assert org.control("limits")["daily_used"] == used + 1

    def test_ids_that_are_none(self, org: SimulatedOrg) -> None:
        rows = [{"LastName": "Doe", "Company": "Acme"}]
        answer = org.control("load", {"object": "Lead", "records": rows, "ids": ["nonsense"]})
        assert answer == {"loaded": 0, "errors": [{"index": 0, "reason": "MALFORMED_ID: nonsense"}]}
        assert "ids: one for each" in _refused(org, "load", {"object": "Lead", "records": rows, "ids": ["a", "b"]})


def test_settings(org: SimulatedOrg) -> None:
    assert org.control("settings", {"duplicate_rule": "alert"})["duplicate_rule"] == "alert"
    assert org.control("settings", method="GET")["duplicate_rule"] == "alert"
    assert "nope: no such setting" in _refused(org, "settings", {"nope": 1})
    assert "daily_max: 'many' is not of the right type" in _refused(org, "settings", {"daily_max": "many"})
    assert "event_shape: 'x' is none of relay, appflow" in _refused(org, "settings", {"event_shape": "x"})
    assert (
        org.control("settings", {"flow_value": True, "jwt_audiences": ["a"], "event_delay_s": 1})["flow_value"] is True
    )
    assert "must be an object" in _refused(org, "settings", [1])
    assert org.send("POST", "/__sim__/settings", b"{").status == 400
    assert org.send("POST", "/__sim__/nothing", b"{}").status == 404


def test_undelete_of_what_is_not_deleted(org: SimulatedOrg) -> None:
    lead_id = org.lead()
    assert "UNDELETE_FAILED" in _refused(org, "undelete", {"ids": [lead_id]})
    assert "no object has such ids" in _refused(org, "undelete", {"ids": ["zzz"]})
