"""CRM calls by kind of arrival, on the virtual clock: of a burst of contacts by each, of one change by polls."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from functools import partial
from typing import NamedTuple

from benchmarks.arrivals import POLLS, TOLD_BY_MESSAGE, Arrival
from benchmarks.crowd import Pair
from benchmarks.linked_people import ROUNDS, LinkedPeople, linked_long_ago
from benchmarks.local_stack import TITLE_TWO_WAY
from benchmarks.virtual_product import VirtualProduct

REPEATED = 3


class PolledChange(NamedTuple):
    """Calls beyond those that the same rounds make while nothing changes."""

    change: int
    echo: int


def contacts(number: int) -> LinkedPeople:
    return linked_long_ago(VirtualProduct(), number, {"mappings/contact": TITLE_TWO_WAY})


def polled_changes() -> Mapping[Arrival, PolledChange]:
    """Of one contact; the most of all repetitions. Raises AssertionError when an edit does not cross."""
    people = contacts(REPEATED)
    return {arrival: _most([_polled(people, arrival, pair) for pair in people.pairs]) for arrival in POLLS}


def _most(played: list[PolledChange]) -> PolledChange:
    return PolledChange(max(one.change for one in played), max(one.echo for one in played))


def _polled(people: LinkedPeople, arrival: Arrival, pair: Pair) -> PolledChange:
    """The round after the edit brings it over, those after that show the echo, and the edit again."""
    later = partial(people.pass_rounds, ROUNDS - 1)
    idle, idle_later = people.spent(partial(people.pass_rounds, 1), edits=0), people.spent(later, edits=0)
    people.crowd.edit_in(arrival.side, [pair])
    changed = people.spent(partial(people.pass_rounds, 1), edits=1)
    return PolledChange(changed - idle, people.spent(later, edits=0) - idle_later)


def polled(people: LinkedPeople, edit: Callable[[], object]) -> float:
    """Calls a record when the edit of all of them comes by polls; less what the same rounds cost without changes."""
    idle = people.spent(people.pass_rounds, edits=0)
    edit()
    return (people.spent(people.pass_rounds, edits=len(people.pairs)) - idle) / len(people.pairs)


def edit_half_in_each(people: LinkedPeople) -> None:
    half = len(people.pairs) // 2
    people.crowd.edit_in_hubspot(people.pairs[:half])
    people.crowd.edit_in_salesforce(people.pairs[half:])


def polled_on(people: LinkedPeople, arrival: Arrival) -> float:
    """As `polled`, when all edits are in that one CRM."""
    return polled(people, partial(people.crowd.edit_in, arrival.side, people.pairs))


def in_change_events(people: LinkedPeople) -> float:
    people.virtual.push()
    return _pushed(people, partial(people.crowd.edit_in_salesforce, people.pairs))


def in_messages_of_many(people: LinkedPeople) -> float:
    """The worker has one message at a time."""
    people.virtual.push(events=(), messages=TOLD_BY_MESSAGE)
    return _pushed(people, partial(people.crowd.edit_in_salesforce, people.pairs), most_messages=1)


def in_messages_of_one(people: LinkedPeople) -> float:
    """Each record is saved for itself: of those that are saved together, Salesforce tells together."""
    people.virtual.push(events=(), messages=TOLD_BY_MESSAGE)

    def edit() -> None:
        for pair in people.pairs:
            people.crowd.edit_in_salesforce([pair])

    return _pushed(people, edit)


def _pushed(people: LinkedPeople, edit: Callable[[], object], most_messages: int | None = None) -> float:
    """Calls a record, the echoes included. A worker has as many messages as AWS hands over, unless `most_messages`."""

    def change() -> None:
        edit()
        people.virtual.settle(most_messages)

    return people.spent(change, edits=len(people.pairs)) / len(people.pairs)
