"""The poll by search: windows, order, the cap of 10,000 results, crowded milliseconds, short pages."""

from __future__ import annotations

import pytest
from crmsync.core.record import Record

from tests.contract.crm.hubspot_world import HubspotWorld

FIELDS = ("firstname", "email")


def all_records(hubspot: HubspotWorld, since: int, until: int) -> list[Record]:
    found: list[Record] = []
    cursor = None
    for _ in range(300):
        page = hubspot.crm.changed_since("contact", FIELDS, since, until, cursor)
        found.extend(page.records)
        cursor = page.cursor
        if cursor is None:
            return found
    raise AssertionError("the poll does not end")


def load(hubspot: HubspotWorld, count: int) -> set[str]:
    records = [{"email": f"p{index}@example.org", "firstname": "P"} for index in range(count)]
    loaded = hubspot.control("load", {"object": "contacts", "records": records})
    return set(loaded["ids"])


def test_the_window_is_half_open(hubspot: HubspotWorld) -> None:
    refs = hubspot.add(*[{"email": f"p{index}@example.org"} for index in range(3)])
    everything = all_records(hubspot, 0, hubspot.clock.millis() + 1)
    times = {record.ref: record.modified_at for record in everything}
    since, until = times[refs[0]], times[refs[2]]
    assert [record.ref for record in all_records(hubspot, since, until)] == refs[:2]


def test_records_are_complete_reads_oldest_first(hubspot: HubspotWorld) -> None:
    start = hubspot.clock.millis()
    hubspot.add({"email": "a@example.org", "firstname": "A"}, {"email": "b@example.org"})
    records = all_records(hubspot, start, hubspot.clock.millis() + 1)
    assert [record.values for record in records] == [
        {"firstname": "A", "email": "a@example.org"},
        {"firstname": None, "email": "b@example.org"},
    ]


@pytest.mark.parametrize("short_pages", [False, True])
def test_pages_are_walked_to_the_end(hubspot: HubspotWorld, short_pages: bool) -> None:
    hubspot.settings(search_short_pages=short_pages)
    start = hubspot.clock.millis()
    ids = load(hubspot, 450)
    records = all_records(hubspot, start, hubspot.clock.millis() + 1)
    assert {record.ref.id for record in records} == ids
    if not short_pages:
        assert hubspot.calls() == 3


@pytest.mark.parametrize("step", [0.001, 0.0], ids=["spread", "one_millisecond"])
@pytest.mark.parametrize("short_pages", [False, True])
def test_beyond_the_cap_nothing_is_lost(hubspot: HubspotWorld, step: float, short_pages: bool) -> None:
    hubspot.settings(search_result_cap=600, search_short_pages=short_pages)
    start = hubspot.clock.millis()
    hubspot.clock.step = step
    ids = load(hubspot, 1500)
    hubspot.clock.step = 0.001
    later = load_one_more(hubspot)
    records = all_records_capped(hubspot, start, hubspot.clock.millis() + 1)
    assert {record.ref.id for record in records} == ids | later


def load_one_more(hubspot: HubspotWorld) -> set[str]:
    return {one.id for one in hubspot.add({"email": "later@example.org"})}


def all_records_capped(hubspot: HubspotWorld, since: int, until: int) -> list[Record]:
    from crmsync.adapters.hubspot import search

    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(search, "RESULT_CAP", 600)
        return all_records(hubspot, since, until)


def test_an_empty_window_is_one_call(hubspot: HubspotWorld) -> None:
    page = hubspot.crm.changed_since("contact", FIELDS, 5, 6, None)
    assert (page.records, page.gone, page.cursor) == ((), (), None)
    assert hubspot.calls() == 1
