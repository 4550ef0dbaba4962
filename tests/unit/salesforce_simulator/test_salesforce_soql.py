"""SOQL by table: a query, and the last names that it finds among a few leads."""

from __future__ import annotations

from typing import Any

import pytest

from sandbox.salesforce.settings import SalesforceSettings
from tests.unit.salesforce_simulator.simulated_org import NOON, SimulatedOrg, error_of

LEADS: list[dict[str, Any]] = [
    {"LastName": "Adams", "Company": "Acme", "Email": "adams@example.com", "NumberOfEmployees": 10, "Title": "CEO"},
    {"LastName": "brown", "Company": "Beta", "Email": "Brown@Example.com", "NumberOfEmployees": 20},
    {"LastName": "O'Brien", "Company": "100% Pure_Co", "Title": 'back\\slash "quoted"', "HasOptedOutOfEmail": True},
    {"LastName": "Łukasz", "Company": "acme", "AnnualRevenue": 1.5e6, "Description": "long text", "City": "Łódź"},
    {"LastName": "Zoe", "Company": "Zed\nNew line", "LeadSource": "Web", "Colors__c": "red;green"},
]


@pytest.fixture(scope="module")
def org() -> SimulatedOrg:
    """Read only. One lead a day, the last one today."""
    org = SimulatedOrg(SalesforceSettings(session_lifetime_s=1e9))
    colors = {"name": "Colors__c", "type": "multipicklist", "values": ["red", "green", "blue"]}
    bounced = {"name": "Renewal__c", "type": "date"}
    for field in (colors, bounced):
        org.control("schema", {"op": "add_field", "object": "Lead", "field": field})
    org.call("DELETE", f"/composite/sobjects?ids={','.join(one['Id'] for one in org.records('SELECT Id FROM Lead'))}")
    for days, lead in enumerate(reversed(LEADS)):
        org.clock.now = NOON - 86_400 * days
        org.create("Lead", **lead, Renewal__c=f"2026-11-{22 - days:02d}")
    org.clock.now = NOON
    return org


def found(org: SimulatedOrg, where: str) -> list[str]:
    return [one["LastName"] for one in org.records(f"SELECT LastName FROM Lead WHERE {where} ORDER BY LastName")]


ALL = ["Adams", "brown", "O'Brien", "Zoe", "Łukasz"]


