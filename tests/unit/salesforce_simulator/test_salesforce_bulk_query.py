"""Query jobs of the Bulk API 2.0."""

import csv
import io
from dataclasses import replace
from typing import Any

import pytest

from tests.unit.salesforce_simulator.simulated_org import SETTINGS, SimulatedOrg, error_of

PATH = "/jobs/query"


def made(org: SimulatedOrg, soql: str, operation: str = "query") -> dict[str, Any]:
    response = org.call("POST", PATH, {"operation": operation, "query": soql})
    assert response.status == 200, response.body
    job: dict[str, Any] = response.json()
    return job


def finished(org: SimulatedOrg, soql: str, operation: str = "query") -> str:
    job = made(org, soql, operation)
    org.clock.now += 10
    return str(job["id"])


def rows(org: SimulatedOrg, job_id: str, query: str = "") -> list[list[str]]:
    response = org.call("GET", f"{PATH}/{job_id}/results{query}")
    assert response.status == 200, response.body
    assert response.headers["Content-Type"] == "text/csv"
    return list(csv.reader(io.StringIO(response.body.decode(), newline="")))


def test_a_job_s_life(org: SimulatedOrg) -> None:
    job = made(org, "SELECT Id FROM Lead")
    assert (job["state"], job["object"], job["operation"]) == ("UploadComplete", "Lead", "query")
    assert job["id"].startswith("750")
    assert org.call("GET", f"{PATH}/{job['id']}/results").status == 400
    org.clock.now += 0.5
    assert org.call("GET", f"{PATH}/{job['id']}").json()["state"] == "InProgress"
    org.clock.now += 0.5
    shown = org.call("GET", f"{PATH}/{job['id']}").json()
    assert (shown["state"], shown["jobType"]) == ("JobComplete", "V2Query")
    assert shown["numberRecordsProcessed"] == len(org.records("SELECT Id FROM Lead"))


def test_results_are_csv_with_every_value_in_quotes(org: SimulatedOrg) -> None:
    org.lead(LastName='He said "no"', Email="a@example.org", Description="two\nlines", AnnualRevenue=13)
    soql = "SELECT Email, LastName, Description, AnnualRevenue, Phone, IsConverted, Owner.Name, CreatedDate FROM Lead"
    job_id = finished(org, f"{soql} WHERE Email = 'a@example.org'")
    header, values = rows(org, job_id)
    assert header == soql.removeprefix("SELECT ").removesuffix(" FROM Lead").split(", ")
    assert values[:6] == ["a@example.org", 'He said "no"', "two\nlines", "13.0", "", "false"]
    assert values[7] == "2026-11-22T12:00:00.000Z"
    body = org.call("GET", f"{PATH}/{job_id}/results").body.decode()
    assert '"He said ""no"""' in body


def test_sets_of_results_follow_each_other_by_locator(org: SimulatedOrg) -> None:
    for number in range(5):
        org.lead(LastName=f"Set {number}")
    job_id = finished(org, "SELECT LastName FROM Lead WHERE LastName LIKE 'Set %' ORDER BY LastName")
    first = org.call("GET", f"{PATH}/{job_id}/results?maxRecords=2")
    assert first.headers["Sforce-NumberOfRecords"] == "2"
    locator = first.headers["Sforce-Locator"]
    second = rows(org, job_id, f"?maxRecords=3&locator={locator}")
    assert [row[0] for row in second] == ["LastName", "Set 2", "Set 3", "Set 4"]
    assert second == rows(org, job_id, f"?maxRecords=3&locator={locator}")
    last = org.call("GET", f"{PATH}/{job_id}/results?maxRecords=3&locator={locator}")
    assert last.headers["Sforce-Locator"] == "null"


def test_results_show_what_was_there_when_the_job_was_made(org: SimulatedOrg) -> None:
    lead = org.lead(LastName="Before", Email="then@example.org")
    job_id = finished(org, "SELECT LastName FROM Lead WHERE Email = 'then@example.org'")
    org.call("PATCH", f"/sobjects/Lead/{lead}", {"LastName": "After"})
    assert rows(org, job_id)[1:] == [["Before"]]


