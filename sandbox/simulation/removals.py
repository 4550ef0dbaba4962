"""In some seeds deletions cross, breakers are low, and people take contacts back. Dice of its own, so that the rest of
a seed stays as it was.
"""

from __future__ import annotations

import json
from collections.abc import Callable
from random import Random

from crmsync.core.parked import AWAITING_CONFIRMATION, NOT_FIELDS
from crmsync.core.record import Millis, Side
from crmsync.usecases.admin.confirm_breaker import ConfirmBreaker

from sandbox.simulation.people import Known
from sandbox.simulation.world import World

DELETING = 0.4
"""The share of seeds in which a side's deletions cross."""

LOW_BREAKERS = 0.25
RESTORING = 0.4
SETTINGS = {Side.SALESFORCE: "on_salesforce_delete", Side.HUBSPOT: "on_hubspot_delete"}


class Removals:
    def __init__(self, seed: int, world: World) -> None:
        self._rng = Random(f"{seed}/removals")
        self._world = world
        self._set_deletions()
        self._set_breakers()

    def _set_deletions(self) -> None:
        administrator = self._world.administrator
        for setting in SETTINGS.values():
            if self._rng.random() < DELETING:
                administrator.settings[setting] = "delete"
        self._write("settings/contact", administrator.settings)

    def _set_breakers(self) -> None:
        if self._rng.random() < LOW_BREAKERS:
            limits = {"max_clears_per_hour": self._rng.randint(1, 4), "max_deletions_per_hour": self._rng.randint(0, 1)}
            self._world.administrator.global_settings.update(limits)
            self._write("settings/global", limits)

    def _write(self, name: str, value: object) -> None:
        self._world.product.parameters.write(name, json.dumps(value))

    def plan(self, until: Millis) -> None:
        """What people do beside the rest: in seeds whose settings make it matter, they delete and clear more. Contacts
        come back from HubSpot's recycle bin; those of Salesforce are among the ordinary actions.
        """
        if any(self._world.administrator.settings.get(setting) == "delete" for setting in SETTINGS.values()):
            self._often(2, 6, self._delete, until)
        if self._world.administrator.global_settings:
            self._often(3, 8, self._clear, until)
        if self._rng.random() < RESTORING:
            self._often(1, 3, self._restore, until)

    def _often(self, least: int, most: int, act: Callable[[], None], until: Millis) -> None:
        self._world.scheduler.scatter(self._rng.randint(least, most), until, self._rng, act)

    def _delete(self) -> None:
        people = self._world.people
        linked = {ref.id for link in self._world.product.links.all() for ref in (link.hubspot, link.salesforce)}
        known = [one for one in people.records if one.id in linked]
        if known:
            people.delete(self._rng.choice(known))

    def _clear(self) -> None:
        people = self._world.people
        if people.records:
            people.clear(self._world.scheduler.now, self._rng.choice(people.records), "jobtitle")

    def _restore(self) -> None:
        people = self._world.people
        binned = [known for known in people.deleted if known.side is Side.HUBSPOT]
        if binned:
            known = self._rng.choice(binned)
            if people.hubspot.send("POST", "/__sim__/restore", {"id": known.id}).status == 200:
                people.deleted.remove(known)
                people.records.append(known)
                people.restored.add(known)

    def confirm(self) -> bool:
        """Everything that a breaker holds is meant; whether anything was held."""
        product = self._world.product
        held = {
            (row.ref.object_type, row.part) for row in product.parking.all() if row.category in AWAITING_CONFIRMATION
        }
        command = ConfirmBreaker(product.breakers, product.parking, product.configurations, product.clock)
        for object_type, part in sorted(held):
            command({"object": object_type, **({"deletions": True} if part in NOT_FIELDS else {"field": part})})
        return bool(held)


def deleted_by_people(world: World) -> set[Known]:
    """Also what was taken back since."""
    return {*world.people.deleted, *world.people.restored, *world.ended}
