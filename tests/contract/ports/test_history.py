"""The contract of History."""

from __future__ import annotations

import random
import string
from dataclasses import replace
from typing import Any

import pytest
from crmsync.adapters.aws.dynamodb_history import DynamoHistory
from crmsync.core.link import Entry
from crmsync.core.long_value import shorten
from crmsync.core.record import RecordRef, Side
from crmsync.ports.history import History, HistoryRow

from sandbox.memory.clock import ManualClock

HUBSPOT = RecordRef(Side.HUBSPOT, "contact", "1")
SALESFORCE = RecordRef(Side.SALESFORCE, "Contact", "003000000000001AAA")
ENTRY = Entry(Side.SALESFORCE, "FirstName", None, "Zoë", "two_way", "only H")


def row(at: int = 1, *, action: str = "update", token: str = "t", entries: tuple[Entry, ...] = (ENTRY,)) -> HistoryRow:
    return HistoryRow(HUBSPOT, SALESFORCE, at, token, "webhook", action, entries)


def noise(length: int) -> str:
    """A text that hardly compresses."""
    return "".join(random.Random(7).choices(string.printable, k=length))


def test_rows_come_back_whole_and_newest_first(history: History) -> None:
    rows = [row(at, action="link" if at == 1 else "update") for at in (1, 2, 30, 4)]
    history.add(rows)
    newest_first = [rows[2], rows[3], rows[1], rows[0]]

    assert history.of(HUBSPOT, 10) == newest_first
    assert history.of(SALESFORCE, 10) == newest_first
    assert history.of(SALESFORCE, 2) == newest_first[:2]
    assert history.of(replace(HUBSPOT, id="2"), 10) == []
    assert history.of(replace(SALESFORCE, id="2"), 10) == []


def test_the_same_row_again_is_one_row(history: History) -> None:
    history.add([row(action="link"), row(action="link"), row(token="other")])
    history.add([row(action="link", entries=())])

    assert sorted(history.of(HUBSPOT, 10), key=lambda one: one.token) == [
        row(token="other"),
        row(action="link", entries=()),
    ]


def test_a_record_that_moved_shows_all_its_pairs(history: History) -> None:
    lead = RecordRef(Side.SALESFORCE, "Lead", "00Q000000000001AAA")
    survivor = RecordRef(Side.HUBSPOT, "contact", "2")
    history.add([replace(row(1, action="create"), salesforce=lead), replace(row(2, action="move from x"))])
    history.add([replace(row(3, action="move from y"), hubspot=survivor), replace(row(4), hubspot=survivor)])

    assert [one.at for one in history.of(SALESFORCE, 10)] == [4, 3, 2, 1]
    assert [one.at for one in history.of(survivor, 10)] == [4, 3]


def test_many_rows_are_stored(history: History) -> None:
    history.add([row(at) for at in range(60)])

    assert [one.at for one in history.of(HUBSPOT, 100)] == list(range(59, -1, -1))
    history.add([])


@pytest.mark.parametrize("length", [3_000, 99_000])
def test_a_long_value_is_kept(history: History, length: int) -> None:
    long = row(entries=(replace(ENTRY, old="x" * length, new=noise(length)),))
    history.add([long])

    assert history.of(HUBSPOT, 1) == [long]


def test_a_value_over_100_kb_leaves_its_marker(history: History) -> None:
    text = "ü" * 60_000
    history.add([row(entries=(replace(ENTRY, old=text), ENTRY))])

    assert history.of(HUBSPOT, 1) == [row(entries=(replace(ENTRY, old=shorten(text)), ENTRY))]


def test_a_row_too_large_for_an_item_leaves_markers(history: History) -> None:
    entries = tuple(replace(ENTRY, field=f"f{number}", new=noise(90_000 + number)) for number in range(8))
    history.add([row(entries=entries)])

    marked = tuple(replace(entry, new=shorten(entry.new)) for entry in entries)
    assert history.of(HUBSPOT, 1) == [row(entries=marked)]


def test_a_text_that_utf_8_refuses_is_kept(history: History) -> None:
    broken = row(entries=(replace(ENTRY, new="\ud83d" * 3_000),))
    history.add([broken])

    assert history.of(HUBSPOT, 1) == [broken]


def test_erased_rows_are_gone_with_all_that_leads_to_them(history: History) -> None:
    lead = RecordRef(Side.SALESFORCE, "Lead", "00Q000000000001AAA")
    survivor, stranger = (RecordRef(Side.HUBSPOT, "contact", one) for one in ("2", "3"))
    other = RecordRef(Side.SALESFORCE, "Contact", "003000000000009AAA")
    history.add([replace(row(1, action="create"), salesforce=lead), replace(row(2, action="move from x"))])
    history.add([replace(row(3, action="move from y"), hubspot=survivor), replace(row(4), hubspot=survivor)])
    history.add([replace(row(5, action="link"), hubspot=stranger, salesforce=other)])

    history.erase([survivor])

    assert [history.of(one, 10) for one in (HUBSPOT, survivor, SALESFORCE, lead)] == [[], [], [], []]
    assert len(history.of(other, 10)) == 1
    history.erase([survivor])
    history.erase([other])
    assert history.of(stranger, 10) == []


def test_rows_and_pointers_expire(aws: Any, clock: ManualClock) -> None:
    table = aws.table()
    DynamoHistory(aws.dynamodb, table, clock, retention_days=1).add([row(5_000, action="link"), row(7_000)])
    items = aws.dynamodb.scan(TableName=table)["Items"]
    assert sorted(int(item["expires_at"]["N"]) for item in items) == [86_405, 86_405, 86_407]
