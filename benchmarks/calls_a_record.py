"""CRM calls a record when a thousand linked contacts change at once."""

from __future__ import annotations

import json
from collections.abc import Sequence
from functools import partial

from crmsync.core.record import Millis, Side

from benchmarks import runs
from benchmarks.app_calls import app_calls
from benchmarks.crowd import Crowd, Pair, looks_at
from benchmarks.figures import Row, Section
from benchmarks.held_queues import await_that
from benchmarks.lab import Lab
from benchmarks.local_stack import TITLE_TWO_WAY
from benchmarks.local_worker import Spent
from benchmarks.pushes import pushing
from benchmarks.virtual_product import MINUTE, VirtualProduct
from sandbox.memory.queue import LIVE

IN_BATCHES, ONE_BY_ONE = 0.04, 0.1
POLL_GAP: Millis = 5 * MINUTE
ROUNDS = 5
"""From the changes through their echoes until the look-back has passed over both."""

EMULATED = 100
"""Records on each side: the emulator takes a second for twenty."""


def measure(lab: Lab) -> Section:
    bursts, number = runs.bursts(lab), len(lab.linked)
    rows = (
        Row(f"{number} by poll, half in each CRM", polled(number), "calls a record", IN_BATCHES),
        Row(f"{number} in webhooks of 100", _a_record(bursts[runs.WEBHOOKS]), "calls a record", IN_BATCHES),
        Row(f"{number} one by one, half in each CRM", _a_record(bursts[runs.SINGLES]), "calls a record", ONE_BY_ONE),
        Row("one by one, as the emulator batches them", _emulated(lab), "calls a record"),
    )
    return Section(rows, _REMARKS)


def _a_record(spent: Sequence[Spent]) -> float:
    return sum(one.calls for one in spent) / sum(one.outcomes.total() for one in spent)


def polled(number: int) -> float:
    """Calls a record: every call of five rounds, less the two that each round costs when nothing has changed."""
    virtual, crowd, pairs = _linked_long_ago(number)
    before = _calls(virtual)
    half = number // 2
    crowd.edit_in_hubspot(pairs[:half])
    crowd.edit_in_salesforce(pairs[half:])
    _pass_rounds(virtual)
    calls = _calls(virtual) - before
    written = len(virtual.product.history.all())
    if written != 2 * number:
        raise AssertionError(f"{written - number} of {number} edits crossed")
    return (calls - ROUNDS * len(Side)) / number


def _linked_long_ago(number: int) -> tuple[VirtualProduct, Crowd, list[Pair]]:
    """Out of the polls' look-back, so that no poll sees them again."""
    virtual = VirtualProduct()
    virtual.product.parameters.write("mappings/contact", json.dumps(TITLE_TWO_WAY))
    virtual.run(virtual.product.guard)
    crowd = Crowd(virtual.desk)
    pairs = crowd.made(number)
    for body in looks_at(pairs, virtual.now):
        virtual.product.queue.put(LIVE, body)
    virtual.work()
    _pass_rounds(virtual)
    return virtual, crowd, pairs


def _pass_rounds(virtual: VirtualProduct) -> None:
    for _ in range(ROUNDS):
        virtual.pass_time(POLL_GAP)
        virtual.poll()
        virtual.work()


def _calls(virtual: VirtualProduct) -> int:
    return sum(virtual.calls(side) for side in Side)


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

In webhooks and one by one: messages as the deployed triggers put them into the queue, given to the worker in batches of
100, as AWS does. Their echoes cost no call (see above).

The emulator hands over at most 10 messages and waits for no window: its own figure is that of small batches.
"""