@pytest.mark.parametrize(
    ("where", "names"),
    [
        # text: without case, null is not a value but differs from every one
        ("LastName = 'ADAMS'", ["Adams"]),
        ("LastName = 'łukasz'", ["Łukasz"]),
        ("Email = 'brown@example.com'", ["brown"]),
        ("Company = 'Acme'", ["Adams", "Łukasz"]),
        ("Title != 'ceo'", ["brown", "O'Brien", "Zoe", "Łukasz"]),
        ("Title <> 'CEO'", ["brown", "O'Brien", "Zoe", "Łukasz"]),
        ("Title = null", ["brown", "Zoe", "Łukasz"]),
        ("Title = ''", ["brown", "Zoe", "Łukasz"]),
        ("Title != NULL", ["Adams", "O'Brien"]),
        ("LastName > 'C' AND LastName <= 'zoe'", ["O'Brien", "Zoe"]),
        ("Title > 'a'", ["Adams", "O'Brien"]),
        # escapes
        ("LastName = 'O\\'Brien'", ["O'Brien"]),
        ("Title = 'back\\\\slash \\\"quoted\\\"'", ["O'Brien"]),
        ("Company = 'Zed\\nNew line'", ["Zoe"]),
        ("LastName = '\\u0141ukasz'", ["Łukasz"]),
        ("Company = '100% Pure_Co'", ["O'Brien"]),
        ("Company = '100\\% Pure\\_Co'", ["O'Brien"]),
        # LIKE
        ("LastName LIKE 'a%'", ["Adams"]),
        ("LastName LIKE '_rown'", ["brown"]),
        ("LastName LIKE '%'", ALL),
        ("Title LIKE '%'", ["Adams", "O'Brien"]),
        ("Company LIKE '100\\%%'", ["O'Brien"]),
        ("Company LIKE '%\\_%'", ["O'Brien"]),
        ("Company LIKE '%e\\_Co'", ["O'Brien"]),
        ("Company LIKE 'a.me'", []),
        ("Title LIKE '%\\\\%'", ["O'Brien"]),
        ("NOT LastName LIKE 'a%'", ["brown", "O'Brien", "Zoe", "Łukasz"]),
        # numbers and flags
        ("NumberOfEmployees = 10", ["Adams"]),
        ("NumberOfEmployees >= 10", ["Adams", "brown"]),
        ("NumberOfEmployees != 10", ["brown", "O'Brien", "Zoe", "Łukasz"]),
        ("NumberOfEmployees < 15.5", ["Adams"]),
        ("NumberOfEmployees IN (10, 20, 30)", ["Adams", "brown"]),
        ("AnnualRevenue > -1", ["Łukasz"]),
        ("HasOptedOutOfEmail = true", ["O'Brien"]),
        ("HasOptedOutOfEmail = FALSE AND LastName < 'c'", ["Adams", "brown"]),
        # lists
        ("LastName IN ('adams', 'ZOE', 'nobody')", ["Adams", "Zoe"]),
        ("LastName NOT IN ('adams', 'ZOE')", ["brown", "O'Brien", "Łukasz"]),
        ("Title NOT IN ('CEO')", ["brown", "O'Brien", "Zoe", "Łukasz"]),
        ("Email IN ('adams@example.com', 'brown@example.com')", ["Adams", "brown"]),
        ("Email IN ('x','O\\'y')", []),
        ("Title IN ('CEO', null)", ["Adams", "brown", "Zoe", "Łukasz"]),
        ("Colors__c INCLUDES ('red;green', 'blue')", ["Zoe"]),
        ("Colors__c INCLUDES ('red;blue')", []),
        ("Colors__c EXCLUDES ('red')", ["Adams", "brown", "O'Brien", "Łukasz"]),
        # logic
        ("(LastName = 'Adams' OR LastName = 'Zoe') AND Company = 'Acme'", ["Adams"]),
        ("LastName = 'Adams' OR (LastName = 'Zoe' AND LeadSource = 'Web')", ["Adams", "Zoe"]),
        ("NOT (Title = 'CEO' OR HasOptedOutOfEmail = true)", ["brown", "Zoe", "Łukasz"]),
        ("NOT Title = 'CEO' AND NOT LastName = 'Zoe'", ["brown", "O'Brien", "Łukasz"]),
        ("((LastName = 'Zoe'))", ["Zoe"]),
        ("Lead.LastName = 'Zoe'", ["Zoe"]),
        ("lastname = 'Zoe' and COMPANY like 'z%'", ["Zoe"]),
        # parents
        ("Owner.Name = 'integration user' AND LastName = 'Zoe'", ["Zoe"]),
        ("Owner.Email = 'nobody@example.com'", []),
        ("CreatedBy.Username LIKE 'integration@%' AND LastName = 'Zoe'", ["Zoe"]),
        ("ConvertedAccount.Name = null", ALL),
        # times
        ("CreatedDate = TODAY", ["Zoe"]),
        ("CreatedDate = YESTERDAY", ["Łukasz"]),
        ("CreatedDate < YESTERDAY", ["Adams", "brown", "O'Brien"]),
        ("CreatedDate <= YESTERDAY", ["Adams", "brown", "O'Brien", "Łukasz"]),
        ("CreatedDate > YESTERDAY", ["Zoe"]),
        ("CreatedDate >= YESTERDAY", ["Zoe", "Łukasz"]),
        ("CreatedDate != TODAY", ["Adams", "brown", "O'Brien", "Łukasz"]),
        ("CreatedDate = LAST_N_DAYS:2", ["O'Brien", "Zoe", "Łukasz"]),
        ("CreatedDate = N_DAYS_AGO:2", ["O'Brien"]),
        ("CreatedDate = THIS_WEEK", ["Zoe"]),
        ("CreatedDate = LAST_WEEK", ["Adams", "brown", "O'Brien", "Łukasz"]),
        ("CreatedDate = THIS_MONTH", ALL),
        ("CreatedDate = LAST_N_MONTHS:1", []),
        ("CreatedDate = THIS_QUARTER AND CreatedDate = THIS_YEAR", ALL),
        ("CreatedDate = NEXT_N_WEEKS:3", []),
        ("SystemModstamp >= 2026-11-21T12:00:00Z", ["Zoe", "Łukasz"]),
        ("SystemModstamp > 2026-11-21T12:00:00.000Z", ["Zoe"]),
        ("SystemModstamp >= 2026-11-21T13:00:00+01:00 AND SystemModstamp < 2026-11-22T12:00:00Z", ["Łukasz"]),
        ("Renewal__c = 2026-11-20", ["O'Brien"]),
        ("Renewal__c >= 2026-11-21", ["Zoe", "Łukasz"]),
        ("Renewal__c = TODAY", ["Zoe"]),
        ("Renewal__c = LAST_90_DAYS", ALL),
    ],
)
def test_where(org: SimulatedOrg, where: str, names: list[str]) -> None:
    assert found(org, where) == names


