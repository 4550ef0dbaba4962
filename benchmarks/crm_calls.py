"""CRM calls of one change that is alone in its invocation."""

from __future__ import annotations

from crmsync.core.record import Side

from benchmarks import runs
from benchmarks.figures import Row, Section
from benchmarks.lab import Lab
from benchmarks.linked_changes import linked_changes
from benchmarks.listed_changes import listed_changes
from benchmarks.local_worker import Spent

ECHO, CHANGE, LISTED, NEWCOMER = 0, 3, 4, 6
"""The most calls of each."""


def measure(lab: Lab) -> Section:
    changes, newcomers = runs.isolated_changes(lab), runs.newcomers(lab)
    most = {
        runs.SALESFORCE_ECHO: ECHO,
        runs.HUBSPOT_ECHO: ECHO,
        runs.HUBSPOT_CHANGE: CHANGE,
        runs.SALESFORCE_CHANGE: CHANGE,
        runs.HUBSPOT_CREATION: NEWCOMER,
        runs.SALESFORCE_CREATION: NEWCOMER,
        runs.HUBSPOT_LINK: NEWCOMER,
        runs.SALESFORCE_LINK: NEWCOMER,
    }
    played = {**changes, **newcomers}
    rows = (Row(name, max(map(_calls, played[name])), "calls", budget) for name, budget in most.items())
    listed = (
        Row(f"{_CHANGE[side]}, with an inclusion list", calls, "calls", LISTED)
        for side, calls in listed_changes().items()
    )
    pairs = (Row(f"{_CHANGE[side]}, {name}", calls, "calls", CHANGE) for name, side, calls in linked_changes())
    return Section((*rows, *listed, *pairs), _REMARKS)


_CHANGE = {Side.HUBSPOT: runs.HUBSPOT_CHANGE, Side.SALESFORCE: runs.SALESFORCE_CHANGE}


def _calls(spent: Spent) -> int:
    return spent.calls


_REMARKS = """
Both sides together, by the simulators' count of what crmsync's apps asked; the most of all repetitions. The events come
from the deployed trigger functions, the worker runs in the benchmark's process with its real adapters.

With an inclusion list: of a contact that is in it, on the virtual clock and in-memory stores, the echo included.
The other pairs' records likewise: each has its contact or account, which stays the same.

A first link writes to both sides here, since each had a field that the other lacked.
"""
