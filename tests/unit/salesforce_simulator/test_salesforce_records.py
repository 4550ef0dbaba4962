from __future__ import annotations

from typing import Any

import pytest

from sandbox.salesforce.seed.users import INTEGRATION_USER, PERSON
from sandbox.salesforce.settings import SalesforceSettings
from tests.unit.salesforce_simulator.simulated_org import SETTINGS, SimulatedOrg, error_of


def test_a_new_record_has_defaults_and_stamps(org: SimulatedOrg) -> None:
    lead = org.read("Lead", org.lead(FirstName="Jane", Email="jane@example.com"))
    assert lead["attributes"] == {"type": "Lead", "url": f"/services/data/v62.0/sobjects/Lead/{lead['Id']}"}
    assert lead["Name"] == "Jane Doe"
    assert lead["Status"] == "Open - Not Contacted"
    assert lead["IsDeleted"] is False
    assert lead["OwnerId"] == lead["CreatedById"] == lead["LastModifiedById"] == INTEGRATION_USER
    assert lead["CreatedDate"] == lead["LastModifiedDate"] == lead["SystemModstamp"] == "2026-11-22T12:00:00.000+0000"


def test_an_update_moves_the_stamps_and_nothing_else(org: SimulatedOrg) -> None:
    lead_id = org.lead(FirstName="Jane", Title="CEO")
    org.clock.now += 61.9
    assert org.person("PATCH", f"/sobjects/Lead/{lead_id}", {"Title": "CTO"}).status == 204
    lead = org.read("Lead", lead_id)
    assert (lead["Title"], lead["FirstName"]) == ("CTO", "Jane")
    assert lead["CreatedDate"] == "2026-11-22T12:00:00.000+0000"
    assert lead["LastModifiedDate"] == lead["SystemModstamp"] == "2026-11-22T12:01:01.000+0000"
    assert lead["LastModifiedById"] == PERSON


def test_milliseconds_are_kept_where_the_switch_says_so() -> None:
    org = SimulatedOrg(SalesforceSettings(whole_second_times=False))
    org.clock.now += 0.25
    assert org.read("Lead", org.lead())["SystemModstamp"] == "2026-11-22T12:00:00.250+0000"


@pytest.mark.parametrize("blank", [None, "", "   "])
def test_blank_is_null(org: SimulatedOrg, blank: str | None) -> None:
    lead_id = org.lead(FirstName="Jane", Title="CEO")
    org.call("PATCH", f"/sobjects/Lead/{lead_id}", {"Title": blank, "FirstName": blank})
    lead = org.read("Lead", lead_id)
    assert (lead["Title"], lead["FirstName"], lead["Name"]) == (None, None, "Doe")


def test_texts_are_trimmed(org: SimulatedOrg) -> None:
    assert org.read("Lead", org.lead(LastName="  Doe \n"))["LastName"] == "Doe"