@pytest.mark.parametrize(
    ("soql", "code"),
    [
        ("SELECT Id FROM Lead WHERE LastName = 'O'Brien'", "MALFORMED_QUERY"),
        ("SELECT Id FROM Lead WHERE LastName = 'x' OR '1'='1'", "MALFORMED_QUERY"),
        ("SELECT Id FROM Lead WHERE LastName = 'x", "MALFORMED_QUERY"),
        ("SELECT Id FROM Lead WHERE LastName = 'x'; DELETE FROM Lead", "MALFORMED_QUERY"),
        ('SELECT Id FROM Lead WHERE LastName = "x"', "MALFORMED_QUERY"),
        ("SELECT Id FROM Lead WHERE LastName = 'a\\d'", "MALFORMED_QUERY"),
        (f"SELECT Id FROM Lead WHERE LastName = '{'x' * 4001}'", "MALFORMED_QUERY"),
        ("SELECT Id FROM Lead WHERE Id = null AND Id = null OR Id = null", "MALFORMED_QUERY"),
        ("SELECT * FROM Lead", "MALFORMED_QUERY"),
        ("SELECT Id", "MALFORMED_QUERY"),
        ("SELECT Id FROM Lead LIMIT x", "MALFORMED_QUERY"),
        ("SELECT Id FROM Lead WHERE", "MALFORMED_QUERY"),
        ("SELECT Id FROM Lead WHERE LastName IN ()", "MALFORMED_QUERY"),
        ("SELECT Id FROM Lead WHERE LastName = ('a')", "MALFORMED_QUERY"),
        ("SELECT Id FROM Lead WHERE CreatedDate > 2026-13-40T00:00:00Z", "MALFORMED_QUERY"),
        ("SELECT FIELDS(ALL) FROM Lead", "MALFORMED_QUERY"),
        ("SELECT FIELDS(ALL) FROM Lead LIMIT 201", "MALFORMED_QUERY"),
        ("SELECT FIELDS(SOME) FROM Lead", "MALFORMED_QUERY"),
        ("SELECT MEDIAN(NumberOfEmployees) FROM Lead", "MALFORMED_QUERY"),
        ("SELECT LastName, COUNT(Id) FROM Lead", "MALFORMED_QUERY"),
        ("SELECT Id FROM Lead WHERE Id IN (SELECT Id, Name FROM Lead)", "MALFORMED_QUERY"),
        ("SELECT Id FROM Nothing", "INVALID_TYPE"),
        ("SELECT Id, (SELECT Id FROM Nothings) FROM Account", "INVALID_TYPE"),
        ("SELECT Nope FROM Lead", "INVALID_FIELD"),
        ("SELECT Id FROM Lead WHERE Nope = 1", "INVALID_FIELD"),
        ("SELECT Id FROM Lead ORDER BY Nope", "INVALID_FIELD"),
        ("SELECT Id, Nope.Name FROM Lead", "INVALID_FIELD"),
        ("SELECT Id, Owner.Nope FROM Lead", "INVALID_FIELD"),
        ("SELECT Id, Email, EMAIL FROM Lead", "INVALID_FIELD"),
        ("SELECT Id FROM Lead WHERE Description = 'x'", "INVALID_FIELD"),
        ("SELECT Id FROM Lead ORDER BY Description", "INVALID_FIELD"),
        ("SELECT Id FROM Lead WHERE Address = null", "INVALID_FIELD"),
        ("SELECT Id FROM Lead WHERE LastName = 5", "INVALID_FIELD"),
        ("SELECT Id FROM Lead WHERE NumberOfEmployees = '5'", "INVALID_FIELD"),
        ("SELECT Id FROM Lead WHERE HasOptedOutOfEmail = 'true'", "INVALID_FIELD"),
        ("SELECT Id FROM Lead WHERE CreatedDate > '2026-01-01'", "INVALID_FIELD"),
        ("SELECT Id FROM Lead WHERE CreatedDate > 2026-01-01", "INVALID_FIELD"),
        ("SELECT Id FROM Lead WHERE Renewal__c = 2026-01-01T00:00:00Z", "INVALID_FIELD"),
        ("SELECT Id FROM Lead WHERE LastName = TODAY", "INVALID_FIELD"),
        ("SELECT Id FROM Lead WHERE Id = 'nonsense'", "INVALID_QUERY_FILTER_OPERATOR"),
        ("SELECT Id FROM Lead WHERE LastName INCLUDES ('a')", "INVALID_QUERY_FILTER_OPERATOR"),
        ("SELECT Id FROM Lead OFFSET 2001", "NUMBER_OUTSIDE_VALID_RANGE"),
        ("", "MALFORMED_QUERY"),
    ],
)
def test_refused_queries(org: SimulatedOrg, soql: str, code: str) -> None:
    assert error_of(org.query(soql)) == (400, code)


