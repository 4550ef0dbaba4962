"""Limits, faults, call counts, schema changes, merges, conversions, bulk loads: what tests set the scene with."""

from __future__ import annotations

import json
from typing import Any

import pytest

from sandbox.salesforce.seed.users import PERSON
from sandbox.salesforce.settings import SalesforceSettings
from tests.unit.salesforce_simulator.simulated_org import SimulatedOrg, error_of


def _refused(org: SimulatedOrg, path: str, body: Any) -> str:
    answer = org.send("POST", f"/__sim__/{path}", json.dumps(body).encode())
    assert answer.status == 400
    return str(answer.json()["error"])


class TestLimits:
    def test_every_answer_tells_the_usage(self, org: SimulatedOrg) -> None:
        for number, path in enumerate(("/limits", "/sobjects/Lead/nonsense", "/query?q=nonsense"), start=1):
            assert org.call("GET", path).headers["Sforce-Limit-Info"] == f"api-usage={number}/100000"

    def test_callers_and_other_integrations_share_the_limit(self, org: SimulatedOrg) -> None:
        org.control("limits", {"daily_max": 10, "daily_used": 7})
        org.call("GET", "/limits")
        org.person("GET", "/limits")
        left = org.call("GET", "/limits").json()["DailyApiRequests"]
        assert left == {"Max": 10, "Remaining": 0}
        answer = org.call("GET", "/sobjects")
        assert error_of(answer) == (403, "REQUEST_LIMIT_EXCEEDED")
        assert answer.json()[0]["message"] == "TotalRequests Limit exceeded."
        assert answer.headers["Sforce-Limit-Info"] == "api-usage=10/10"

    def test_calls_age_out_after_a_day(self, org: SimulatedOrg) -> None:
        org.control("limits", {"daily_max": 1})
        org.call("GET", "/limits")
        assert org.person("GET", "/limits").status == 403
        org.clock.now += 86_400 - 900
        assert org.person("GET", "/limits").status == 403
        org.clock.now += 1800
        assert org.person("GET", "/limits").status == 200

    def test_logging_in_is_free_and_asking_for_limits_may_be(self, org: SimulatedOrg) -> None:
        org.log_in()
        org.control("settings", {"limits_call_counts": False})
        assert org.call("GET", "/limits").headers["Sforce-Limit-Info"] == "api-usage=0/100000"


class TestFaults:
    def _fault(self, org: SimulatedOrg, **fault: Any) -> None:
        org.send("POST", "/__sim__/faults", json.dumps([fault]).encode())

    @pytest.mark.parametrize(
        ("fault", "error"),
        [
            ({"kind": "status", "status": 503}, (503, "SERVER_UNAVAILABLE")),
            ({"kind": "status", "status": 500}, (500, "UNKNOWN_EXCEPTION")),
            ({"kind": "status", "status": 401}, (401, "INVALID_SESSION_ID")),
            ({"kind": "rate_limit"}, (403, "REQUEST_LIMIT_EXCEEDED")),
        ],
    )
    def test_injected_errors_do_nothing(self, org: SimulatedOrg, fault: Any, error: tuple[int, str]) -> None:
        self._fault(org, **fault)
        before = org.control("limits")["daily_used"]
        assert error_of(org.call("POST", "/sobjects/Lead", {"LastName": "Doe", "Company": "Acme"})) == error
        assert org.control("limits")["daily_used"] == before
        org.lead()

    def test_a_locked_row_of_a_single_write(self, org: SimulatedOrg) -> None:
        lead_id = org.lead()
        self._fault(org, kind="lock_row", times=2)
        assert error_of(org.call("PATCH", f"/sobjects/Lead/{lead_id}", {"Title": "x"})) == (400, "UNABLE_TO_LOCK_ROW")
        assert error_of(org.call("POST", "/sobjects/Lead", {"LastName": "a", "Company": "b"})) == (
            400,
            "UNABLE_TO_LOCK_ROW",
        )
        assert org.call("PATCH", f"/sobjects/Lead/{lead_id}", {"Title": "x"}).status == 204

    def test_a_locked_row_of_a_collection(self, org: SimulatedOrg) -> None:
        ids = [org.lead() for _ in range(3)]
        rows = [{"attributes": {"type": "Lead"}, "id": one, "Title": "CEO"} for one in ids]
        self._fault(org, kind="lock_row")
        outcomes = org.call("PATCH", "/composite/sobjects", {"records": rows}).json()
        assert [one["success"] for one in outcomes] == [False, True, True]
        assert outcomes[0]["errors"][0]["statusCode"] == "UNABLE_TO_LOCK_ROW"
        assert [org.read("Lead", one)["Title"] for one in ids] == [None, "CEO", "CEO"]

    def test_a_lost_answer_after_the_write(self, org: SimulatedOrg) -> None:
        self._fault(org, kind="drop_response", match={"method": "POST", "path": "/sobjects/Lead"})
        with pytest.raises(AssertionError):
            org.lead(LastName="Lost")
        assert len(org.records("SELECT Id FROM Lead WHERE LastName = 'Lost'")) == 1


