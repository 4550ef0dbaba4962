"""The contract of the HistoryWalk."""

from __future__ import annotations

from crmsync.core.link import Entry
from crmsync.core.record import RecordRef, Side
from crmsync.ports.history import History, HistoryRow
from crmsync.ports.history_walk import HistoryWalk

MOST_PAGES = 50
ENTRY = Entry(Side.SALESFORCE, "FirstName", None, "Zoë", "two_way", "only H")


def row(at: int) -> HistoryRow:
    hubspot = RecordRef(Side.HUBSPOT, "contact", str(at % 3))
    salesforce = RecordRef(Side.SALESFORCE, "Contact", f"003{at % 3:0>15}")
    return HistoryRow(hubspot, salesforce, at, f"{at}", "webhook", "link", (ENTRY,))


def walked(walk: HistoryWalk, since: int, limit: int) -> list[HistoryRow]:
    found: list[HistoryRow] = []
    after = None
    for _ in range(MOST_PAGES):
        page = walk.page(since, limit, after)
        assert len(page.rows) <= limit
        found += page.rows
        after = page.following
        if after is None:
            return sorted(found, key=lambda one: one.at)
    raise AssertionError("the walk does not end")


def test_every_row_since_a_time_comes_once(history: History, history_walk: HistoryWalk) -> None:
    rows = [row(at) for at in range(1, 11)]
    history.add(rows)
    for limit in (3, 100):
        assert walked(history_walk, 0, limit) == rows
        assert walked(history_walk, 6, limit) == rows[5:]
    assert walked(history_walk, 11, 3) == []
