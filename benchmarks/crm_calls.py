"""CRM calls of one change that is alone in its invocation."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence

from benchmarks import runs
from benchmarks.arrival_calls import polled_changes
from benchmarks.arrival_runs import MESSAGE_CHANGE, MESSAGE_ECHO, messages_alone
from benchmarks.arrivals import CRM_NAMES, Arrival
from benchmarks.figures import Row, Section
from benchmarks.lab import Lab
from benchmarks.linked_changes import linked_changes
from benchmarks.listed_changes import listed_changes
from benchmarks.local_worker import Spent

ECHO, CHANGE, LISTED, NEWCOMER = 0, 3, 4, 6
"""The most calls of each."""


def measure(lab: Lab) -> Section:
    changes, echoes = _by_arrival(lab)
    return Section(
        (
            *(Row(one.of("echo from"), calls, "calls", ECHO) for one, calls in echoes.items()),
            *(Row(one.of("change in"), calls, "calls", CHANGE) for one, calls in changes.items()),
            *_newcomers(lab),
            *_of_others(),
        ),
        _REMARKS,
    )


def _by_arrival(lab: Lab) -> tuple[Mapping[Arrival, int], Mapping[Arrival, int]]:
    """Of a linked contact's changes, and of the echoes that come by the same feed."""
    pushed, told, polled = runs.isolated_changes(lab), messages_alone(lab), polled_changes()
    changes = {
        Arrival.WEBHOOK: _most(pushed[runs.HUBSPOT_CHANGE]),
        Arrival.CHANGE_EVENT: _most(pushed[runs.SALESFORCE_CHANGE]),
        Arrival.OUTBOUND_MESSAGE: _most(told[MESSAGE_CHANGE]),
    }
    echoes = {
        Arrival.WEBHOOK: _most(pushed[runs.HUBSPOT_ECHO]),
        Arrival.CHANGE_EVENT: _most(pushed[runs.SALESFORCE_ECHO]),
        Arrival.OUTBOUND_MESSAGE: _most(told[MESSAGE_ECHO]),
    }
    return (
        changes | {one: calls.change for one, calls in polled.items()},
        echoes | {one: calls.echo for one, calls in polled.items()},
    )


def _newcomers(lab: Lab) -> Iterator[Row]:
    played = runs.newcomers(lab)
    for name in (runs.HUBSPOT_CREATION, runs.SALESFORCE_CREATION, runs.HUBSPOT_LINK, runs.SALESFORCE_LINK):
        yield Row(name, _most(played[name]), "calls", NEWCOMER)


def _of_others() -> Iterator[Row]:
    for side, calls in listed_changes().items():
        yield Row(f"change in {CRM_NAMES[side]}, with an inclusion list", calls, "calls", LISTED)
    for name, side, calls in linked_changes():
        yield Row(f"change in {CRM_NAMES[side]}, {name}", calls, "calls", CHANGE)


def _most(spent: Sequence[Spent]) -> int:
    return max(one.calls for one in spent)


_REMARKS = """
Both sides together, by the simulators' count of what crmsync's apps asked; the most of all repetitions. The events come
from the deployed trigger functions, the worker runs in the benchmark's process with its real adapters. A creation or a
first link comes by webhook or change event.

By poll: on the virtual clock and in-memory stores, less what the same rounds cost while nothing changes. A poll brings
the values of its side along, so that only the other one is read. The echo is what the rounds after that cost more: they
show the write and, by their look-back, the change again.

With an inclusion list: of a contact that is in it, on the virtual clock and in-memory stores, the echo included.
The other pairs' records likewise: each has its contact or account, which stays the same.

A first link writes to both sides here, since each had a field that the other lacked.
"""
