"""CRM calls a record when a thousand linked contacts change at once."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from functools import partial

from benchmarks import runs
from benchmarks.app_calls import app_calls
from benchmarks.arrival_calls import (
    contacts,
    edit_half_in_each,
    in_change_events,
    in_messages_of_many,
    in_messages_of_one,
    polled,
    polled_on,
)
from benchmarks.arrivals import POLLS
from benchmarks.crowd import Crowd, Pair
from benchmarks.figures import Row, Section
from benchmarks.held_queues import await_that
from benchmarks.lab import Lab
from benchmarks.linked_people import LinkedPeople
from benchmarks.local_worker import Spent
from benchmarks.pushes import pushing

IN_BATCHES, ONE_BY_ONE = 0.04, 0.1
UNIT = "calls a record"
EMULATED = 100
"""Records on each side: the emulator takes a second for twenty."""


def measure(lab: Lab) -> Section:
    number = lab.samples.crowd
    people = contacts(number)
    rows = (
        Row(f"{number} by poll, half in each CRM", _by_both_polls(people), UNIT, IN_BATCHES),
        *(Row(f"{number} {one.of('in')}", polled_on(people, one), UNIT, IN_BATCHES) for one in POLLS),
        *_pushed(lab, people),
        Row("one by one, as the emulator batches them", _emulated(lab), UNIT),
    )
    return Section(rows, _REMARKS)


def _pushed(lab: Lab, people: LinkedPeople) -> Iterator[Row]:
    bursts, number = runs.bursts(lab), lab.samples.crowd
    salesforce = f"{number} in Salesforce"
    yield Row(f"{number} in HubSpot, in webhooks of 100", _a_record(bursts[runs.WEBHOOKS]), UNIT, IN_BATCHES)
    yield Row(f"{salesforce}, in Outbound Messages of 100", in_messages_of_many(people), UNIT, IN_BATCHES)
    yield Row(f"{salesforce}, by change events", in_change_events(people), UNIT, ONE_BY_ONE)
    yield Row(f"{salesforce}, by Outbound Messages of one", in_messages_of_one(people), UNIT, ONE_BY_ONE)
    yield Row(f"{number} one by one, half in each CRM", _a_record(bursts[runs.SINGLES]), UNIT, ONE_BY_ONE)


def _by_both_polls(people: LinkedPeople) -> float:
    return polled(people, partial(edit_half_in_each, people))


def _a_record(spent: Sequence[Spent]) -> float:
    return sum(one.calls for one in spent) / sum(one.outcomes.total() for one in spent)


def _emulated(lab: Lab) -> float:
    """Edits keep coming while the deployed workers are at it; echoes too."""
    half = min(EMULATED, len(lab.linked) // 2)
    left, right = lab.linked[:half], lab.linked[half : 2 * half]
    before = app_calls(lab.stack)
    with pushing(lab.stack, hubspot=True, salesforce=True, webhook_events=1):
        for start in range(0, half, runs.EVENTS_AT_ONCE):
            group = slice(start, start + runs.EVENTS_AT_ONCE)
            to_salesforce = lab.crowd.edit_in_hubspot(left[group])
            to_hubspot = lab.crowd.edit_in_salesforce(right[group])
            await_that(partial(_have_crossed, lab.crowd, left[group], to_salesforce, right[group], to_hubspot), "edits")
        return (app_calls(lab.stack) - before) / (2 * half)


def _have_crossed(
    crowd: Crowd, left: Sequence[Pair], to_salesforce: list[str], right: Sequence[Pair], to_hubspot: list[str]
) -> bool:
    return crowd.titles_in_salesforce(left) == to_salesforce and crowd.titles_in_hubspot(right) == to_hubspot


_REMARKS = """
By poll: on the virtual clock and in-memory stores. The pages of the polls are in it, also those that their look-back
shows again, and the echoes of all writes; the one call that a side's round costs on an idle day is not.

In webhooks of 100 and one by one in both CRMs: messages as the deployed triggers put them into the queue, given to the
worker in batches of 100, as AWS does. Their echoes cost no call (see above). The other rows are the same on the virtual
clock, with their echoes in them; polls are off. Change events come one by one whatever was saved together; an Outbound
Message tells of up to 100 records that were saved together, and of one that was saved alone.

The emulator hands over at most 10 messages and waits for no window: its own figure is that of small batches.
"""
