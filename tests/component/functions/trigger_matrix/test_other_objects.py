"""Every cell of docs/triggers.md about companies, deals, tickets and custom objects."""

from __future__ import annotations

import pytest

from tests.component.functions.function_under_test import ROOT
from tests.component.functions.trigger_matrix.feeds import EVENTS, FEEDS, tells
from tests.unit.sync.ending_world import KINDS, Kind

OBJECTS = {"custom object" if kind.name == "pet" else kind.name: kind for kind in KINDS}


def cells() -> list[tuple[str, str, str, bool]]:
    """(feed, object, event, whether the page says yes)."""
    lines = (ROOT / "docs" / "triggers.md").read_text().splitlines()
    table = [[cell.strip() for cell in line.strip("|").split("|")] for line in lines if line.startswith("|")]
    rows = [row for row in table if row[0] in FEEDS and row[1] in OBJECTS]
    return [
        (feed, name, event, cell.startswith("yes"))
        for feed, name, *said in rows
        for event, cell in zip(EVENTS, said, strict=True)
    ]


def kind_of(name: str) -> Kind:
    return OBJECTS[name]


def test_the_table_has_every_feed_object_and_event() -> None:
    named = {(feed, name, event) for feed, name, event, _ in cells()}
    assert len(named) == len(cells()) == len(FEEDS) * len(OBJECTS) * len(EVENTS)


@pytest.mark.parametrize(("feed", "name", "event", "says_yes"), cells())
def test_the_cell_says_what_the_feed_tells(feed: str, name: str, event: str, says_yes: bool) -> None:
    assert tells(feed, kind_of(name), event) is says_yes
