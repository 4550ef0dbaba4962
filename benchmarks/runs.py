"""What the worker is given, as the deployed triggers send it: isolated changes one by one, newcomers, bursts.

Each is played once; several sections show other sides of the same runs.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Mapping, Sequence
from functools import cache

from crmsync.bootstrap.ingress import clock
from crmsync.core.outcome import OutcomeName
from crmsync.usecases.sync.worker import Message

from benchmarks.crowd import Pair, looks_at
from benchmarks.held_queues import HeldQueues, held_queues
from benchmarks.lab import Lab
from benchmarks.local_worker import Spent
from benchmarks.pushes import pushing

BATCH = 100
EVENTS_AT_ONCE = 10
"""The emulator starts a function a change event, all at once, and loses events when they are many."""

HUBSPOT_CHANGE, SALESFORCE_CHANGE = "change by webhook", "change by change event"
HUBSPOT_ECHO, SALESFORCE_ECHO = "echo by webhook", "echo by change event"
HUBSPOT_CREATION, SALESFORCE_CREATION = "creation from HubSpot", "creation from Salesforce"
HUBSPOT_LINK, SALESFORCE_LINK = "first link from HubSpot", "first link from Salesforce"
WEBHOOKS, SINGLES, ECHOES, NEWCOMERS = "webhooks of 100", "one message a change", "echoes", "creations from HubSpot"

Runs = Mapping[str, Sequence[Spent]]


@cache
def isolated_changes(lab: Lab) -> Runs:
    """Changes of linked contacts and their echoes, each alone in its invocation; the first of each is a warm-up."""
    runs: defaultdict[str, list[Spent]] = defaultdict(list)
    pairs = iter(lab.linked)
    with held_queues(lab.stack) as queues:
        for _ in range(lab.samples.isolated + 1):
            lab.crowd.edit_in_hubspot([next(pairs)])
            runs[HUBSPOT_CHANGE].append(handled(lab, queues.take(1), OutcomeName.UPDATED))
            runs[SALESFORCE_ECHO].append(handled(lab, queues.take(1), OutcomeName.ECHO))
            lab.crowd.edit_in_salesforce([next(pairs)])
            runs[SALESFORCE_CHANGE].append(handled(lab, queues.take(1), OutcomeName.UPDATED))
            runs[HUBSPOT_ECHO].append(handled(lab, queues.take(1), OutcomeName.ECHO))
    return {name: own[1:] for name, own in runs.items()}


def handled(lab: Lab, messages: Sequence[Message], expected: OutcomeName) -> Spent:
    """One invocation. Raises AssertionError when a record has another outcome."""
    spent = lab.worker.handle(messages)
    if set(spent.outcomes) != {expected}:
        raise AssertionError(f"{expected} was expected, not {dict(spent.outcomes)}")
    return spent


@cache
def newcomers(lab: Lab) -> Runs:
    """People who are new in one CRM: created in the other, or linked to whom the other has already."""
    crowd, created, linked = lab.crowd, OutcomeName.CREATED, OutcomeName.LINKED
    with held_queues(lab.stack) as queues:
        with pushing(lab.stack, hubspot=True):
            from_hubspot = {
                HUBSPOT_CREATION: _one_by_one(lab, queues, lambda: crowd.enter_in_hubspot(1), created),
                HUBSPOT_LINK: _one_by_one(
                    lab, queues, lambda: crowd.enter_in_hubspot(1, known_in_salesforce=True), linked
                ),
                NEWCOMERS: [_batch_of_newcomers(lab, queues)],
            }
        with pushing(lab.stack, salesforce=True):
            return from_hubspot | {
                SALESFORCE_CREATION: _one_by_one(lab, queues, lambda: crowd.enter_in_salesforce(1), created),
                SALESFORCE_LINK: _one_by_one(
                    lab, queues, lambda: crowd.enter_in_salesforce(1, known_in_hubspot=True), linked
                ),
            }


def _one_by_one(lab: Lab, queues: HeldQueues, enter: Callable[[], None], expected: OutcomeName) -> list[Spent]:
    spent: list[Spent] = []
    for _ in range(max(1, lab.samples.isolated // 6)):
        queues.empty()
        enter()
        spent.append(handled(lab, queues.take(1), expected))
    return spent


def _batch_of_newcomers(lab: Lab, queues: HeldQueues) -> Spent:
    queues.empty()
    lab.crowd.enter_in_hubspot(lab.samples.newcomers)
    return handled(lab, queues.take(lab.samples.newcomers), OutcomeName.CREATED)


@cache
def bursts(lab: Lab) -> Runs:
    """Everybody changes: in webhooks of a hundred, or half in each CRM with one message a change. Without echoes on
    the way, which the emulator's functions would take the CPU time for; those of a hundred come by themselves.
    """
    everybody = lab.linked  # which holds the queues itself, and lets them go
    with held_queues(lab.stack) as queues:
        queues.empty()
        with pushing(lab.stack, hubspot=True):
            lab.crowd.edit_in_hubspot(everybody)
            webhooks = queues.take(len(everybody))
        with pushing(lab.stack):
            by_webhooks = [handled(lab, [message], OutcomeName.UPDATED) for message in webhooks]
        with pushing(lab.stack, hubspot=True, salesforce=True, webhook_events=1):
            singles = _singles(lab, queues)
        with pushing(lab.stack):
            by_singles = [handled(lab, part, OutcomeName.UPDATED) for part in parts(singles)]
        return {WEBHOOKS: by_webhooks, SINGLES: by_singles, ECHOES: [_echoes(lab, queues)]}


def _singles(lab: Lab, queues: HeldQueues) -> list[Message]:
    half = len(lab.linked) // 2
    messages: list[Message] = []
    for start in range(0, half, EVENTS_AT_ONCE):
        group = slice(start, min(half, start + EVENTS_AT_ONCE))
        left, right = lab.linked[:half][group], lab.linked[half : 2 * half][group]
        lab.crowd.edit_in_hubspot(left)
        lab.crowd.edit_in_salesforce(right)
        messages.extend(queues.take(len(left) + len(right)))
    return messages


def parts(messages: Sequence[Message]) -> list[Sequence[Message]]:
    """As many as AWS hands over at once."""
    return [messages[start : start + BATCH] for start in range(0, len(messages), BATCH)]


def _echoes(lab: Lab, queues: HeldQueues) -> Spent:
    """Of a hundred writes to HubSpot, in its webhooks."""
    pairs: Sequence[Pair] = lab.linked[:BATCH]
    with pushing(lab.stack):
        lab.crowd.edit_in_salesforce(pairs)
    with pushing(lab.stack, hubspot=True):
        messages = [Message("look", body) for body in looks_at(pairs, clock().now())]
        handled(lab, messages, OutcomeName.UPDATED)
        return handled(lab, queues.take(len(pairs)), OutcomeName.ECHO)
