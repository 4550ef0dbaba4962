"""Large reads by the Bulk API: counted, begun, looked at, read set by set, removed."""

from __future__ import annotations

import pytest
from crmsync.core.failure import Consequence, CrmError
from crmsync.core.record import Record
from crmsync.ports.bulk_query import Campaign, QueryProgress, QueryState, ResultRequest, Selection

from tests.contract.crm.salesforce_world import SalesforceWorld

FIELDS = ("Email", "FirstName", "LastName", "Description", "HasOptedOutOfEmail", "Account.Name")
CROWD = Selection("Contact", "LastName = 'Crowd'")


def crowd(salesforce: SalesforceWorld, count: int = 5, **values: str) -> None:
    salesforce.add("Contact", *[{"LastName": "Crowd", "Email": f"p{n}@example.org", **values} for n in range(count)])


def done(salesforce: SalesforceWorld, selection: Selection = CROWD) -> str:
    query_id = salesforce.crm.start_query(selection, FIELDS).id
    salesforce.clock.seconds += 10
    assert salesforce.crm.query_progress(query_id).state is QueryState.DONE
    salesforce.calls()
    return query_id


def read(salesforce: SalesforceWorld, query_id: str, most: int = 100, fields: tuple[str, ...] = FIELDS) -> list[Record]:
    records: list[Record] = []
    locator = None
    while True:
        found = salesforce.crm.query_results(ResultRequest(query_id, "Contact", fields, locator, most))
        records.extend(found.records)
        locator = found.locator
        if locator is None:
            return records


def test_records_are_counted_in_one_call(salesforce: SalesforceWorld) -> None:
    crowd(salesforce, 3)
    counts = salesforce.crm.count([CROWD, Selection("Lead", "LastName = 'Crowd'"), Selection("Contact")])
    assert counts[:2] == [3, 0]
    assert counts[2] > 3
    assert salesforce.calls() == 1


@pytest.mark.parametrize("condition", ["Colour = 'red'", "LastName LIKES 'x'", "LastName = 3"])
def test_a_condition_that_is_none(salesforce: SalesforceWorld, condition: str) -> None:
    with pytest.raises(CrmError) as caught:
        salesforce.crm.count([Selection("Contact", condition)])
    assert caught.value.failure.consequence is Consequence.BAD_CONFIGURATION


def test_archived_activities_are_shown_where_they_are_asked_for(salesforce: SalesforceWorld) -> None:
    """Deleted ones never."""
    salesforce.control("load", {"object": "Task", "records": [{"Subject": "Old", "IsArchived": True}], "ids": []})
    _, gone = salesforce.add("Task", {"Subject": "New"}, {"Subject": "Gone"})
    salesforce.by_person("DELETE", f"sobjects/Task/{gone.id}")
    mine = "Subject IN ('Old', 'New', 'Gone')"
    without, everything = Selection("Task", mine), Selection("Task", mine, with_archived=True)
    assert salesforce.crm.count([without, everything]) == [1, 2]
    query = salesforce.crm.start_query(everything, ["Subject"])
    assert salesforce.crm.query_progress(query.id).state is QueryState.DONE
    wanted = ResultRequest(query.id, "Task", ("Subject",), None, 100)
    assert {one.values["Subject"] for one in salesforce.crm.query_results(wanted).records} == {"Old", "New"}


def test_a_query_s_life(salesforce: SalesforceWorld) -> None:
    salesforce.settings(bulk_query_s=100.0)
    before = salesforce.clock.millis()
    started = salesforce.crm.start_query(CROWD, FIELDS)
    assert before - 1_000 <= started.made_at <= salesforce.clock.millis()
    assert salesforce.crm.query_progress(started.id).state is QueryState.RUNNING
    salesforce.clock.seconds += 100
    assert salesforce.crm.query_progress(started.id).state is QueryState.DONE
    salesforce.crm.end_query(started.id)
    assert salesforce.crm.query_progress(started.id) == QueryProgress(QueryState.LOST)
    salesforce.crm.end_query(started.id)