@pytest.mark.parametrize(
    ("fields", "code", "named"),
    [
        ({"LastName": None}, "REQUIRED_FIELD_MISSING", ["LastName"]),
        ({"LastName": "", "Company": " "}, "REQUIRED_FIELD_MISSING", ["LastName", "Company"]),
        ({"Status": None}, "REQUIRED_FIELD_MISSING", ["Status"]),
        ({"FirstName": "x" * 41}, "STRING_TOO_LONG", ["FirstName"]),
        ({"Email": "nobody"}, "INVALID_EMAIL_ADDRESS", ["Email"]),
        ({"Email": "a b@example.com"}, "INVALID_EMAIL_ADDRESS", ["Email"]),
        ({"Email": "a@expressl&t.net"}, "INVALID_EMAIL_ADDRESS", ["Email"]),
        ({"AnnualRevenue": 1e19}, "NUMBER_OUTSIDE_VALID_RANGE", ["AnnualRevenue"]),
        ({"NumberOfEmployees": 10**8}, "NUMBER_OUTSIDE_VALID_RANGE", ["NumberOfEmployees"]),
        ({"OwnerId": "nobody"}, "MALFORMED_ID", ["OwnerId"]),
        ({"OwnerId": "003gK0000000001QAA"}, "MALFORMED_ID", ["OwnerId"]),
        ({"OwnerId": "005gK0000000009QAA"}, "INVALID_CROSS_REFERENCE_KEY", []),
        ({"OwnerId": "005gK0000000005QAA"}, "INACTIVE_OWNER_OR_USER", ["OwnerId"]),
        ({"SystemModstamp": "2026-01-01T00:00:00Z"}, "INVALID_FIELD_FOR_INSERT_UPDATE", ["SystemModstamp"]),
        ({"Name": "Jane Doe"}, "INVALID_FIELD_FOR_INSERT_UPDATE", ["Name"]),
        ({"Address": {"city": "x"}}, "INVALID_FIELD_FOR_INSERT_UPDATE", ["Address"]),
        ({"Id": "00QgK0000000001UAA"}, "INVALID_FIELD_FOR_INSERT_UPDATE", ["Id"]),
        ({"Nope__c": "x"}, "INVALID_FIELD", None),
        ({"FirstName": 5}, "JSON_PARSER_ERROR", None),
        ({"HasOptedOutOfEmail": None}, "JSON_PARSER_ERROR", None),
        ({"HasOptedOutOfEmail": "perhaps"}, "JSON_PARSER_ERROR", None),
        ({"NumberOfEmployees": "many"}, "JSON_PARSER_ERROR", None),
        ({"EmailBouncedDate": "yesterday"}, "JSON_PARSER_ERROR", None),
    ],
)
def test_refused_creations(org: SimulatedOrg, fields: dict[str, Any], code: str, named: list[str] | None) -> None:
    before = org.query("SELECT COUNT() FROM Lead").json()["totalSize"]
    answer = org.call("POST", "/sobjects/Lead", {"LastName": "Doe", "Company": "Acme", **fields})
    assert error_of(answer) == (400, code)
    assert answer.json()[0].get("fields") == named
    assert org.query("SELECT COUNT() FROM Lead").json()["totalSize"] == before


def test_several_bad_fields_are_all_named(org: SimulatedOrg) -> None:
    answer = org.call("POST", "/sobjects/Lead", {"LastName": "x" * 81, "Company": "Acme", "Email": "nobody"})
    assert [error["errorCode"] for error in answer.json()] == ["STRING_TOO_LONG", "INVALID_EMAIL_ADDRESS"]


@pytest.mark.parametrize(
    ("field", "given", "kept"),
    [
        ("NumberOfEmployees", "12", 12),
        ("NumberOfEmployees", 12.5, 13),
        ("AnnualRevenue", 1_000_000.4, 1_000_000.0),
        ("HasOptedOutOfEmail", "true", True),
        ("EmailBouncedDate", "2026-05-01T10:00:00+02:00", "2026-05-01T08:00:00.000+0000"),
        ("OwnerId", "005gK0000000003", "005gK0000000003QAA"),
        ("LeadSource", "Not in the list", "Not in the list"),
    ],
)
def test_values_are_kept_in_the_fields_form(org: SimulatedOrg, field: str, given: Any, kept: Any) -> None:
    assert org.read("Lead", org.lead(**{field: given}))[field] == kept


def test_field_and_object_names_have_no_case(org: SimulatedOrg) -> None:
    lead_id = org.create("lead", lastname="Doe", COMPANY="Acme")
    assert org.read("LEAD", lead_id)["LastName"] == "Doe"


def test_reading_chosen_fields(org: SimulatedOrg) -> None:
    answer = org.call("GET", f"/sobjects/Lead/{org.lead()}?fields=Id,LastName").json()
    assert list(answer) == ["attributes", "Id", "LastName"]