@pytest.mark.parametrize(
    ("order", "names"),
    [
        ("LastName", ALL),
        ("LastName DESC", ALL[::-1]),
        ("NumberOfEmployees, LastName", ["O'Brien", "Zoe", "Łukasz", "Adams", "brown"]),
        ("NumberOfEmployees NULLS LAST, LastName DESC", ["Adams", "brown", "Łukasz", "Zoe", "O'Brien"]),
        ("NumberOfEmployees DESC NULLS LAST, LastName", ["brown", "Adams", "O'Brien", "Zoe", "Łukasz"]),
        ("NumberOfEmployees DESC, LastName", ["O'Brien", "Zoe", "Łukasz", "brown", "Adams"]),
        ("NumberOfEmployees DESC NULLS FIRST, LastName", ["O'Brien", "Zoe", "Łukasz", "brown", "Adams"]),
        ("SystemModstamp", ["Adams", "brown", "O'Brien", "Łukasz", "Zoe"]),
        ("Owner.Name, LastName DESC LIMIT 2", ["Łukasz", "Zoe"]),
        ("LastName LIMIT 2 OFFSET 1", ["brown", "O'Brien"]),
        ("LastName LIMIT 0", []),
        ("LastName OFFSET 4", ["Łukasz"]),
    ],
)
def test_order_limit_offset(org: SimulatedOrg, order: str, names: list[str]) -> None:
    assert [one["LastName"] for one in org.records(f"SELECT LastName FROM Lead ORDER BY {order}")] == names


def test_counts_and_aggregates(org: SimulatedOrg) -> None:
    count = org.query("SELECT COUNT() FROM Lead WHERE Title = null").json()
    assert count == {"totalSize": 3, "done": True, "records": []}
    whole = org.records("SELECT COUNT(Title), MAX(NumberOfEmployees) most, SUM(NumberOfEmployees) FROM Lead")
    assert whole == [{"attributes": {"type": "AggregateResult"}, "expr0": 2, "most": 20, "expr1": 30}]
    groups = org.records("SELECT HasOptedOutOfEmail, COUNT(Id) n FROM Lead GROUP BY HasOptedOutOfEmail")
    assert {one["HasOptedOutOfEmail"]: one["n"] for one in groups} == {True: 1, False: 4}
    assert org.records("SELECT COUNT(Id), MIN(CreatedDate) FROM Lead WHERE LastName = 'nobody'")[0]["expr0"] == 0


