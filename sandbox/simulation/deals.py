"""Deals and opportunities in some seeds: people open them, move them from stage to stage, and name who takes part. Dice
of its own, so that the rest of a seed stays as it was.
"""

from __future__ import annotations

import json
from collections.abc import Callable
from random import Random
from typing import TYPE_CHECKING

from crmsync.core.association import CONTACT_OF_DEAL, PRIMARY_COMPANY
from crmsync.core.record import Millis, Side

from sandbox.simulation.crm_user import Values
from sandbox.simulation.crms import ACCOUNT_EVENTS, DEAL_EVENTS, EVENTS
from sandbox.simulation.linked import newly_linked
from sandbox.simulation.people import Known
from sandbox.simulation.salesforce_pipeline import place_of
from sandbox.simulation.weighted import do_one_of

USED = 0.4
LATE = 0.3
"""The share of those in which the pair is switched on while people work."""

LIFECYCLE = 0.5
"""The share of those in which deals move the lifecycle stages of their contacts."""

ACTIONS = (15, 40)
STAGES = ("Prospecting", "Qualification", "Negotiation/Review", "Closed Won", "Closed Lost")
DEAL, OPPORTUNITY, ROLE = "deal", "Opportunity", "OpportunityContactRole"
KINDS = {Side.HUBSPOT: (DEAL, "contact", "company"), Side.SALESFORCE: (OPPORTUNITY, "Contact", "Account")}
PLURALS = {"deal": "deals", "contact": "contacts", "company": "companies"}

if TYPE_CHECKING:
    from sandbox.simulation.world import World


class Deals:
    """`edits` counts the values that people set."""

    def __init__(self, seed: int, world: World) -> None:
        self._rng = Random(f"{seed}/deals")
        self._world = world
        self.known: list[Known] = []
        self.moves_stages = Random(f"{seed}/lifecycle").random() < LIFECYCLE
        self.settings: dict[str, object] = {"enabled": True}
        self._serial = 0
        self.edits = 0

    def plan(self, until: Millis) -> None:
        if self._rng.random() >= USED:
            return
        self._world.crms.relay(*EVENTS, ACCOUNT_EVENTS, *DEAL_EVENTS)
        if self.moves_stages:
            self._world.administrator.move_stages()
        self._world.scheduler.after(self._rng.randint(0, until) if self._rng.random() < LATE else 0, self._switch_on)
        self._world.scheduler.scatter(self._rng.randint(*ACTIONS), until, self._rng, self._act)

    def _switch_on(self) -> None:
        self._world.product.parameters.write("settings/deal", json.dumps(self.settings))

    def _act(self) -> None:
        self._learn()
        steps = {self._open: 3, self._move: 4, self._price: 2, self._involve: 4, self._release: 2, self._sell: 2}
        do_one_of(self._rng, steps)

    def _learn(self) -> None:
        """Also of what crmsync and conversions made."""
        self.known.extend(newly_linked(self._world, DEAL, self.known))

    def _open(self) -> None:
        """Each has a name of its own."""
        self._serial += 1
        name, stage, side = f"Deal {self._serial}", self._rng.choice(STAGES), self._rng.choice([*Side])
        crms = self._world.crms
        if side is Side.SALESFORCE:
            fields: Values = {"Name": name, "StageName": stage, "CloseDate": "2027-01-31"}
            created = crms.salesforce_user.create(OPPORTUNITY, fields)
        else:
            place = self._place(stage)
            created = crms.hubspot_user.create({"dealname": name, "closedate": "2027-01-31", **place}, "deals")
        if created is not None:
            self.known.append(Known(side, KINDS[side][0], created))

    def _place(self, stage: str) -> Values:
        place = place_of(stage, self._world.crms.hubspot_user, "deals")
        return {"pipeline": place.pipeline, "dealstage": place.stage} if place is not None else {}

    def _move(self) -> None:
        stage = self._rng.choice(STAGES)
        self._set(lambda side: self._place(stage) if side is Side.HUBSPOT else {"StageName": stage})

    def _price(self) -> None:
        self._serial += 1
        self._set(lambda side: {"amount" if side is Side.HUBSPOT else "Amount": str(self._serial)})

    def _set(self, values_of: Callable[[Side], Values]) -> None:
        if not self.known:
            return
        known = self._rng.choice(self.known)
        self.edits += 1
        if known.side is Side.HUBSPOT:
            self._world.crms.hubspot_user.edit(known.id, values_of(known.side), "deals")
        else:
            self._world.crms.salesforce_user.edit(OPPORTUNITY, known.id, values_of(known.side))

    def _involve(self) -> None:
        deal, person = self._two(1)
        if deal is None or person is None:
            return
        self.edits += 1
        if deal.side is Side.HUBSPOT:
            self._associate(deal, person, CONTACT_OF_DEAL.type_id)
        else:
            self._world.crms.salesforce_user.create(ROLE, {"OpportunityId": deal.id, "ContactId": person.id})

    def _release(self) -> None:
        deal, person = self._two(1)
        if deal is None or person is None:
            return
        self.edits += 1
        if deal.side is Side.HUBSPOT:
            self._world.crms.hubspot_user.dissociate(("deal", deal.id), ("contact", person.id))
        else:
            for role in roles_of(self._world, deal.id, person.id):
                self._world.crms.salesforce_user.delete(ROLE, role)

    def _sell(self) -> None:
        deal, place = self._two(2)
        if deal is None or place is None:
            return
        self.edits += 1
        if deal.side is Side.HUBSPOT:
            self._associate(deal, place, PRIMARY_COMPANY[DEAL].type_id)
        else:
            self._world.crms.salesforce_user.edit(OPPORTUNITY, deal.id, {"AccountId": place.id})

    def _two(self, kind: int) -> tuple[Known | None, Known | None]:
        """A deal, and a person or an organisation of the same CRM."""
        side = self._rng.choice([*Side])
        deals = [one for one in self.known if one.side is side]
        all_others = [*self._world.people.records, *self._world.companies.known]
        others = [one for one in all_others if (one.side, one.object_type) == (side, KINDS[side][kind])]
        return (self._rng.choice(deals), self._rng.choice(others)) if deals and others else (None, None)

    def _associate(self, start: Known, end: Known, type_id: int) -> None:
        user = self._world.crms.hubspot_user
        if all(user.show(one.id, [], PLURALS[one.object_type]) for one in (start, end)):
            user.associate(start[1:], end[1:], type_id)


def roles_of(world: World, opportunity: str, person: str) -> list[str]:
    """None that a person can see while the org's calls are used up."""
    soql = f"SELECT+Id+FROM+{ROLE}+WHERE+OpportunityId%3D'{opportunity}'+AND+ContactId%3D'{person}'"
    answer = world.crms.salesforce_user.send("GET", f"/services/data/v67.0/query?q={soql}")
    return [str(row["Id"]) for row in answer.json()["records"]] if answer.status == 200 else []
