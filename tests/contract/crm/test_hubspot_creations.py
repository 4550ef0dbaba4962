"""What was created in a window, by search: edits bring nobody into it; whoever shows a Salesforce id is left out."""

from __future__ import annotations

from collections.abc import Iterator

import pytest
from crmsync.adapters.hubspot import search
from crmsync.adapters.vendor_time import millis_of
from crmsync.core.record import Record, RecordUpdate
from crmsync.ports.feed import Feed

from tests.contract.crm.hubspot_world import HubspotWorld

FIELDS = ("firstname", "email")


def created(hubspot: HubspotWorld, since: int, until: int, *blank: str) -> Iterator[Record]:
    cursor = None
    while True:
        page = hubspot.crm.created_since(Feed("contact", FIELDS, since, until, cursor), blank)
        yield from page.records
        cursor = page.cursor
        if cursor is None:
            return


def test_the_window_is_of_creations_and_half_open(hubspot: HubspotWorld) -> None:
    old, *new = hubspot.add(*[{"email": f"p{index}@example.org"} for index in range(4)])
    times = {record.ref: record.created_at for record in created(hubspot, 0, hubspot.clock.millis() + 1)}
    hubspot.crm.update([RecordUpdate(old, {"firstname": "Edited"})])
    found = list(created(hubspot, times[new[0]], times[new[2]]))
    assert [record.ref for record in found] == new[:2]
    assert found[0].values == {"firstname": None, "email": "p1@example.org"}


def test_whoever_shows_a_value_is_left_out(hubspot: HubspotWorld) -> None:
    start = hubspot.clock.millis()
    _, without = hubspot.add({"email": "a@example.org", "firstname": "A"}, {"email": "b@example.org"})
    assert [one.ref for one in created(hubspot, start, hubspot.clock.millis() + 1, "firstname")] == [without]


@pytest.mark.parametrize("step", [0.001, 0.0], ids=["spread", "one_millisecond"])
def test_beyond_the_cap_nothing_is_lost(hubspot: HubspotWorld, step: float, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(search, "RESULT_CAP", 600)
    hubspot.settings(search_result_cap=600)
    start = hubspot.clock.millis()
    hubspot.clock.step = step
    records = [{"email": f"p{index}@example.org"} for index in range(1_500)]
    ids = set(hubspot.control("load", {"object": "contacts", "records": records})["ids"])
    hubspot.clock.step = 0.001
    hubspot.add({"email": "later@example.org"})
    found = [record.ref.id for record in created(hubspot, start, hubspot.clock.millis())]
    assert ids <= set(found)


@pytest.mark.parametrize("kind", ["company", "deal", "ticket", "task"])
def test_other_objects_tell_it_by_a_property_of_another_name(hubspot: HubspotWorld, kind: str) -> None:
    names = {"company": "name", "deal": "dealname", "ticket": "subject", "task": "hs_task_subject"}
    start = hubspot.clock.millis()
    loaded = hubspot.control("load", {"object": kind, "records": [{names[kind]: "One"}]})
    page = hubspot.crm.created_since(Feed(kind, (names[kind],), start, hubspot.clock.millis() + 10_000), ())
    assert [one.ref.id for one in page.records] == loaded["ids"]


def test_notes_of_a_day_by_the_time_that_people_give_them(hubspot: HubspotWorld) -> None:
    def note(at: str, **values: str) -> str:
        loaded = hubspot.control("load", {"object": "note", "records": [{"hs_timestamp": at, **values}]})
        return str(loaded["ids"][0])

    first, _, last = (note(f"2026-12-0{day}T09:30:00.000Z") for day in (1, 2, 3))
    note("2026-12-01T10:00:00.000Z", hs_note_body="told")
    since, until = (millis_of(f"2026-12-0{day}T09:30:00.000Z") for day in (1, 3))
    feed = Feed("note", ("hs_note_body",), since, until)
    found = hubspot.crm.dated_within(feed, "hs_timestamp", ("hs_note_body",)).records
    assert first in [one.ref.id for one in found]
    assert last not in [one.ref.id for one in found]
    assert [one.values for one in found] == [{"hs_note_body": None}] * 2