@pytest.mark.parametrize(("operation", "found"), [("query", 0), ("queryAll", 1)])
def test_the_recycle_bin_is_in_query_all_only(org: SimulatedOrg, operation: str, found: int) -> None:
    lead = org.lead(LastName="Gone")
    org.call("DELETE", f"/sobjects/Lead/{lead}")
    job_id = finished(org, "SELECT Id FROM Lead WHERE LastName = 'Gone'", operation)
    assert len(rows(org, job_id)[1:]) == found


@pytest.mark.parametrize(
    ("soql", "code"),
    [
        ("SELECT COUNT() FROM Lead", "API_ERROR"),
        ("SELECT LastName FROM Lead GROUP BY LastName", "API_ERROR"),
        ("SELECT Id FROM Lead LIMIT 2 OFFSET 1", "API_ERROR"),
        ("SELECT Id, (SELECT Id FROM Contacts) FROM Account", "API_ERROR"),
        ("SELECT MailingAddress FROM Contact", "API_ERROR"),
        ("SELECT Colour FROM Lead", "INVALID_FIELD"),
        ("SELECT Id FROM", "MALFORMED_QUERY"),
        ("", "INVALIDJOB"),
    ],
)
def test_queries_that_are_refused(org: SimulatedOrg, soql: str, code: str) -> None:
    assert error_of(org.call("POST", PATH, {"operation": "query", "query": soql})) == (400, code)


def test_a_running_job_is_aborted_before_it_is_deleted(org: SimulatedOrg) -> None:
    job_id = made(org, "SELECT Id FROM Lead")["id"]
    assert error_of(org.call("DELETE", f"{PATH}/{job_id}")) == (400, "INVALIDJOBSTATE")
    assert org.call("PATCH", f"{PATH}/{job_id}", {"state": "Aborted"}).json()["state"] == "Aborted"
    assert error_of(org.call("PATCH", f"{PATH}/{job_id}", {"state": "Aborted"})) == (400, "INVALIDJOBSTATE")
    assert org.call("DELETE", f"{PATH}/{job_id}").status == 204
    assert error_of(org.call("GET", f"{PATH}/{job_id}")) == (404, "NOT_FOUND")


def test_jobs_are_kept_for_a_week_and_for_who_made_them(org: SimulatedOrg) -> None:
    job_id = finished(org, "SELECT Id FROM Lead")
    assert [job["id"] for job in org.call("GET", PATH).json()["records"]] == [job_id]
    assert org.person("GET", f"{PATH}/{job_id}").status == 404
    org.clock.now += 7 * 86_400
    org.token = org.log_in().json()["access_token"]
    assert org.call("GET", f"{PATH}/{job_id}/results").status == 404


def test_jobs_have_a_daily_limit_of_their_own() -> None:
    org = SimulatedOrg(replace(SETTINGS, bulk_query_jobs_a_day=1))
    made(org, "SELECT Id FROM Lead")
    assert org.call("GET", "/limits").json()["DailyBulkV2QueryJobs"] == {"Max": 1, "Remaining": 0}
    again = org.call("POST", PATH, {"operation": "query", "query": "SELECT Id FROM Lead"})
    assert error_of(again) == (400, "EXCEEDED_QUOTA")


def test_a_job_that_fails_on_demand(org: SimulatedOrg) -> None:
    org.control("bulk_query_failure", {"message": "it broke"})
    job_id = finished(org, "SELECT Id FROM Lead")
    shown = org.call("GET", f"{PATH}/{job_id}").json()
    assert (shown["state"], shown["errorMessage"]) == ("Failed", "it broke")
    assert org.call("GET", f"{PATH}/{job_id}/results").status == 400


def test_an_answer_that_breaks_off(org: SimulatedOrg) -> None:
    job_id = finished(org, "SELECT Id FROM Lead")
    whole = org.call("GET", f"{PATH}/{job_id}/results").body
    org.control("faults", [{"kind": "break_off", "match": {"path": "results"}, "times": 1}])
    broken = org.call("GET", f"{PATH}/{job_id}/results")
    assert broken.status == 200
    assert whole.startswith(broken.body)
    assert len(broken.body) < len(whole)
