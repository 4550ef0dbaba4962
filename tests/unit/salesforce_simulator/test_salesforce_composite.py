from __future__ import annotations

from typing import Any

import pytest

from tests.unit.salesforce_simulator.simulated_org import BASE, SimulatedOrg, error_of


def _composite(org: SimulatedOrg, *requests: dict[str, Any], **options: Any) -> list[dict[str, Any]]:
    answer = org.call("POST", "/composite", {"compositeRequest": list(requests), **options})
    assert answer.status == 200, answer.body
    parts: list[dict[str, Any]] = answer.json()["compositeResponse"]
    return parts


def _part(reference: str, method: str, path: str, body: Any = None) -> dict[str, Any]:
    return {"referenceId": reference, "method": method, "url": BASE + path, "body": body}


ACCOUNT = _part("account", "POST", "/sobjects/Account", {"Name": "Acme"})
CONTACT = _part("contact", "POST", "/sobjects/Contact", {"LastName": "Doe", "AccountId": "@{account.id}"})
FOUND = _part("found", "GET", "/query?q=SELECT+Id,Account.Name+FROM+Contact+WHERE+Id='@{contact.id}'")
TITLE = _part("title", "PATCH", "/sobjects/Contact/@{found.records[0].Id}", {"Title": "CEO"})


def test_later_parts_refer_to_earlier_ones(org: SimulatedOrg) -> None:
    parts = _composite(org, ACCOUNT, CONTACT, FOUND, TITLE)
    assert [part["httpStatusCode"] for part in parts] == [201, 201, 200, 204]
    assert [part["referenceId"] for part in parts] == ["account", "contact", "found", "title"]
    assert parts[2]["body"]["records"][0]["Account"]["Name"] == "Acme"
    assert parts[3]["body"] is None
    assert org.read("Contact", parts[1]["body"]["id"])["Title"] == "CEO"


def test_it_is_one_call(org: SimulatedOrg) -> None:
    used = org.control("limits")["daily_used"]
    _composite(org, ACCOUNT, CONTACT, FOUND)
    assert org.control("limits")["daily_used"] == used + 1


def test_without_all_or_none_only_what_depends_is_halted(org: SimulatedOrg) -> None:
    bad = _part("account", "POST", "/sobjects/Account", {"Name": None})
    free = _part("lead", "POST", "/sobjects/Lead", {"LastName": "Doe", "Company": "Acme"})
    parts = _composite(org, bad, CONTACT, free)
    assert [part["httpStatusCode"] for part in parts] == [400, 400, 201]
    assert parts[1]["body"][0]["errorCode"] == "PROCESSING_HALTED"


def test_with_all_or_none_everything_is_undone(org: SimulatedOrg) -> None:
    bad = _part("bad", "POST", "/sobjects/Lead", {"LastName": None})
    parts = _composite(org, ACCOUNT, bad, CONTACT, allOrNone=True)
    assert [part["body"][0]["errorCode"] for part in parts] == [
        "PROCESSING_HALTED",
        "REQUIRED_FIELD_MISSING",
        "PROCESSING_HALTED",
    ]
    assert org.records("SELECT Id FROM Account WHERE Name = 'Acme'") == []


@pytest.mark.parametrize(
    "requests",
    [
        [ACCOUNT] * 26,
        [_part(f"q{n}", "GET", "/query/?q=SELECT+Id+FROM+Lead") for n in range(6)],
        [_part(f"q{n}", "GET", "/queryAll?q=SELECT+Id+FROM+Lead") for n in range(6)],
        [_part(f"q{n}", "POST", "/composite/sobjects", {"records": []}) for n in range(6)],
    ],
)
def test_too_many_parts(org: SimulatedOrg, requests: list[Any]) -> None:
    assert error_of(org.call("POST", "/composite", {"compositeRequest": requests})) == (400, "LIMIT_EXCEEDED")


def test_five_queries_and_twenty_others(org: SimulatedOrg) -> None:
    queries = [_part(f"q{n}", "GET", "/query/?q=SELECT+COUNT()+FROM+Lead") for n in range(5)]
    others = [_part(f"d{n}", "GET", "/sobjects/Lead/describe") for n in range(20)]
    assert [part["httpStatusCode"] for part in _composite(org, *queries, *others)] == [200] * 25


def test_a_part_that_is_no_resource(org: SimulatedOrg) -> None:
    parts = _composite(org, _part("x", "GET", "/nothing"), _part("y", "GET", "/query"))
    assert [part["body"][0]["errorCode"] for part in parts] == ["NOT_FOUND", "MALFORMED_QUERY"]
    assert error_of(org.call("POST", "/composite", {})) == (400, "JSON_PARSER_ERROR")


def test_batch(org: SimulatedOrg) -> None:
    requests = [
        {"method": "GET", "url": "v62.0/query?q=SELECT+COUNT()+FROM+Lead"},
        {"method": "POST", "url": "v62.0/sobjects/Lead", "richInput": {"LastName": None}},
        {"method": "GET", "url": "v62.0/limits"},
    ]
    used = org.control("limits")["daily_used"]
    answer = org.call("POST", "/composite/batch", {"batchRequests": requests}).json()
    assert answer["hasErrors"] is True
    assert [part["statusCode"] for part in answer["results"]] == [200, 400, 200]
    assert org.control("limits")["daily_used"] == used + 3
    halted = org.call("POST", "/composite/batch", {"batchRequests": requests, "haltOnError": True}).json()
    assert [part["statusCode"] for part in halted["results"]] == [200, 400]


def test_tree(org: SimulatedOrg) -> None:
    contact = {"attributes": {"type": "Contact", "referenceId": "c1"}, "LastName": "Doe"}
    account = {
        "attributes": {"type": "Account", "referenceId": "a1"},
        "Name": "Acme",
        "Contacts": {"records": [contact]},
    }
    answer = org.call("POST", "/composite/tree/Account", {"records": [account]})
    assert answer.status == 201
    ids = {one["referenceId"]: one["id"] for one in answer.json()["results"]}
    assert org.read("Contact", ids["c1"])["AccountId"] == ids["a1"]
    contact["LastName"] = ""
    refused = org.call("POST", "/composite/tree/Account", {"records": [account]})
    assert (refused.status, refused.json()["results"][0]["referenceId"]) == (400, "c1")
    assert org.query("SELECT COUNT() FROM Account WHERE Name = 'Acme'").json()["totalSize"] == 1