@pytest.mark.parametrize(
    ("method", "path", "error"),
    [
        ("GET", "/sobjects/Lead/00QgK00000000zzQAA", (404, "NOT_FOUND")),
        ("GET", "/sobjects/Lead/nonsense", (404, "NOT_FOUND")),
        ("GET", "/sobjects/Nothing/00QgK0000000001UAA", (404, "NOT_FOUND")),
        ("GET", "/sobjects/Lead/00QgK0000000001UAA?fields=Nope", (400, "INVALID_FIELD")),
        ("PATCH", "/sobjects/Lead/00QgK00000000zzQAA", (404, "NOT_FOUND")),
        ("GET", "/nothing", (404, "NOT_FOUND")),
        ("PUT", "/sobjects/Lead/00QgK0000000001UAA", (405, "METHOD_NOT_ALLOWED")),
        ("DELETE", "/sobjects/User/005gK0000000004QAA", (400, "INSUFFICIENT_ACCESS_OR_READONLY")),
    ],
)
def test_what_is_not_there(org: SimulatedOrg, method: str, path: str, error: tuple[int, str]) -> None:
    body = {"Title": "x"} if method == "PATCH" else None
    assert error_of(org.call(method, path, body)) == error


def test_bodies_that_are_no_json_object(org: SimulatedOrg) -> None:
    headers = {"Authorization": f"Bearer {org.token}"}
    for body in (b"{", b"[]", b""):
        answer = org.send("POST", "/services/data/v62.0/sobjects/Lead", body, headers)
        assert error_of(answer) == (400, "JSON_PARSER_ERROR")


@pytest.mark.parametrize(
    ("version", "error"),
    [
        ("v30.0", (410, "UNSUPPORTED_API_VERSION")),
        ("v69.0", (404, "NOT_FOUND")),
        ("latest", (404, "NOT_FOUND")),
    ],
)
def test_versions_that_are_not_served(org: SimulatedOrg, version: str, error: tuple[int, str]) -> None:
    answer = org.send("GET", f"/services/data/{version}/limits", headers={"Authorization": f"Bearer {org.token}"})
    assert error_of(answer) == error


def test_versions_and_resources(org: SimulatedOrg) -> None:
    versions = org.send("GET", "/services/data").json()
    assert [versions[0]["version"], versions[-1]["version"]] == ["31.0", "68.0"]
    assert org.call("GET", "").json()["query"] == "/services/data/v62.0/query"


def test_deleted_records_are_in_the_recycle_bin(org: SimulatedOrg) -> None:
    lead_id = org.lead()
    assert org.call("DELETE", f"/sobjects/Lead/{lead_id}").status == 204
    for method, body in (("GET", None), ("PATCH", {"Title": "x"}), ("DELETE", None)):
        assert error_of(org.call(method, f"/sobjects/Lead/{lead_id}", body)) == (404, "ENTITY_IS_DELETED")
    assert org.control("undelete", {"ids": [lead_id]}) == {"ids": [lead_id]}
    assert org.read("Lead", lead_id)["IsDeleted"] is False


def test_an_account_takes_its_contacts_with_it(org: SimulatedOrg) -> None:
    account_id = org.create("Account", Name="Acme")
    contact_id = org.create("Contact", LastName="Doe", AccountId=account_id)
    org.call("DELETE", f"/sobjects/Account/{account_id}")
    assert error_of(org.call("GET", f"/sobjects/Contact/{contact_id}")) == (404, "ENTITY_IS_DELETED")


