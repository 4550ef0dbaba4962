"""The poll by SystemModstamp: what it shows, its window, its walk through records of one time."""

from __future__ import annotations

import pytest
from crmsync.adapters.salesforce import polling, soql
from crmsync.core.record import Gone, Record
from crmsync.ports.feed import Feed

from tests.contract.crm.salesforce_world import SalesforceWorld, ref

FIELDS = ("FirstName", "Email")


def walk(salesforce: SalesforceWorld, object_type: str, since: int, until: int) -> tuple[list[Record], list[Gone]]:
    records: list[Record] = []
    gone: list[Gone] = []
    cursor = None
    for _ in range(100):
        page = salesforce.crm.changed_since(object_type, FIELDS, since, until, cursor)
        records.extend(page.records)
        gone.extend(page.gone)
        cursor = page.cursor
        if cursor is None:
            return records, gone
    raise AssertionError("the poll does not end")


@pytest.fixture
def small_pages(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(soql, "PAGE_LIMIT", 7)
    monkeypatch.setattr(polling, "PAGE_LIMIT", 7)


def test_one_query_shows_changed_deleted_merged_and_converted(salesforce: SalesforceWorld) -> None:
    start = salesforce.clock.millis()
    live, deleted, master, loser, lead = salesforce.add("Lead", *[{"Email": f"p{i}@example.org"} for i in range(5)])
    salesforce.by_person("DELETE", f"sobjects/Lead/{deleted.id}")
    salesforce.control("merge", {"object": "Lead", "master": master.id, "losers": [loser.id]})
    contact = ref("Contact", salesforce.control("convert", {"lead": lead.id})["contact"])
    salesforce.calls()
    records, gone = walk(salesforce, "Lead", start, salesforce.clock.millis() + 10_000)
    assert salesforce.calls() == 1
    assert {record.ref for record in records} == {live, master}
    assert sorted(gone, key=lambda one: one.reason) == [
        Gone(lead, contact, "converted"),
        Gone(deleted, is_proven=True),
        Gone(loser, master, "merged"),
    ]


def test_records_are_complete_reads_in_a_half_open_window(salesforce: SalesforceWorld) -> None:
    refs = [
        salesforce.add("Contact", {"Email": f"p{index}@example.org", "FirstName": f"P{index}"})[0] for index in range(3)
    ]
    records, _ = walk(salesforce, "Contact", 0, salesforce.clock.millis() + 10_000)
    times = {record.ref: record.modified_at for record in records}
    assert times[refs[0]] < times[refs[1]] < times[refs[2]]
    records, _ = walk(salesforce, "Contact", times[refs[0]], times[refs[2]])
    assert [(record.ref, record.values) for record in records] == [
        (one, {"FirstName": f"P{index}", "Email": f"p{index}@example.org"}) for index, one in enumerate(refs[:2])
    ]


@pytest.mark.usefixtures("small_pages")
@pytest.mark.parametrize("step", [1.0, 0.0], ids=["spread", "one_second"])
def test_pages_go_on_within_records_of_one_time(salesforce: SalesforceWorld, step: float) -> None:
    start = salesforce.clock.millis() - 2_000
    salesforce.clock.step = step
    made = [
        one
        for batch in range(5)
        for one in salesforce.add("Contact", *[{"Email": f"p{batch}-{index}@example.org"} for index in range(6)])
    ]
    salesforce.clock.step = 1.0
    salesforce.calls()
    records, _ = walk(salesforce, "Contact", start, salesforce.clock.millis() + 10_000)
    assert sorted(record.ref for record in records) == sorted(made)
    assert salesforce.calls() == 5


def test_five_feeds_ride_in_one_call(salesforce: SalesforceWorld) -> None:
    start = salesforce.clock.millis()
    (contact,) = salesforce.add("Contact", {"Email": "a@example.org"})
    (lead,) = salesforce.add("Lead", {"Email": "b@example.org"})
    until = salesforce.clock.millis() + 10_000
    feeds = [Feed(name, ("Email",), start, until) for name in ("Lead", "Contact", "Lead", "Contact", "Lead")]
    pages = salesforce.crm.changed_since_many(feeds)
    assert salesforce.calls() == 1
    assert [[record.ref for record in page.records] for page in pages] == [[lead], [contact], [lead], [contact], [lead]]
    salesforce.crm.changed_since_many([*feeds, feeds[0]])
    assert salesforce.calls() == 2
