"""No quota is exceeded, and writes do not answer writes."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from crmsync.core.reasons import Reason
from crmsync.core.record import Millis, Side

from sandbox.simulation.invariants.state import State

DAY: Millis = 86_400_000
TEN_SECONDS: Millis = 10_000
HUBSPOT_WINDOW = 190
WRITES_AN_EDIT = 3
"""An edit crosses (one value written); one that was covered is brought back to both sides. Crashes repeat some."""


def too_much_traffic(state: State) -> Iterator[str]:
    product = state.world.product
    for side, cap in state.world.administrator.caps.items():
        calls = _most_within(product.call_times[side], DAY)
        if calls > cap:
            yield f"{side}: {calls} calls were made within 24 hours, the cap is {cap}"
    burst = _most_within(product.call_times[Side.HUBSPOT], TEN_SECONDS)
    if burst > HUBSPOT_WINDOW:
        yield f"{burst} calls were made to HubSpot within ten seconds"
    yield from _answering_writes(state)


def _most_within(times: Sequence[Millis], span: Millis) -> int:
    """The most calls that fell into any stretch of that length."""
    most = first = 0
    for last, at in enumerate(times):
        while times[first] <= at - span:
            first += 1
        most = max(most, last - first + 1)
    return most


def _answering_writes(state: State) -> Iterator[str]:
    """Values that were written to linked records, against those that people set. What a first link fills, once a
    field, answers nobody: who was imported outside the inclusion list has it when the contact joins.
    """
    rows = [row for row in state.world.product.history.all() if row.action == "update"]
    written = [(row.hubspot, entry) for row in rows for entry in row.entries]
    filled = {(ref, entry.side, entry.field) for ref, entry in written if entry.reason == Reason.FIRST_LINK}
    world = state.world
    kinds = (world.companies, world.deals, world.pets, world.activities, world.notes, world.tickets)
    edits = len(world.people.edits) + sum(kind.edits for kind in kinds)
    writes = len(written) - len(filled)
    if writes > WRITES_AN_EDIT * edits:
        yield f"{writes} values were written after {edits} edits: writes answer writes"
