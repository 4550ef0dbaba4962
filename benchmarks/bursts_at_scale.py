"""A burst of 10,000 changes, and polls of 200,000 records of one moment."""

from __future__ import annotations

import json
from functools import partial

from crmsync.core.poll_cursor import LOOK_BACK
from crmsync.core.record import Side

from benchmarks.arrival_calls import contacts, edit_half_in_each, polled
from benchmarks.calls_a_record import IN_BATCHES
from benchmarks.figures import Row, Section
from benchmarks.lab import Lab
from benchmarks.virtual_product import MINUTE, VirtualProduct
from sandbox.memory.queue import BULK, LIVE

BURST, CROWD = 10_000, 200_000
QUICK_BURST, QUICK_CROWD = 100, 2_000
OBJECTS = {Side.HUBSPOT: "contacts", Side.SALESFORCE: "Contact"}
MOST_ROUNDS = 500


def measure(lab: Lab) -> Section:
    quick = lab.samples.is_quick
    burst, crowd = (QUICK_BURST, QUICK_CROWD) if quick else (BURST, CROWD)
    return Section(
        (
            Row(f"{burst} by poll, half in each CRM", _polled(burst), "calls a record", IN_BATCHES),
            *(row for side in Side for row in _poll_of(crowd, side)),
        ),
        _REMARKS,
    )


def _polled(number: int) -> float:
    people = contacts(number)
    return polled(people, partial(edit_half_in_each, people))


def _poll_of(number: int, side: Side) -> list[Row]:
    virtual = VirtualProduct()
    virtual.run(virtual.product.guard)
    virtual.pass_time(60 * MINUTE)
    virtual.poll()
    values = [_record(side, place) for place in range(number)]
    virtual.desk.control(side.value, "load", {"object": OBJECTS[side], "records": values, "ids": []})
    virtual.pass_time(MINUTE)
    calls = virtual.calls(side)
    missed, rounds, again = _walk(virtual, side, number)
    what = f"{number} of one moment in {side.value.capitalize()}"
    return [
        Row(f"{what}: missed by the poll", missed, "records", 0),
        Row(f"{what}: shown more than once", again, "records"),
        Row(f"{what}: calls", virtual.calls(side) - calls, "calls"),
        Row(f"{what}: shown within", rounds, "rounds of a minute"),
    ]


def _record(side: Side, place: int) -> dict[str, str]:
    address = f"person{place}@example.org"
    return {"email": address} if side is Side.HUBSPOT else {"LastName": "Crowd", "Email": address}


def _walk(virtual: VirtualProduct, side: Side, number: int) -> tuple[int, int, int]:
    """Until no look-back reaches them any more: who was missed, in how many rounds they came, who was shown again."""
    seen, shown, came = set[str](), 0, 0
    quiet = virtual.now + LOOK_BACK
    for turn in range(1, MOST_ROUNDS):
        stopped: list[str] = []
        virtual.run(lambda: stopped.append(virtual.product.poll(side, virtual.now + MINUTE).stopped))  # noqa: B023
        keys = _taken(virtual)
        seen, shown = seen | {key for key in keys if key.startswith(side.value)}, shown + len(keys)
        came = came or (turn if len(seen) >= number else 0)
        if stopped[0] or keys:
            quiet = virtual.now + LOOK_BACK + MINUTE
        elif virtual.now > quiet:
            return max(0, number - len(seen)), came, shown - len(seen)
        virtual.pass_time(MINUTE)
    raise AssertionError("the poll does not end")


def _taken(virtual: VirtualProduct) -> list[str]:
    """The records that the queue was told of."""
    keys: list[str] = []
    for queue in (LIVE, BULK):
        for message in virtual.product.queue.receive(queue, 1_000_000):
            keys.extend(change["ref"] for change in json.loads(message.body)["changes"])
            virtual.product.queue.delete(message.receipt)
    return keys


_REMARKS = """
On the virtual clock and in-memory stores. The burst is counted as in “CRM calls a record in a burst”. The polls'
records are of one moment, as after a bulk update; HubSpot's search shows 10,000 results of a query. Polled every
minute, until no look-back reaches them any more: the last one shows once more whom nobody linked meanwhile.
"""
