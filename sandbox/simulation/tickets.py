"""Tickets and cases in some seeds: people open them, write in them, move them from stage to stage, and say who asks.
Dice of its own, so that the rest of a seed stays as it was.
"""

from __future__ import annotations

import json
from collections.abc import Callable
from random import Random
from typing import TYPE_CHECKING

from crmsync.core.association import CONTACT
from crmsync.core.record import Millis, Side

from sandbox.simulation.crm_user import Values
from sandbox.simulation.linked import newly_linked
from sandbox.simulation.people import Known
from sandbox.simulation.salesforce_pipeline import Place, place_of
from sandbox.simulation.weighted import do_one_of

USED = 0.3
TOLD = 0.5
"""The share of those whose org sends change events of cases; the poll finds them in the others."""

ACTIONS = (15, 40)
CASE_EVENTS = "CaseChangeEvent"
STAGES = ("New", "Working", "Escalated", "Closed")
TICKET, TICKETS, CASE = "ticket", "tickets", "Case"

if TYPE_CHECKING:
    from sandbox.simulation.world import World


class Tickets:
    """`names` are the subjects that people gave, each once; `edits` counts the values that they set."""

    def __init__(self, seed: int, world: World) -> None:
        self._rng = Random(f"{seed}/tickets")
        self._world = world
        self.known: list[Known] = []
        self.names: dict[Known, str] = {}
        self.settings: dict[str, object] = {"enabled": True}
        self.edits = 0

    def plan(self, until: Millis) -> None:
        if self._rng.random() >= USED:
            return
        if self._rng.random() < TOLD:
            self._world.crms.relay(*self._world.crms.relayed, CASE_EVENTS)
        self._world.product.parameters.write("settings/ticket", json.dumps(self.settings))
        self._world.scheduler.scatter(self._rng.randint(*ACTIONS), until, self._rng, self._act)

    def _act(self) -> None:
        """Nothing of before the pair is active comes by itself."""
        if not self._world.product.configuration.pairs[TICKET].settings.enabled:
            return
        self.known.extend(newly_linked(self._world, TICKET, self.known))
        do_one_of(self._rng, {self._open: 3, self._write: 4, self._move: 4, self._ask: 3})

    def _open(self) -> None:
        """An org whose calls are used up takes nothing, from people either."""
        name, side, crms = f"Ticket {self.edits}", self._rng.choice([*Side]), self._world.crms
        if side is Side.HUBSPOT:
            created = crms.hubspot_user.create({"subject": name, **self._place("New")}, TICKETS)
        else:
            created = crms.salesforce_user.create(CASE, {"Subject": name})
        if created is not None:
            known = Known(side, TICKET if side is Side.HUBSPOT else CASE, created)
            self.known.append(known)
            self.names[known] = name
        self.edits += 1

    def _place(self, stage: str) -> Values:
        """The portal's own first stage while Salesforce's pipeline is not there."""
        place = place_of(stage, self._world.crms.hubspot_user, TICKETS) or Place("0", "1")
        return {"hs_pipeline": place.pipeline, "hs_pipeline_stage": place.stage}

    def _write(self) -> None:
        text = f"value {self.edits}"
        self._set(lambda side: {"content" if side is Side.HUBSPOT else "Description": text})

    def _move(self) -> None:
        stage = self._rng.choice(STAGES)
        self._set(lambda side: self._place(stage) if side is Side.HUBSPOT else {"Status": stage})

    def _set(self, values_of: Callable[[Side], Values]) -> None:
        if not self.known:
            return
        known = self._rng.choice(self.known)
        self.edits += 1
        if known.side is Side.HUBSPOT:
            self._world.crms.hubspot_user.edit(known.id, values_of(known.side), TICKETS)
        else:
            self._world.crms.salesforce_user.edit(CASE, known.id, values_of(known.side))

    def _ask(self) -> None:
        """A contact of the same CRM: in Salesforce in the place of another one, in HubSpot beside."""
        side, crms = self._rng.choice([*Side]), self._world.crms
        kind = "contact" if side is Side.HUBSPOT else "Contact"
        people = [one for one in self._world.people.records if one[:2] == (side, kind)]
        own = [one for one in self.known if one.side is side]
        if not people or not own:
            return
        ticket, person = self._rng.choice(own), self._rng.choice(people)
        self.edits += 1
        if side is Side.SALESFORCE:
            crms.salesforce_user.edit(CASE, ticket.id, {"ContactId": person.id})
        elif crms.hubspot_user.show(ticket.id, [], TICKETS) and crms.hubspot_user.show(person.id, []):
            crms.hubspot_user.associate(ticket[1:], person[1:], CONTACT[TICKET].type_id)
