from __future__ import annotations

from typing import Any

import pytest

from sandbox.salesforce.settings import SalesforceSettings
from tests.unit.salesforce_simulator.simulated_org import SimulatedOrg, error_of

ROWS = "/composite/sobjects"


def _lead(**fields: Any) -> dict[str, Any]:
    return {"attributes": {"type": "Lead"}, "LastName": "Doe", "Company": "Acme", **fields}


def _codes(outcomes: list[dict[str, Any]]) -> list[str]:
    return ["ok" if one["success"] else one["errors"][0]["statusCode"] for one in outcomes]


def test_each_row_has_its_outcome_in_order(org: SimulatedOrg) -> None:
    rows = [
        _lead(),
        _lead(LastName=None),
        _lead(Email="nobody"),
        {"attributes": {"type": "Contact"}, "LastName": "Roe"},
    ]
    answer = org.call("POST", ROWS, {"records": rows})
    assert answer.status == 200
    assert _codes(answer.json()) == ["ok", "REQUIRED_FIELD_MISSING", "INVALID_EMAIL_ADDRESS", "ok"]
    refused = answer.json()[1]
    assert refused["errors"] == [
        {
            "statusCode": "REQUIRED_FIELD_MISSING",
            "message": "Required fields are missing: [LastName]",
            "fields": ["LastName"],
        }
    ]
    assert org.read("Contact", answer.json()[3]["id"])["LastName"] == "Roe"


def test_all_or_none(org: SimulatedOrg) -> None:
    before = org.query("SELECT COUNT() FROM Lead").json()["totalSize"]
    answer = org.call("POST", ROWS, {"allOrNone": True, "records": [_lead(), _lead(LastName=None)]})
    assert answer.status == 200
    assert _codes(answer.json()) == ["ALL_OR_NONE_OPERATION_ROLLED_BACK", "REQUIRED_FIELD_MISSING"]
    assert org.query("SELECT COUNT() FROM Lead").json()["totalSize"] == before


def test_updates(org: SimulatedOrg) -> None:
    kept, gone = org.lead(), org.lead()
    org.call("DELETE", f"/sobjects/Lead/{gone}")
    ids = [kept, gone, "00QgK00000000zzQAA", "nonsense", ""]
    rows = [{"attributes": {"type": "Lead"}, "id": one, "Title": "CEO"} for one in ids]
    answer = org.call("PATCH", ROWS, {"records": rows})
    assert _codes(answer.json()) == [
        "ok",
        "ENTITY_IS_DELETED",
        "INVALID_CROSS_REFERENCE_KEY",
        "MALFORMED_ID",
        "MALFORMED_ID",
    ]
    assert answer.json()[0] == {"id": kept, "success": True, "errors": []}
    assert org.read("Lead", kept)["Title"] == "CEO"


@pytest.mark.parametrize(("switch", "codes"), [("refuse", ["ok", "DUPLICATE_VALUE"]), ("apply", ["ok", "ok"])])
def test_one_record_twice(switch: Any, codes: list[str]) -> None:
    org = SimulatedOrg(SalesforceSettings(same_id_twice_in_collection=switch))
    row = {"attributes": {"type": "Lead"}, "id": org.lead()}
    answer = org.call("PATCH", ROWS, {"records": [{**row, "Title": "a"}, {**row, "Title": "b"}]})
    assert _codes(answer.json()) == codes


def test_a_value_of_the_wrong_type_refuses_all_or_one_row(org: SimulatedOrg) -> None:
    body = {"records": [_lead(), _lead(FirstName=5)]}
    assert error_of(org.call("POST", ROWS, body)) == (400, "JSON_PARSER_ERROR")
    org.control("settings", {"unreadable_value_fails_collection": False})
    assert _codes(org.call("POST", ROWS, body).json()) == ["ok", "JSON_PARSER_ERROR"]


