"""What a HubSpot record shows of its sync is true, and nothing of it waits any more."""

from __future__ import annotations

from collections.abc import Iterator

from crmsync.core.link import Link
from crmsync.core.pairs.contact import CONTACT
from crmsync.core.record import Millis, Record
from crmsync.core.stamps import ERROR, STATUS, Status

from sandbox.simulation.invariants.state import State

TWO_ROUNDS: Millis = 600_000


def untrue_stamps(state: State) -> Iterator[str]:
    for link in state.links:
        record = state.records.get(link.hubspot)
        if record is not None and link.salesforce in state.records:
            yield from _of_pair(link, record, state)
    due = state.world.scheduler.now - TWO_ROUNDS
    waiting = sum(one.at < due for sheet in state.world.product.stamps.all() for one in sheet.stamps)
    if waiting and not state.world.administrator.caps:
        yield f"{waiting} stamps still wait"


def _of_pair(link: Link, record: Record, state: State) -> Iterator[str]:
    if state.world.administrator.caps or link.hubspot in state.outsiders:
        return  # there may be no call left to tell of it; outside the list it is told when something happens there
    wanted = Status.PARKED if state.parts_parked(link.hubspot) else Status.IN_SYNC
    if record.values.get(STATUS) != wanted:
        yield f"{record.ref.key} shows {record.values.get(STATUS)} and is {wanted.value}"
    if bool(record.values.get(ERROR)) is not (wanted is Status.PARKED):
        yield f"{record.ref.key} is {wanted.value} and shows as error: {record.values.get(ERROR)}"
    if record.values.get(CONTACT.id_properties[link.salesforce.object_type]) != link.salesforce.id:
        yield f"{record.ref.key} does not show that it is linked to {link.salesforce.key}"
