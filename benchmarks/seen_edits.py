"""A person's edit in one CRM, and how long it takes until the other one shows it."""

from __future__ import annotations

import time
from collections.abc import Callable, Sequence
from functools import partial
from typing import Any

from crmsync.core.record import Side

from benchmarks.crowd import SALESFORCE_DATA, Pair
from benchmarks.held_queues import await_that
from benchmarks.lab import Lab

LOOK_EVERY_S = 0.01


def seconds_until_seen(lab: Lab, side: Side, pair: Pair) -> float:
    """Of an edit in the CRM of that side."""
    began = time.perf_counter()
    _await_title(lab, side, pair, lab.crowd.edit_in(side, [pair])[0])
    return time.perf_counter() - began


def seconds_since(lab: Lab, side: Side, pairs: Sequence[Pair], start: Callable[[], object]) -> list[float]:
    """Of an edit of each, which nothing tells of until `start` is called; from then on."""
    titles = lab.crowd.edit_in(side, pairs)
    began = time.perf_counter()
    start()
    seconds: list[float] = []
    for pair, title in zip(pairs, titles, strict=True):
        _await_title(lab, side, pair, title)
        seconds.append(time.perf_counter() - began)
    return seconds


def _await_title(lab: Lab, edited: Side, pair: Pair, title: str) -> None:
    shown = _in_salesforce if edited is Side.HUBSPOT else _in_hubspot
    await_that(partial(_shows, shown, lab, pair, title), "an edit in the other CRM", LOOK_EVERY_S)


def _shows(shown: Callable[[Lab, Pair], Any], lab: Lab, pair: Pair, title: str) -> bool:
    return bool(shown(lab, pair) == title)


def _in_salesforce(lab: Lab, pair: Pair) -> Any:  # noqa: ANN401 - JSON
    path = f"{SALESFORCE_DATA}/sobjects/Contact/{pair.salesforce}?fields=Title"
    return lab.crowd.desk.ask("salesforce", "GET", path, None)["Title"]


def _in_hubspot(lab: Lab, pair: Pair) -> Any:  # noqa: ANN401 - JSON
    path = f"/crm/v3/objects/contacts/{pair.hubspot}?properties=jobtitle"
    return lab.crowd.desk.ask("hubspot", "GET", path, None)["properties"]["jobtitle"]