def test_fields_come_with_their_true_names_in_the_querys_order(org: SimulatedOrg) -> None:
    record = org.records("select lastname, OWNER.email, id, owner.NAME from LEAD where lastname = 'zoe'")[0]
    assert list(record) == ["attributes", "LastName", "Owner", "Id"]
    assert record["Owner"]["Name"] == "Integration User"
    assert record["Owner"]["attributes"]["type"] == "User"


def test_all_fields(org: SimulatedOrg) -> None:
    everything = org.records("SELECT FIELDS(ALL) FROM Lead LIMIT 1")[0]
    standard = org.records("SELECT FIELDS(STANDARD) FROM Lead LIMIT 1")[0]
    custom = org.records("SELECT FIELDS(CUSTOM) FROM Lead LIMIT 1")[0]
    assert everything.keys() == standard.keys() | custom.keys()
    assert "Colors__c" in custom


def test_a_missing_parent_is_null(org: SimulatedOrg) -> None:
    assert org.records("SELECT ConvertedAccount.Name FROM Lead LIMIT 1")[0]["ConvertedAccount"] is None


def test_children_and_semi_joins() -> None:
    org = SimulatedOrg()
    soql = (
        "SELECT Name, (SELECT LastName FROM Contacts WHERE Title != null ORDER BY LastName DESC LIMIT 1) FROM Account"
    )
    accounts = {one["Name"]: one["Contacts"] for one in org.records(soql)}
    assert accounts["sForce"] is None
    assert accounts["Edge Communications"]["totalSize"] == 1
    assert accounts["Edge Communications"]["records"][0]["LastName"] == "Gonzalez"
    inside = org.records(
        "SELECT Name FROM Account WHERE Id IN (SELECT AccountId FROM Contact WHERE LastName = 'Frank')"
    )
    assert [one["Name"] for one in inside] == ["GenePoint"]
    outside = org.records("SELECT Name FROM Account WHERE Id NOT IN (SELECT AccountId FROM Contact)")
    assert [one["Name"] for one in outside] == ["Sample Account for Entitlements"]


def test_ids_of_fifteen_characters(org: SimulatedOrg) -> None:
    lead_id = org.records("SELECT Id FROM Lead WHERE LastName = 'Zoe'")[0]["Id"]
    assert found(org, f"Id = '{lead_id[:15]}'") == ["Zoe"]
    assert found(org, f"Id IN ('{lead_id[:15]}', '{lead_id}')") == ["Zoe"]


def test_keyset_paging_over_equal_stamps() -> None:
    org = SimulatedOrg()
    rows = [{"attributes": {"type": "Lead"}, "LastName": f"L{n}", "Company": "Acme"} for n in range(30)]
    org.call("POST", "/composite/sobjects", {"records": rows})
    seen: list[str] = []
    last = "000000000000000AAA"
    while page := org.records(
        f"SELECT Id FROM Lead WHERE SystemModstamp >= 2026-11-22T12:00:00Z AND Id > '{last}' "
        "ORDER BY SystemModstamp, Id LIMIT 7"
    ):
        seen += [one["Id"] for one in page]
        last = seen[-1]
    assert len(seen) == len(set(seen)) == 30


def test_the_longest_query_fits_only_a_composite_call() -> None:
    org = SimulatedOrg()
    url = f"/services/data/v62.0/query?q=SELECT+Id+FROM+Lead+WHERE+LastName+=+'x'{'+' * 100_001}"
    part = {"method": "GET", "url": url, "referenceId": "long"}
    answer = org.call("POST", "/composite", {"compositeRequest": [part]}).json()["compositeResponse"][0]
    assert answer["body"][0]["errorCode"] == "MALFORMED_QUERY"
