"""CRM calls of one change that is alone in its invocation."""

from __future__ import annotations

from benchmarks import runs
from benchmarks.figures import Row, Section
from benchmarks.lab import Lab
from benchmarks.local_worker import Spent

ECHO, CHANGE, NEWCOMER = 0, 3, 6
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
    return Section(tuple(rows), _REMARKS)


def _calls(spent: Spent) -> int:
    return spent.calls


_REMARKS = """
Both sides together, by the simulators' count of what crmsync's apps asked; the most of all repetitions. The events come
from the deployed trigger functions, the worker runs in the benchmark's process with its real adapters.

A first link writes to both sides here, since each had a field that the other lacked.
"""
