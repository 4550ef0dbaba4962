"""Rights of whole objects, and Person Accounts."""

from __future__ import annotations

from typing import Any
from urllib.parse import quote_plus

import pytest

from tests.unit.salesforce_simulator.simulated_org import SimulatedOrg


def control(org: SimulatedOrg, **change: Any) -> None:
    org.control("schema", change)


def traits(org: SimulatedOrg, object_type: str) -> tuple[bool, bool]:
    described = org.call("GET", f"/sobjects/{object_type}/describe").json()
    return described["createable"], described["updateable"]


def test_rights_of_an_object_are_the_integration_users(org: SimulatedOrg) -> None:
    lead = org.lead()
    control(org, op="set_permission", object="Lead", creatable=False, editable=False)
    assert traits(org, "Lead") == (False, False)
    created = org.call("POST", "/sobjects/Lead", {"LastName": "Doe", "Company": "Acme"})
    edited = org.call("PATCH", f"/sobjects/Lead/{lead}", {"Title": "Boss"})
    assert {created.json()[0]["errorCode"], edited.json()[0]["errorCode"]} == {"INSUFFICIENT_ACCESS_OR_READONLY"}
    assert org.person("PATCH", f"/sobjects/Lead/{lead}", {"Title": "Boss"}).status == 204
    control(org, op="set_permission", object="Lead", creatable=True, editable=True)
    assert traits(org, "Lead") == (True, True)


def test_whoever_may_not_edit_may_not_delete(org: SimulatedOrg) -> None:
    lead = org.lead()
    assert org.call("GET", "/sobjects/Lead/describe").json()["deletable"]
    control(org, op="set_permission", object="Lead", editable=False)
    assert not org.call("GET", "/sobjects/Lead/describe").json()["deletable"]
    refused = org.call("DELETE", f"/sobjects/Lead/{lead}")
    assert refused.json()[0]["errorCode"] == "INSUFFICIENT_ACCESS_OR_READONLY"
    assert org.person("DELETE", f"/sobjects/Lead/{lead}").status == 204


def rules(org: SimulatedOrg, where: str = "") -> Any:
    soql = f"SELECT Id, LastModifiedDate FROM ValidationRule {where}"
    return org.call("GET", f"/tooling/query/?q={quote_plus(soql)}").json()["records"]


def test_the_tooling_api_lists_validation_rules(org: SimulatedOrg) -> None:
    rule = {"op": "add_validation_rule", "name": "NoBoss", "field": "Title", "operator": "equals", "value": "Boss"}
    assert rules(org) == []
    control(org, object="Lead", **rule)
    (told,) = rules(org, "WHERE EntityDefinition.QualifiedApiName IN ('Lead','Contact')")
    assert rules(org, "WHERE EntityDefinition.QualifiedApiName IN ('Contact')") == []
    org.clock.now += 60
    control(org, object="Lead", **{**rule, "value": "CEO"})
    (edited,) = rules(org)
    assert told["Id"] == edited["Id"]
    assert told["LastModifiedDate"] < edited["LastModifiedDate"]
    control(org, op="remove_validation_rule", name="NoBoss")
    assert rules(org) == []


def test_the_audit_trail_tells_of_each_change(org: SimulatedOrg) -> None:
    soql = "SELECT Section, CreatedDate FROM SetupAuditTrail ORDER BY CreatedDate"
    assert org.query(soql).json()["records"] == []
    control(org, op="set_permission", object="Lead", field="Fax", readable=False)
    org.clock.now += 60
    control(org, op="add_stage", name="Thinking")
    users, other = org.query(soql).json()["records"]
    assert users["Section"] == "Manage Users" != other["Section"]
    since = soql.replace(" ORDER", f" WHERE CreatedDate > {users['CreatedDate'].replace('+0000', 'Z')} ORDER")
    assert [one["Section"] for one in org.query(since).json()["records"]] == [other["Section"]]
    by_section = org.query("SELECT Id FROM SetupAuditTrail WHERE Section = 'Flows'")
    assert (by_section.status, by_section.json()[0]["errorCode"]) == (400, "INVALID_FIELD")


@pytest.mark.parametrize(
    ("kind", "code"), [("flow", "CANNOT_EXECUTE_FLOW_TRIGGER"), ("apex", "CANNOT_INSERT_UPDATE_ACTIVATE_ENTITY")]
)
def test_a_flow_or_a_trigger_may_fail(org: SimulatedOrg, kind: str, code: str) -> None:
    lead = org.lead()
    failing = {"object": "Lead", "name": "Guard", "field": "Title", "operator": "equals", "value": "Boss"}
    control(org, op="add_automation", kind=kind, **failing)
    refused = org.call("PATCH", f"/sobjects/Lead/{lead}", {"Title": "Boss"}).json()
    assert [(one["errorCode"], one["fields"]) for one in refused] == [(code, [])]
    assert org.call("PATCH", f"/sobjects/Lead/{lead}", {"Title": "Clerk"}).status == 204
    control(org, op="remove_automation", **failing)
    assert org.call("PATCH", f"/sobjects/Lead/{lead}", {"Title": "Boss"}).status == 204


def test_the_tooling_api_knows_nothing_else_here(org: SimulatedOrg) -> None:
    assert org.call("GET", "/tooling/query/?q=SELECT+Id+FROM+ApexClass").json()[0]["errorCode"] == "INVALID_TYPE"
    assert org.call("GET", "/tooling/query/?q=Id").json()[0]["errorCode"] == "MALFORMED_QUERY"


def test_person_accounts_mark_contacts_and_accounts(org: SimulatedOrg) -> None:
    described = org.call("GET", "/sobjects/Contact/describe").json()["fields"]
    assert "IsPersonAccount" not in {field["name"] for field in described}
    assert org.query("SELECT IsPersonAccount FROM Contact").status == 400
    business = org.call("POST", "/sobjects/Contact", {"LastName": "Doe"}).json()["id"]
    control(org, op="enable_person_accounts")
    for object_type in ("Contact", "Account"):
        fields = org.call("GET", f"/sobjects/{object_type}/describe").json()["fields"]
        (mark,) = [field for field in fields if field["name"] == "IsPersonAccount"]
        assert (mark["type"], mark["createable"], mark["updateable"]) == ("boolean", False, False)
    assert org.read("Contact", business)["IsPersonAccount"] is False