def test_call_counts(org: SimulatedOrg) -> None:
    org.send("POST", "/__sim__/calls/reset")
    lead_id = org.lead()
    org.person("PATCH", f"/sobjects/Lead/{lead_id}", {"Title": "CEO"})
    org.call("GET", "/query?q=nonsense")
    org.call("GET", "/limits", token="nobody's")
    org.call("GET", "/nowhere")
    org.control("expire_sessions")
    org.call("GET", "/limits")
    org.log_in()
    calls = org.control("calls", method="GET")
    assert calls == {
        "total": 7,
        "by_client": {"app": 5, "user": 1, "other": 1},
        "by_route": {
            "POST /services/data/{version}/sobjects/{kind}": 1,
            "PATCH /services/data/{version}/sobjects/{kind}/{record_id}": 1,
            "GET /services/data/{version}/query": 1,
            "GET /services/data/{version}/limits": 2,
            "GET unknown": 1,
            "POST /services/oauth2/token": 1,
        },
    }


class TestSchema:
    def _op(self, org: SimulatedOrg, op: str, **body: Any) -> None:
        org.control("schema", {"op": op, "object": "Lead", **body})

    def _described(self, org: SimulatedOrg, name: str) -> dict[str, Any] | None:
        fields = org.call("GET", "/sobjects/Lead/describe").json()["fields"]
        return next((field for field in fields if field["name"] == name), None)

    def test_describe(self, org: SimulatedOrg) -> None:
        objects = {one["name"]: one for one in org.call("GET", "/sobjects").json()["sobjects"]}
        assert objects["Lead"]["urls"]["describe"] == "/services/data/v62.0/sobjects/Lead/describe"
        assert org.call("GET", "/sobjects/Lead").json()["objectDescribe"]["keyPrefix"] == "00Q"
        email = self._described(org, "Email")
        assert email is not None
        assert (email["type"], email["length"], email["idLookup"], email["nillable"]) == ("email", 80, True, True)
        status = self._described(org, "Status")
        assert status is not None
        assert status["picklistValues"][0] == {
            "active": True,
            "defaultValue": True,
            "label": "Open - Not Contacted",
            "validFor": None,
            "value": "Open - Not Contacted",
        }
        name = self._described(org, "Name")
        assert name is not None
        assert (name["createable"], name["updateable"], name["nameField"]) == (False, False, True)
        children = org.call("GET", "/sobjects/Account/describe").json()["childRelationships"]
        assert {
            "cascadeDelete": True,
            "childSObject": "Contact",
            "field": "AccountId",
            "relationshipName": "Contacts",
        } in (children)

    def test_describe_since(self, org: SimulatedOrg) -> None:
        first = org.call("GET", "/sobjects/Lead/describe")
        since = {"If_Modified_Since": first.headers["Last-Modified"]}
        unchanged = org.call("GET", "/sobjects/Lead/describe", **since)
        assert (unchanged.status, unchanged.body) == (304, b"")
        org.clock.now += 60
        self._op(org, "add_picklist_value", field="Status", value="New")
        assert org.call("GET", "/sobjects/Lead/describe", **since).status == 200
        assert org.call("GET", "/sobjects", **since).status == 200

    def test_add_field(self, org: SimulatedOrg) -> None:
        field = {"name": "Tier__c", "type": "picklist", "label": "Tier", "values": ["A", "B"], "restricted": True}
        self._op(org, "add_field", field=field)
        assert org.read("Lead", org.lead(Tier__c="A"))["Tier__c"] == "A"
        answer = org.call("POST", "/sobjects/Lead", {"LastName": "Doe", "Company": "Acme", "Tier__c": "C"})
        assert error_of(answer) == (400, "INVALID_OR_NULL_FOR_RESTRICTED_PICKLIST")
        assert answer.json()[0]["message"] == "Tier: bad value for restricted picklist field: C"
        self._op(org, "add_picklist_value", field="Tier__c", value="C")
        assert org.read("Lead", org.lead(Tier__c="C"))["Tier__c"] == "C"

    def test_a_new_flag_has_a_value_on_old_records(self, org: SimulatedOrg) -> None:
        lead_id = org.lead()
        self._op(org, "add_field", field={"name": "Vip__c", "type": "checkbox"})
        assert org.read("Lead", lead_id)["Vip__c"] is False

    def test_set_restricted(self, org: SimulatedOrg) -> None:
        self._op(org, "set_restricted", field="Rating")
        answer = org.call("POST", "/sobjects/Lead", {"LastName": "Doe", "Company": "Acme", "Rating": "Tepid"})
        assert error_of(answer) == (400, "INVALID_OR_NULL_FOR_RESTRICTED_PICKLIST")

    def test_formula_fields_follow_their_parts_and_move_no_stamp(self, org: SimulatedOrg) -> None:
        formula = 'LastName & " of " & Company & ", " & Owner.Name'
        self._op(org, "add_field", field={"name": "Line__c", "type": "string", "formula": formula})
        lead_id = org.lead()
        lead = org.read("Lead", lead_id)
        assert lead["Line__c"] == "Doe of Acme, Integration User"
        assert len(org.records("SELECT Id FROM Lead WHERE Line__c LIKE 'Doe of %'")) == 1
        answer = org.call("PATCH", f"/sobjects/Lead/{lead_id}", {"Line__c": "x"})
        assert error_of(answer) == (400, "INVALID_FIELD_FOR_INSERT_UPDATE")
        described = self._described(org, "Line__c")
        assert described is not None
        assert (described["calculated"], described["updateable"]) == (True, False)

    def test_required(self, org: SimulatedOrg) -> None:
        lead_id = org.lead()
        self._op(org, "set_required", field="Phone", required=True)
        answer = org.call("POST", "/sobjects/Lead", {"LastName": "Doe", "Company": "Acme"})
        assert answer.json()[0]["fields"] == ["Phone"]
        for fields in ({"Title": "CEO"}, {"Phone": None}):  # a record that lacks it cannot be saved at all
            answer = org.call("PATCH", f"/sobjects/Lead/{lead_id}", fields)
            assert error_of(answer) == (400, "REQUIRED_FIELD_MISSING")
        self._op(org, "set_required", field="Phone", required=False)
        org.lead()

    @pytest.mark.parametrize(
        ("operator", "value", "refused", "passes"),
        [
            ("equals", "spam", "SPAM", "ham"),
            ("not_equals", "ham", "spam", "HAM"),
            ("contains", "pa", "Spam", "ham"),
            ("not_contains", "pa", "ham", "spam"),
            ("starts_with", "s", "Spam", "ham"),
            ("matches", "^s.*m$", "spam", "ham"),
            ("is_blank", None, None, "ham"),
            ("is_not_blank", None, "ham", None),
            (">", "10", "11", "9"),
            ("<=", 10, "10", "11"),
            ("greater_than", 10, "10.5", "ten"),
            ("gte", 10, "10", "9"),
        ],
    )
    def test_validation_rules(
        self, org: SimulatedOrg, operator: str, value: Any, refused: str | None, passes: str | None
    ) -> None:
        rule = {"name": "rule", "message": "No.", "field": "Title", "operator": operator, "value": value}
        self._op(org, "add_validation_rule", **rule)
        bad = {"LastName": "Doe", "Company": "Acme", "Title": refused}
        answer = org.call("POST", "/sobjects/Lead", bad)
        assert error_of(answer) == (400, "FIELD_CUSTOM_VALIDATION_EXCEPTION")
        assert answer.json()[0] == {
            "message": "No.",
            "errorCode": "FIELD_CUSTOM_VALIDATION_EXCEPTION",
            "fields": ["Title"],
        }
        lead_id = org.lead(Title=passes)
        assert error_of(org.call("PATCH", f"/sobjects/Lead/{lead_id}", {"Title": refused}))[0] == 400
        org.control("schema", {"op": "remove_validation_rule", "name": "rule"})
        org.lead(Title=refused)

    def test_invisible_fields(self, org: SimulatedOrg) -> None:
        lead_id = org.lead(Phone="1")
        self._op(org, "set_permission", field="Phone", readable=False, editable=False)
        assert error_of(org.query("SELECT Phone FROM Lead")) == (400, "INVALID_FIELD")
        assert error_of(org.query("SELECT Id FROM Lead WHERE Phone = '1'")) == (400, "INVALID_FIELD")
        assert "Phone" not in org.read("Lead", lead_id)
        assert self._described(org, "Phone") is None
        write = org.call("PATCH", f"/sobjects/Lead/{lead_id}", {"Phone": "2"})
        assert error_of(write) == (400, "INVALID_FIELD_FOR_INSERT_UPDATE")
        assert org.person("GET", f"/sobjects/Lead/{lead_id}").json()["Phone"] == "1"
        self._op(org, "set_permission", field="Phone", readable=True, editable=True)
        assert org.read("Lead", lead_id)["Phone"] == "1"

    def test_fields_that_can_only_be_read(self, org: SimulatedOrg) -> None:
        lead_id = org.lead()
        self._op(org, "set_permission", field="Phone", editable=False)
        answer = org.call("PATCH", f"/sobjects/Lead/{lead_id}", {"Phone": "2", "Title": "CEO"})
        assert (error_of(answer), answer.json()[0]["fields"]) == ((400, "INVALID_FIELD_FOR_INSERT_UPDATE"), ["Phone"])
        assert org.read("Lead", lead_id)["Title"] is None
        described = self._described(org, "Phone")
        assert described is not None
        assert described["updateable"] is False
        assert org.person("PATCH", f"/sobjects/Lead/{lead_id}", {"Phone": "2"}).status == 204

    def test_record_types(self, org: SimulatedOrg) -> None:
        self._op(org, "add_record_type", name="Partner Lead")
        (row,) = org.records("SELECT Id, DeveloperName FROM RecordType WHERE SobjectType = 'Lead'")
        assert row["DeveloperName"] == "Partner_Lead"
        infos = org.call("GET", "/sobjects/Lead/describe").json()["recordTypeInfos"]
        assert [info["name"] for info in infos] == ["Master", "Partner Lead"]
        assert org.read("Lead", org.lead(RecordTypeId=row["Id"]))["RecordTypeId"] == row["Id"]

    def test_a_new_object(self, org: SimulatedOrg) -> None:
        fields = [{"name": "Lead__c", "type": "reference", "referenceTo": "Lead", "relationshipName": "Lead__r"}]
        org.control("schema", {"op": "add_object", "object": "Visit__c", "key_prefix": "a00", "fields": fields})
        lead_id = org.lead()
        org.create("Visit__c", Lead__c=lead_id)
        assert org.records("SELECT Lead__r.LastName FROM Visit__c")[0]["Lead__r"]["LastName"] == "Doe"

    @pytest.mark.parametrize(
        ("body", "message"),
        [
            ({"op": "nothing"}, "op: 'nothing' is none of"),
            ({"op": "add_field", "object": "Nothing"}, "object: 'Nothing' is none of this org"),
            ({"op": "add_field", "object": "Lead"}, "field: missing or unknown"),
            ({"op": "add_field", "object": "Lead", "field": {"name": "a"}}, "type: missing or unknown"),
            ({"op": "add_field", "object": "Lead", "field": {"name": "a", "type": "b"}}, "type: 'b' is none of"),
            (
                {"op": "add_field", "object": "Lead", "field": {"name": "a", "type": "string", "formula": "1 +"}},
                "formula: cannot read",
            ),
            ({"op": "set_required", "object": "Lead", "field": "Nope"}, "field: Lead has no 'Nope'"),
            ({"op": "add_validation_rule", "object": "Lead", "name": "x", "field": "Title"}, "operator: '' is none of"),
            ({"op": "remove_validation_rule", "name": "x"}, "name: there is no rule 'x'"),
        ],
    )
    def test_bad_changes_say_what_is_wrong(self, org: SimulatedOrg, body: Any, message: str) -> None:
        assert message in _refused(org, "schema", body)


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
        assert "losers: missing" in _refused(org, "merge", {"object": "Lead", "master": one})


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
    assert "must be an object" in _refused(org, "settings", [1])
    assert org.send("POST", "/__sim__/settings", b"{").status == 400
    assert org.send("POST", "/__sim__/nothing", b"{}").status == 404


def test_undelete_of_what_is_not_deleted(org: SimulatedOrg) -> None:
    lead_id = org.lead()
    assert "UNDELETE_FAILED" in _refused(org, "undelete", {"ids": [lead_id]})
    assert "no object has such ids" in _refused(org, "undelete", {"ids": ["zzz"]})
