"""Companies and accounts in some seeds: people found them, edit them, move contacts between them and put one under
another. Dice of its own, so that the rest of a seed stays as it was.
"""

from __future__ import annotations

import json
from random import Random
from typing import TYPE_CHECKING

from crmsync.core.association import PARENT_COMPANY, PRIMARY_COMPANY
from crmsync.core.record import Millis, Side

from sandbox.simulation.crm_user import Values
from sandbox.simulation.crms import ACCOUNT_EVENTS, EVENTS
from sandbox.simulation.linked import newly_linked
from sandbox.simulation.people import Known
from sandbox.simulation.weighted import do_one_of

USED = 0.5
LATE = 0.3
"""The share of those in which the pair is switched on while people work."""

ACTIONS = (20, 60)
HAS_DOMAIN = 0.6
TWINS = 0.15
"""The share of foundings on both sides at once, with one domain."""

COMPANY, ACCOUNT = "company", "Account"
FIELDS = {"phone": "Phone", "city": "BillingCity"}


if TYPE_CHECKING:
    from sandbox.simulation.world import World


class Companies:
    """`twins` are the names of those that were founded on both sides; `edits` counts the values that people set.

    `is_late` when people were in step before companies were: until a night comes, nobody looks at who belongs to which.
    """

    def __init__(self, seed: int, world: World) -> None:
        self._rng = Random(f"{seed}/companies")
        self._world = world
        self.known: list[Known] = []
        self.names: dict[Known, str] = {}
        self.twins: set[str] = set()
        self.settings: dict[str, object] = {"enabled": True}
        self.edits = 0
        self.is_late = False
        self._serial = 0

    def plan(self, until: Millis) -> None:
        if self._rng.random() >= USED:
            return
        self._world.crms.relay(*EVENTS, ACCOUNT_EVENTS)
        self.is_late = self._rng.random() < LATE
        self._world.scheduler.after(self._rng.randint(0, until) if self.is_late else 0, self._switch_on)
        self._world.scheduler.scatter(self._rng.randint(*ACTIONS), until, self._rng, self._act)

    def _switch_on(self) -> None:
        self._world.product.parameters.write("settings/company", json.dumps(self.settings))

    def _act(self) -> None:
        self._learn()
        do_one_of(self._rng, {self._found: 3, self._edit: 4, self._employ: 4, self._put_under: 1})

    def _learn(self) -> None:
        """Also of what crmsync and conversions made."""
        self.known.extend(newly_linked(self._world, COMPANY, self.known))

    def _found(self) -> None:
        self._serial += 1
        name = f"Company {self._serial}"
        is_twin = self._rng.random() < TWINS
        domain = f"company{self._serial}.example" if is_twin or self._rng.random() < HAS_DOMAIN else None
        for side in [*Side] if is_twin else [self._rng.choice([*Side])]:
            self._create(side, name, domain)
        if is_twin:
            self.twins.add(name)

    def _create(self, side: Side, name: str, domain: str | None) -> None:
        """Nothing where the CRM refuses it."""
        crms = self._world.crms
        if side is Side.HUBSPOT:
            values: Values = {"name": name, **({"domain": domain} if domain else {})}
            object_type, created = COMPANY, crms.hubspot_user.create(values, "companies")
        else:
            values = {"Name": name, **({"Website": f"https://www.{domain}"} if domain else {})}
            object_type, created = ACCOUNT, crms.salesforce_user.create(ACCOUNT, values)
        if created is not None:
            known = Known(side, object_type, created)
            self.known.append(known)
            self.names[known] = name

    def _edit(self) -> None:
        if not self.known:
            return
        known, key = self._rng.choice(self.known), self._rng.choice(sorted(FIELDS))
        self._serial += 1
        self.edits += 1
        self._set(known, key, f"value {self._serial}")

    def _set(self, known: Known, key: str, value: str) -> None:
        if known.side is Side.HUBSPOT:
            self._world.crms.hubspot_user.edit(known.id, {key: value}, "companies")
        else:
            self._world.crms.salesforce_user.edit(ACCOUNT, known.id, {FIELDS[key]: value})

    def _employ(self) -> None:
        """A contact of either CRM moves to a company of the same one."""
        side = self._rng.choice([*Side])
        object_type = "contact" if side is Side.HUBSPOT else "Contact"
        people = [one for one in self._world.people.records if one[:2] == (side, object_type)]
        places = [one for one in self.known if one.side is side]
        if not people or not places:
            return
        person, place = self._rng.choice(people), self._rng.choice(places)
        self.edits += 1
        if side is Side.HUBSPOT:
            self._associate(person, place, PRIMARY_COMPANY["contact"].type_id)
        else:
            self._world.crms.salesforce_user.edit("Contact", person.id, {"AccountId": place.id})

    def _put_under(self) -> None:
        """An older one is the parent of a younger one, so that no cycle comes about on one side."""
        side = self._rng.choice([*Side])
        places = sorted((one for one in self.known if one.side is side), key=lambda one: (len(one.id), one.id))
        if len(places) < 2:
            return
        first, second = sorted(self._rng.sample(range(len(places)), 2))
        self.edits += 1
        if side is Side.HUBSPOT:
            self._associate(places[second], places[first], PARENT_COMPANY.type_id)
        else:
            self._world.crms.salesforce_user.edit(ACCOUNT, places[second].id, {"ParentId": places[first].id})

    def _associate(self, start: Known, end: Known, type_id: int) -> None:
        user = self._world.crms.hubspot_user
        if user.show(start.id, [], _plural(start)) and user.show(end.id, [], _plural(end)):
            user.associate(start[1:], end[1:], type_id)


def _plural(known: Known) -> str:
    return "contacts" if known.object_type == "contact" else "companies"
