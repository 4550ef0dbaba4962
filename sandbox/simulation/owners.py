"""People hand records to other owners: to some who work in both CRMs, and to some whom the other one does not know."""

from __future__ import annotations

from crmsync.core.owner_directory import OWNER
from crmsync.core.record import Side

from sandbox.hubspot.seed_data import OWNERS
from sandbox.salesforce.ids import numbered
from sandbox.simulation.people import People

USERS = [numbered("005", number) for number in (1, 2, 3, 4)]


def change_owner(people: People, _: int) -> None:
    known = people.choose()
    if known.side is Side.HUBSPOT:
        people.hubspot.edit(known.id, {OWNER: people.rng.choice([*(owner.id for owner in OWNERS), None])})
    else:
        people.salesforce.edit(known.object_type, known.id, {"OwnerId": people.rng.choice(USERS)})
