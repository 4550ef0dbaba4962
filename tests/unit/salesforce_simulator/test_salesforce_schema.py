"""Changes of the schema, and how they are described."""

from __future__ import annotations

import json
from typing import Any

import pytest

from tests.unit.salesforce_simulator.simulated_org import SimulatedOrg, error_of


def _refused(org: SimulatedOrg, path: str, body: Any) -> str:
    answer = org.send("POST", f"/__sim__/{path}", json.dumps(body).encode())
    assert answer.status == 400
    return str(answer.json()["error"])


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
        (found,) = org.records("SELECT Id, Name, Lead__r.LastName FROM Visit__c")
        assert (found["Name"], found["Lead__r"]["LastName"]) == (found["Id"], "Doe")
        lost = {"name": "X__c", "type": "lookup", "referenceTo": "Nothing__c"}
        answer = org.send(
            "POST", "/__sim__/schema", json.dumps({"op": "add_field", "object": "Lead", "field": lost}).encode()
        )
        assert "referenceTo: 'Nothing__c' is none of this org" in answer.json()["error"]

    def test_names_of_a_new_object_may_be_numbers(self, org: SimulatedOrg) -> None:
        name = {"name": "Name", "type": "string", "displayFormat": "V-{0000}"}
        org.control("schema", {"op": "add_object", "object": "Visit__c", "fields": [name]})
        names = [org.read("Visit__c", org.create("Visit__c"))["Name"] for _ in range(2)]
        assert names == ["V-0001", "V-0002"]
        assert error_of(org.call("POST", "/sobjects/Visit__c", {"Name": "x"})) == (
            400,
            "INVALID_FIELD_FOR_INSERT_UPDATE",
        )
        (described,) = [
            one for one in org.call("GET", "/sobjects/Visit__c/describe").json()["fields"] if one["name"] == "Name"
        ]
        assert (described["autoNumber"], described["createable"]) == (True, False)

    def test_objects_have_prefixes_of_their_own(self, org: SimulatedOrg) -> None:
        for name in ("One__c", "Two__c"):
            org.control("schema", {"op": "add_object", "object": name})
        assert org.create("One__c")[:3] != org.create("Two__c")[:3]

    @pytest.mark.parametrize(
        ("body", "message"),
        [
            ({"op": "nothing"}, "op: 'nothing' is none of"),
            ({"op": "add_field", "object": "Nothing"}, "object: 'Nothing' is none of this org"),
            ({"op": "add_field", "object": "Lead"}, "type: missing or unknown"),
            ({"op": "relabel_stage", "object": "Lead", "value": "New", "label": "Old"}, "Lead: missing or unknown"),
            (
                {"op": "relabel_stage", "object": "Case", "value": "Gone", "label": "Old"},
                "value: CaseStatus has no 'Gone'",
            ),
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
