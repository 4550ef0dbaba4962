"""Notes in some seeds: in Salesforce tasks that a field tells to be notes. People write them in both CRMs, say whom
they are with, and make tasks of them and notes of tasks. Dice of its own, so that the rest of a seed stays as it was.
"""

from __future__ import annotations

import re
from random import Random
from typing import TYPE_CHECKING

from crmsync.core.record import Millis, RecordRef, Side

from sandbox.simulation.activities import LOGGED, MORNING
from sandbox.simulation.crm_user import Values
from sandbox.simulation.linked import newly_linked
from sandbox.simulation.people import Known
from sandbox.simulation.weighted import do_one_of

USED = 0.3
ACTIONS = (15, 40)
NOTE, NOTES, TASK = "note", "notes", "Task"
BODY = {Side.HUBSPOT: "hs_note_body", Side.SALESFORCE: "Description"}
MARK = {"field": "Type", "value": "Note"}
OTHER = "Other"
NAME = re.compile(r"Note \d+")

if TYPE_CHECKING:
    from sandbox.simulation.world import World


class Notes:
    """A note has no subject; its body begins with a name, `Note 7`, that people leave as it is. `named` has the
    records that they wrote, `retyped` those whose type they changed since; `edits` counts the values that they set.
    """

    def __init__(self, seed: int, world: World) -> None:
        self._rng = Random(f"{seed}/notes")
        self._world = world
        self.known: list[Known] = []
        self.named: dict[str, RecordRef] = {}
        self.retyped: set[RecordRef] = set()
        self.edits = 0

    @property
    def settings(self) -> dict[str, object]:
        """Notes follow those of tasks."""
        return self._world.activities.settings

    def plan(self, until: Millis) -> None:
        if self._rng.random() >= USED:
            return
        self.settings["told_by"] = {NOTE: MARK}
        self._world.activities.let_cross(NOTE, self._rng.choice(["both", "both", *LOGGED]))
        self._world.scheduler.scatter(self._rng.randint(*ACTIONS), until, self._rng, self._act)

    def _act(self) -> None:
        """Nothing of before the pair is active comes by itself."""
        if not self._world.product.configuration.pairs[NOTE].settings.told_by:
            return
        self.known.extend(newly_linked(self._world, NOTE, self.known))
        do_one_of(self._rng, {self._write: 4, self._edit: 4, self._relate: 4, self._retype: 1})

    def _write(self) -> None:
        """An org whose calls are used up takes nothing, from people either."""
        name, side, crms = f"Note {len(self.named)}", self._rng.choice([*Side]), self._world.crms
        if side is Side.HUBSPOT:
            created = crms.hubspot_user.create({BODY[side]: name, "hs_timestamp": MORNING}, NOTES)
        else:
            fields: Values = {"Subject": "About the mill", BODY[side]: name, MARK["field"]: MARK["value"]}
            created = crms.salesforce_user.create(TASK, fields)
        if created is not None:
            known = Known(side, NOTE if side is Side.HUBSPOT else TASK, created)
            self.known.append(known)
            self.named[name] = RecordRef(*known)
            self.edits += 1

    def _edit(self) -> None:
        """Below the name."""
        if not self.known:
            return
        known = self._rng.choice(self.known)
        name = name_of(self._shown(known))
        if name:
            self.edits += 1
            line_break = "<br>" if known.side is Side.HUBSPOT else "\n"
            self._set(known, {BODY[known.side]: f"{name}{line_break}value {self.edits}"})

    def _shown(self, known: Known) -> object:
        crms, body = self._world.crms, BODY[known.side]
        if known.side is Side.HUBSPOT:
            return (crms.hubspot_user.show(known.id, [body], NOTES) or {}).get(body)
        return (crms.salesforce_user.show(TASK, known.id) or {}).get(body)

    def _set(self, known: Known, values: Values) -> None:
        if known.side is Side.HUBSPOT:
            self._world.crms.hubspot_user.edit(known.id, values, NOTES)
        else:
            self._world.crms.salesforce_user.edit(TASK, known.id, values)

    def _relate(self) -> None:
        """To a person, a company, or a deal."""
        world = self._world
        field, others = self._rng.choice(
            [("WhoId", world.people.records), ("WhatId", [*world.companies.known, *world.deals.known])]
        )
        self.edits += world.activities.relate(self._rng, field, [(NOTE, one) for one in self.known], others)

    def _retype(self) -> None:
        """Of any task, also of one that has its counterpart already."""
        tasks = [known for known in (*self.known, *self._world.activities.known) if known.object_type == TASK]
        if tasks:
            task = self._rng.choice(tasks)
            self._set(task, {MARK["field"]: self._rng.choice([MARK["value"], OTHER])})
            self.retyped.add(RecordRef(*task))
            self.edits += 1


def name_of(body: object) -> str:
    """With which a note's body begins; empty without one."""
    found = NAME.match(str(body or ""))
    return found.group() if found else ""