def test_the_duplicate_rule() -> None:
    org = SimulatedOrg(SalesforceSettings(duplicate_rule="alert"))
    first = org.lead(Email="jane@example.com")
    again = {"LastName": "Doe", "Company": "Acme", "Email": "JANE@example.com"}
    answer = org.call("POST", "/sobjects/Lead", again)
    assert error_of(answer) == (400, "DUPLICATES_DETECTED")
    matches = answer.json()[0]["duplicateResult"]["matchResults"][0]["matchRecords"]
    assert [match["record"]["Id"] for match in matches] == [first]
    allowed = org.call("POST", "/sobjects/Lead", again, Sforce_Duplicate_Rule_Header="allowSave=true")
    assert allowed.status == 201
    org.control("settings", {"duplicate_rule": "block"})
    blocked = org.call("POST", "/sobjects/Lead", again, Sforce_Duplicate_Rule_Header="allowSave=true")
    assert error_of(blocked) == (400, "DUPLICATES_DETECTED")
    assert org.call("PATCH", f"/sobjects/Lead/{first}", {"Title": "CEO"}).status == 204


def test_lead_assignment_runs_unless_switched_off() -> None:
    dana = "005gK0000000003QAA"
    org = SimulatedOrg(SalesforceSettings(lead_assignment_owner=dana))
    assert org.read("Lead", org.lead())["OwnerId"] == dana
    answer = org.call("POST", "/sobjects/Lead", {"LastName": "Doe", "Company": "Acme"}, Sforce_Auto_Assign="FALSE")
    assert org.read("Lead", answer.json()["id"])["OwnerId"] == INTEGRATION_USER


def test_a_flow_writes_along_with_the_integration_user() -> None:
    org = SimulatedOrg(SalesforceSettings(flow_object="Lead", flow_field="Description", flow_value="by flow"))
    lead_id = org.lead(Description="by the app")
    assert org.read("Lead", lead_id)["Description"] == "by flow"
    org.person("PATCH", f"/sobjects/Lead/{lead_id}", {"Description": "by hand"})
    assert org.read("Lead", lead_id)["Description"] == "by hand"


def test_the_seed_data(org: SimulatedOrg) -> None:
    counts = {
        kind: org.query(f"SELECT COUNT() FROM {kind}").json()["totalSize"] for kind in ("Account", "Contact", "Lead")
    }
    assert counts == {"Account": 13, "Contact": 20, "Lead": 22}
    people = org.records("SELECT Name, Account.Name FROM Contact WHERE Email = 'ROSE@edge.com'")
    assert [(one["Name"], one["Account"]["Name"]) for one in people] == [("Rose Gonzalez", "Edge Communications")]
    users = org.records("SELECT Email FROM User WHERE IsActive = true ORDER BY Email")
    assert [user["Email"] for user in users] == [
        "dana.ortiz@example.com",
        SETTINGS.integration_username,
        "kenji.mori@example.com",
        SETTINGS.person_username,
    ]
    organization = org.records("SELECT Id, IsSandbox FROM Organization")
    assert organization[0]["Id"] == SETTINGS.org_id


def test_two_orgs_with_one_seed_are_alike() -> None:
    first, second = SimulatedOrg(), SimulatedOrg()
    assert first.token == second.token
    assert first.lead() == second.lead()


def test_a_reset_brings_the_seed_back_and_gives_no_id_twice(org: SimulatedOrg) -> None:
    lead_id = org.lead()
    org.control("schema", {"op": "set_required", "object": "Lead", "field": "Phone", "required": True})
    org.control("settings", {"daily_max": 5})
    org.control("reset")
    assert error_of(org.call("GET", f"/sobjects/Lead/{lead_id}")) == (404, "NOT_FOUND")
    assert org.lead() > lead_id
    assert org.records("SELECT Id FROM Lead WHERE Name = 'Bertha Boxer'")[0]["Id"] == "00QgK0000000001UAA"


def test_addresses_that_are_too_long(org: SimulatedOrg) -> None:
    answer = org.query(f"SELECT Id FROM Lead WHERE Name IN ({','.join(['%'.join('é' * 40)] * 100)})")
    assert (answer.status, answer.headers["Content-Type"]) == (414, "text/html")
    assert org.call("GET", f"/sobjects/Lead/{'x' * 16_400}").status == 414