def test_a_running_query_can_be_ended(salesforce: SalesforceWorld) -> None:
    query_id = salesforce.crm.start_query(CROWD, FIELDS).id
    salesforce.crm.end_query(query_id)
    assert salesforce.crm.query_progress(query_id).state is QueryState.LOST


def test_a_query_that_failed_tells_why(salesforce: SalesforceWorld) -> None:
    salesforce.control("bulk_query_failure", {"message": "it broke"})
    query_id = salesforce.crm.start_query(CROWD, FIELDS).id
    salesforce.clock.seconds += 10
    assert salesforce.crm.query_progress(query_id) == QueryProgress(QueryState.FAILED, "it broke")


def test_results_are_records_as_a_poll_would_read_them(salesforce: SalesforceWorld) -> None:
    text = 'quote " and, comma\nline\r\n二行目 👩‍🚀 العربية'
    crowd(salesforce, 1, Description=text)
    (record,) = read(salesforce, done(salesforce))
    assert record.values == {
        "Email": "p0@example.org",
        "FirstName": None,
        "LastName": "Crowd",
        "Description": text,
        "HasOptedOutOfEmail": "false",
        "Account.Name": None,
    }
    page = salesforce.crm.changed_since("Contact", FIELDS, 0, salesforce.clock.millis() + 10_000, None)
    (polled,) = [one for one in page.records if one.ref == record.ref]
    assert (record.modified_at, record.created_at) == (polled.modified_at, polled.created_at)


@pytest.mark.parametrize("switch", ["bulk_quotes_every_value", "bulk_times_with_z"])
def test_values_are_read_the_same_however_they_are_written(salesforce: SalesforceWorld, switch: str) -> None:
    crowd(salesforce, 2)
    before = read(salesforce, done(salesforce))
    salesforce.settings(**{switch: False})
    assert read(salesforce, done(salesforce)) == before


@pytest.mark.parametrize("in_every_set", [True, False])
def test_a_set_is_one_call_and_may_be_asked_for_again(salesforce: SalesforceWorld, in_every_set: bool) -> None:
    salesforce.settings(bulk_header_in_every_set=in_every_set)
    crowd(salesforce, 5)
    query_id = done(salesforce)
    assert len(read(salesforce, query_id, most=2)) == 5
    assert salesforce.calls() == 3
    assert [one.ref for one in read(salesforce, query_id)] == [one.ref for one in read(salesforce, query_id)]


def test_the_latest_first(salesforce: SalesforceWorld) -> None:
    for _ in range(3):
        crowd(salesforce, 1)
    times = [one.modified_at for one in read(salesforce, done(salesforce, Selection("Contact", recent_first=True)))]
    assert times == sorted(times, reverse=True)
    assert len(set(times)) > 2


@pytest.mark.parametrize("kind", ["break_off", "status", "drop_response"])
def test_a_set_that_breaks_off_is_no_set(salesforce: SalesforceWorld, kind: str) -> None:
    crowd(salesforce, 5)
    query_id = done(salesforce)
    salesforce.fault(kind, "results")
    with pytest.raises(CrmError) as caught:
        read(salesforce, query_id)
    assert caught.value.failure.consequence is Consequence.RETRY_LATER
    assert len(read(salesforce, query_id)) == 5


def test_a_campaign(salesforce: SalesforceWorld) -> None:
    salesforce.control(
        "load", {"object": "Campaign", "records": [{"Name": "It's spring", "IsActive": True}], "ids": []}
    )
    found = salesforce.by_person("GET", "query?q=SELECT+Id+FROM+Campaign+ORDER+BY+Id+DESC")["records"]
    assert salesforce.crm.campaign(found[0]["Id"]) == Campaign("It's spring", True)
    assert salesforce.crm.campaign("701000000000009AAA") is None