def test_upsert_by_external_id(org: SimulatedOrg) -> None:
    field = {"name": "Ext__c", "type": "string", "externalId": True}
    org.control("schema", {"op": "add_field", "object": "Lead", "field": field})
    rows = [_lead(Ext__c="A"), _lead(Ext__c="B"), _lead(), {"attributes": {"type": "Contact"}, "Ext__c": "C"}]
    first = org.call("PATCH", f"{ROWS}/Lead/Ext__c", {"records": rows}).json()
    assert _codes(first) == ["ok", "ok", "MISSING_ARGUMENT", "INVALID_TYPE"]
    again = org.call("PATCH", f"{ROWS}/Lead/Ext__c", {"records": [_lead(Ext__c="B", Title="CEO")]}).json()
    assert again == [{"id": first[1]["id"], "success": True, "errors": [], "created": False}]
    assert error_of(org.call("PATCH", f"{ROWS}/Lead/Title", {"records": rows})) == (400, "INVALID_FIELD")


def test_deletes(org: SimulatedOrg) -> None:
    lead_id, contact_id = org.lead(), org.create("Contact", LastName="Roe")
    answer = org.call("DELETE", f"{ROWS}?ids={lead_id},{contact_id},{lead_id},zzzgK0000000001&allOrNone=false")
    assert _codes(answer.json()) == ["ok", "ok", "ENTITY_IS_DELETED", "INVALID_CROSS_REFERENCE_KEY"]


def test_retrieve_keeps_the_order_and_has_null_for_what_is_not_there(org: SimulatedOrg) -> None:
    first, gone, last = org.lead(LastName="A"), org.lead(), org.lead(LastName="B")
    org.call("DELETE", f"/sobjects/Lead/{gone}")
    ids = [last, gone, "00QgK00000000zzQAA", first[:15]]
    posted = org.call("POST", f"{ROWS}/Lead", {"ids": ids, "fields": ["Id", "LastName", "Owner.Name"]}).json()
    assert [one and one["LastName"] for one in posted] == ["B", None, None, "A"]
    assert posted[0]["Owner"]["Name"] == "Integration User"
    got = org.call("GET", f"{ROWS}/Lead?ids={','.join(ids)}&fields=Id,LastName").json()
    assert [one and one["Id"] for one in got] == [last, None, None, first]


@pytest.mark.parametrize(
    ("method", "path", "body", "error"),
    [
        ("POST", ROWS, {"records": [_lead()] * 201}, (400, "EXCEEDED_ID_LIMIT")),
        ("POST", ROWS, {"records": [_lead(), {"attributes": {"type": "Contact"}}] * 6}, (400, "LIMIT_EXCEEDED")),
        ("POST", ROWS, {"records": [{"LastName": "Doe"}]}, (400, "INVALID_TYPE")),
        ("POST", ROWS, {"records": "none"}, (400, "JSON_PARSER_ERROR")),
        ("POST", ROWS, {}, (400, "JSON_PARSER_ERROR")),
        ("POST", f"{ROWS}/Lead", {"ids": ["00QgK0000000001UAA"] * 2001, "fields": ["Id"]}, (400, "EXCEEDED_ID_LIMIT")),
        ("POST", f"{ROWS}/Lead", {"ids": ["00QgK0000000001UAA"], "fields": ["Nope"]}, (400, "INVALID_FIELD")),
        ("POST", f"{ROWS}/Lead", {"ids": ["nonsense"], "fields": ["Id"]}, (400, "MALFORMED_ID")),
        ("POST", f"{ROWS}/Lead", {"ids": []}, (400, "MISSING_ARGUMENT")),
        ("POST", f"{ROWS}/Nothing", {"ids": ["a"], "fields": ["Id"]}, (404, "NOT_FOUND")),
    ],
)
def test_calls_that_are_refused_whole(
    org: SimulatedOrg, method: str, path: str, body: Any, error: tuple[int, str]
) -> None:
    assert error_of(org.call(method, path, body)) == error


def test_two_hundred_rows_are_one_call(org: SimulatedOrg) -> None:
    used = org.control("limits")["daily_used"]
    assert _codes(org.call("POST", ROWS, {"records": [_lead()] * 200}).json()) == ["ok"] * 200
    assert org.control("limits")["daily_used"] == used + 1


def test_an_unknown_object_is_the_rows_error(org: SimulatedOrg) -> None:
    answer = org.call("POST", ROWS, {"records": [{"attributes": {"type": "Nothing"}}, _lead()]})
    assert _codes(answer.json()) == ["INVALID_TYPE", "ok"]
