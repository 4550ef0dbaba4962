"""What the worker is given by each kind of arrival, as the deployed functions send it: changes alone, and in batches.

Each is played once; several sections show other sides of the same runs.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from collections.abc import Set as AbstractSet
from functools import cache
from typing import NamedTuple

from crmsync.core.change import Change
from crmsync.core.message import MESSAGE_CHANGES, pack, unpack
from crmsync.core.outcome import OutcomeName
from crmsync.core.record import Side
from crmsync.usecases.sync.worker import Message

from benchmarks import runs
from benchmarks.arrivals import POLLS, Arrival
from benchmarks.crowd import Pair
from benchmarks.held_queues import BULK, LIVE, HeldQueues, held_queues
from benchmarks.lab import Lab
from benchmarks.local_worker import Spent
from benchmarks.pushes import pushing
from sandbox.stack.stack import Stack

BATCHES = 2
ALONE_OF_MANY = 6
"""Of so many isolated changes by webhook, one by Outbound Message and by each poll."""

POLL_FUNCTIONS = {Side.HUBSPOT: "HubspotPollFunction", Side.SALESFORCE: "SalesforcePollFunction"}
MESSAGE_CHANGE, MESSAGE_ECHO = "change by Outbound Message", "echo by Outbound Message"

Played = Mapping[Arrival, Sequence[Spent]]


class Polled(NamedTuple):
    """Invocations with one change each, and with a hundred."""

    alone: Sequence[Spent]
    batches: Sequence[Spent]


@cache
def messages_alone(lab: Lab) -> runs.Runs:
    """Changes of linked contacts and their echoes, where Salesforce tells by Outbound Messages; after a warm-up."""
    changes: list[Spent] = []
    echoes: list[Spent] = []
    pairs = reversed(lab.linked)
    with held_queues(lab.stack) as queues, pushing(lab.stack, hubspot=True, messages=True):
        for _ in range(_number(lab) + 1):
            left, right = next(pairs), next(pairs)
            lab.crowd.edit_in_salesforce([left])
            changes.append(_given(lab, _told(queues, {left.salesforce}), OutcomeName.UPDATED))
            _given(lab, _told(queues, {left.hubspot}), OutcomeName.ECHO)
            lab.crowd.edit_in_hubspot([right])
            _given(lab, _told(queues, {right.hubspot}), OutcomeName.UPDATED)
            echoes.append(_given(lab, _told(queues, {right.salesforce}), OutcomeName.ECHO))
    return {MESSAGE_CHANGE: changes[1:], MESSAGE_ECHO: echoes[1:]}


@cache
def changes_alone(lab: Lab) -> Played:
    """One change an invocation, by each kind of arrival."""
    pushed = runs.isolated_changes(lab)
    return {
        Arrival.WEBHOOK: pushed[runs.HUBSPOT_CHANGE],
        Arrival.CHANGE_EVENT: pushed[runs.SALESFORCE_CHANGE],
        Arrival.OUTBOUND_MESSAGE: messages_alone(lab)[MESSAGE_CHANGE],
        **{one: polled(lab, one).alone for one in POLLS},
    }


@cache
def batches(lab: Lab) -> Played:
    """A hundred changes an invocation, by each kind of arrival."""
    chosen = lab.linked[-BATCHES * runs.BATCH :]  # of whom the emulator's workers are not told any more
    by_webhooks = runs.bursts(lab)[runs.WEBHOOKS]
    with held_queues(lab.stack) as queues:
        with pushing(lab.stack, salesforce=True):
            events = _change_events(lab, queues, chosen)
        with pushing(lab.stack):
            by_events = [_given(lab, part, most=1) for part in _hundreds(events)]
        with pushing(lab.stack, messages=True):
            lab.crowd.edit_in_salesforce(chosen)
            told = _told(queues, {pair.salesforce for pair in chosen})
        with pushing(lab.stack):
            by_messages = [_given(lab, part) for part in _hundreds(told)]
    return {
        Arrival.WEBHOOK: by_webhooks,
        Arrival.CHANGE_EVENT: by_events,
        Arrival.OUTBOUND_MESSAGE: by_messages,
        **{one: polled(lab, one).batches for one in POLLS},
    }


def _number(lab: Lab) -> int:
    return max(1, lab.samples.isolated // ALONE_OF_MANY)


def _change_events(lab: Lab, queues: HeldQueues, pairs: Sequence[Pair]) -> list[Change]:
    changes: list[Change] = []
    for start in range(0, len(pairs), runs.EVENTS_AT_ONCE):
        group = pairs[start : start + runs.EVENTS_AT_ONCE]
        lab.crowd.edit_in_salesforce(group)
        changes.extend(_told(queues, {pair.salesforce for pair in group}))
    return changes


@cache
def polled(lab: Lab, arrival: Arrival) -> Polled:
    """One round brings all. The first changes are given to the worker as if each had been the only one."""
    alone = _number(lab) + 1
    pairs = lab.linked[: alone + BATCHES * runs.BATCH]
    with held_queues(lab.stack) as queues, pushing(lab.stack):
        lab.crowd.edit_in(arrival.side, pairs)
        poll_now(lab.stack, arrival)
        edited = {pair.hubspot if arrival.side is Side.HUBSPOT else pair.salesforce for pair in pairs}
        changes = _told(queues, edited, BULK)
        spent = [_given(lab, [change]) for change in changes[:alone]]
        return Polled(spent[1:], [_given(lab, part) for part in _hundreds(changes[alone:])])


def _told(queues: HeldQueues, ids: AbstractSet[str], queue: str = LIVE) -> list[Change]:
    """What the functions send of these records, each once: a CRM tells again where an answer is late. What
    they send of others is thrown away. Raises NothingCameError.
    """
    told: dict[str, Change] = {}
    while ids - told.keys():
        sent = (change for message in queues.take(1, queue) for change in unpack(message.body))
        told.update({change.ref.id: change for change in sent if change.ref.id in ids - told.keys()})
    return list(told.values())


def _hundreds(changes: Sequence[Change]) -> list[Sequence[Change]]:
    return [changes[start : start + runs.BATCH] for start in range(0, len(changes), runs.BATCH)]


def _given(
    lab: Lab, changes: Sequence[Change], expected: OutcomeName = OutcomeName.UPDATED, *, most: int = MESSAGE_CHANGES
) -> Spent:
    """One invocation, with so many changes a message. Raises AssertionError when a record has another outcome."""
    messages = [Message(f"told-{place}", body) for place, body in enumerate(pack(changes, most))]
    return runs.handled(lab, messages, expected)


def poll_now(stack: Stack, arrival: Arrival) -> None:
    """A round of the deployed poll, which takes the youngest changes, too."""
    answer = stack.invoke(POLL_FUNCTIONS[arrival.side], {"force": True})
    if answer["stopped"]:
        raise AssertionError(f"the poll stopped: {answer['stopped']}")
