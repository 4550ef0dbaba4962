"""Answers that Salesforce is only believed to give: each under both settings of its switch."""

from __future__ import annotations

import pytest

from tests.unit.salesforce_simulator.simulated_org import SimulatedOrg, error_of

JOBS = "/jobs/query"
either = pytest.mark.parametrize("is_so", [True, False])


@either
def test_a_refusal_may_name_the_first_bad_field_only(org: SimulatedOrg, is_so: bool) -> None:
    org.control("settings", {"all_bad_fields_named": is_so})
    answer = org.call("POST", "/sobjects/Lead", {"LastName": "x" * 81, "Company": "Acme", "Email": "nobody"})
    assert [error["fields"] for error in answer.json()] == ([["LastName"], ["Email"]] if is_so else [["LastName"]])


@either
def test_what_the_platform_moves_may_show_in_last_modified(org: SimulatedOrg, is_so: bool) -> None:
    org.control("settings", {"platform_moves_last_modified": is_so})
    master, loser = (org.create("Account", Name=name) for name in ("Acme", "Acme Inc"))
    contact = org.create("Contact", LastName="Doe", AccountId=loser)
    org.clock.now += 60
    org.control("merge", {"object": "Account", "master": master, "losers": [loser]})
    moved = org.read("Contact", contact)
    assert moved["AccountId"] == master
    assert (moved["SystemModstamp"] == moved["LastModifiedDate"]) is is_so


@either
def test_a_case_may_be_without_its_contacts_account(org: SimulatedOrg, is_so: bool) -> None:
    org.control("settings", {"case_takes_contacts_account": is_so})
    account = org.create("Account", Name="Acme")
    contact = org.create("Contact", LastName="Doe", AccountId=account)
    assert org.read("Case", org.create("Case", ContactId=contact))["AccountId"] == (account if is_so else None)


@pytest.mark.parametrize("code", ["DELETE_FAILED", "DEPENDENCY_EXISTS"])
def test_the_code_of_what_is_held_back(org: SimulatedOrg, code: str) -> None:
    org.control("settings", {"delete_refusal_code": code})
    contact = org.create("Contact", LastName="Doe")
    org.create("Case", ContactId=contact)
    assert error_of(org.call("DELETE", f"/sobjects/Contact/{contact}")) == (400, code)


@pytest.mark.parametrize("code", ["CIRCULAR_DEPENDENCY", "FIELD_INTEGRITY_EXCEPTION"])
def test_the_code_of_what_would_be_above_itself(org: SimulatedOrg, code: str) -> None:
    org.control("settings", {"hierarchy_refusal_code": code})
    account = org.create("Account", Name="Acme")
    assert error_of(org.call("PATCH", f"/sobjects/Account/{account}", {"ParentId": account})) == (400, code)


@either
def test_an_activity_may_stay_without_the_record_that_it_was_about(org: SimulatedOrg, is_so: bool) -> None:
    org.control("settings", {"activities_go_with_their_record": is_so})
    contact = org.create("Contact", LastName="Doe")
    task = org.create("Task", WhoId=contact)
    org.call("DELETE", f"/sobjects/Contact/{contact}")
    (left,) = org.records(f"SELECT IsDeleted, WhoId FROM Task WHERE Id = '{task}'", "queryAll")
    assert (left["IsDeleted"], left["WhoId"]) == ((True, contact) if is_so else (False, None))


@pytest.mark.parametrize("is_so", [True, False])
def test_results_may_be_quoted_where_they_must_be(org: SimulatedOrg, is_so: bool) -> None:
    org.control("settings", {"bulk_quotes_every_value": is_so, "bulk_times_with_z": is_so})
    org.lead(LastName="A, B", Email="a@example.org")
    soql = "SELECT LastName, Email, CreatedDate FROM Lead WHERE Email = 'a@example.org'"
    job = org.call("POST", JOBS, {"operation": "query", "query": soql}).json()["id"]
    org.clock.now += 10
    lines = org.call("GET", f"{JOBS}/{job}/results").body.decode().splitlines()
    quoted = '"A, B","a@example.org","2026-11-22T12:00:00.000Z"'
    assert lines[1] == (quoted if is_so else '"A, B",a@example.org,2026-11-22T12:00:00.000+0000')
