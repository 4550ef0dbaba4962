"""Tasks, calls, e-mails and meetings in some seeds: people log them in both CRMs, edit them, and say whom they are with
and what they are about. Dice of its own, so that the rest of a seed stays as it was.
"""

from __future__ import annotations

import json
from collections.abc import Sequence
from random import Random
from typing import TYPE_CHECKING, NamedTuple

from crmsync.core.association import COMPANY, CONTACT, DEAL
from crmsync.core.hubspot_object_types import STANDARD_TYPES
from crmsync.core.record import Millis, RecordRef, Side

from sandbox.simulation.crm_user import Values
from sandbox.simulation.crms import ACTIVITY_EVENTS
from sandbox.simulation.people import Known, known_of
from sandbox.simulation.weighted import do_one_of

USED = 0.35
TOLD = 0.5
"""The share of those whose org sends change events of activities; the poll finds them in the others."""

ACTIONS = (15, 40)
FORM, FORM_TIME = "form_submission", "recent_conversion_date"
MORNING, NOON = "2026-12-01T09:30:00.000Z", "2026-12-01T12:00:00.000Z"

ASSOCIATIONS = {"contact": CONTACT, "company": COMPANY, "deal": DEAL}

if TYPE_CHECKING:
    from sandbox.simulation.world import World


class Kind(NamedTuple):
    """One type of activity: HubSpot's properties, Salesforce's object, and what either needs beside the subject."""

    subject: str
    body: str
    object_type: str
    here: Values
    there: Values
    ways: tuple[str, ...]


LOGGED = ("off", "both", "to_hubspot", "to_salesforce")
KINDS = {
    "task": Kind(
        "hs_task_subject",
        "hs_task_body",
        "Task",
        {"hs_timestamp": MORNING},
        {"TaskSubtype": "Task"},
        ("both", "both", *LOGGED),
    ),
    "call": Kind("hs_call_title", "hs_call_body", "Task", {"hs_timestamp": MORNING}, {"TaskSubtype": "Call"}, LOGGED),
    "email": Kind(
        "hs_email_subject",
        "hs_email_text",
        "Task",
        {"hs_timestamp": MORNING, "hs_email_direction": "EMAIL"},
        {"TaskSubtype": "Email"},
        LOGGED,
    ),
    "meeting": Kind(
        "hs_meeting_title",
        "hs_meeting_body",
        "Event",
        {"hs_timestamp": MORNING, "hs_meeting_start_time": MORNING, "hs_meeting_end_time": NOON},
        {"StartDateTime": MORNING, "EndDateTime": NOON},
        LOGGED,
    ),
}


class Form(NamedTuple):
    """`person` is whom Salesforce had for the contact when it was submitted."""

    contact: Known
    person: Known | None
    is_expected: bool


class Activities:
    """`named` has the records that people logged, by the subject that they gave, each once; `forms` what was submitted,
    by the form's name; `edits` counts the values that they set; `is_early`: something was about a record whose pair was
    switched off, which the next look at it shows after the pair is switched on.
    """

    def __init__(self, seed: int, world: World) -> None:
        self._rng = Random(f"{seed}/activities")
        self._world = world
        self.settings: dict[str, object] = {"enabled": True}
        self._known: list[tuple[str, Known]] = []
        self.ways: dict[str, str] = {}
        self.named: dict[str, tuple[str, RecordRef]] = {}
        self.forms: dict[str, Form] = {}
        self.edits = 0
        self.is_early = False

    def plan(self, until: Millis) -> None:
        if self._rng.random() >= USED:
            return
        self.ways = {name: self._rng.choice(kind.ways) for name, kind in KINDS.items()}
        self.ways[FORM] = self._rng.choice(["off", "to_salesforce"])
        if self._rng.random() < TOLD:
            self._world.crms.relay(*self._world.crms.relayed, *ACTIVITY_EVENTS)
        self._write_settings()
        self._world.scheduler.scatter(self._rng.randint(*ACTIONS), until, self._rng, self._act)

    def let_cross(self, activity: str, way: str) -> None:
        """Another type, `note`, by the settings as they are now."""
        self.ways[activity] = way
        self._write_settings()

    def _write_settings(self) -> None:
        self._world.product.parameters.write("settings/task", json.dumps({**self.settings, "types": self.ways}))

    @property
    def known(self) -> list[Known]:
        """What people see."""
        return [known for _, known in self._known]

    def crosses(self, activity: str, side: Side) -> bool:
        """Whether what is logged on that side comes to the other."""
        return self.ways.get(activity) in {"both", f"to_{side.other}"}

    def _act(self) -> None:
        """Nothing of before its pair is active comes by itself."""
        self._learn()
        do_one_of(self._rng, {self._log: 3, self._edit: 4, self._meet: 4, self._submit: 2, self._concern: 2})

    def _learn(self) -> None:
        """Also of what crmsync made."""
        for link in self._world.product.links.all():
            if link.hubspot.object_type in KINDS:
                for ref in (link.hubspot, link.salesforce):
                    known = (link.hubspot.object_type, Known(ref.side, ref.object_type, ref.id))
                    if known not in self._known:
                        self._known.append(known)

    def _log(self) -> None:
        """An org whose calls are used up takes nothing, from people either."""
        pairs = self._world.product.configuration.pairs
        active = [name for name in KINDS if pairs[name].settings.enabled]
        if not active:
            return
        activity, side = self._rng.choice(active), self._rng.choice([*Side])
        subject, kind, crms = f"Activity {len(self.named)}", KINDS[activity], self._world.crms
        if side is Side.HUBSPOT:
            plural = STANDARD_TYPES[activity].plural
            created = crms.hubspot_user.create({kind.subject: subject, **kind.here}, plural)
        else:
            created = crms.salesforce_user.create(kind.object_type, {"Subject": subject, **kind.there})
        if created is None:
            return
        known = Known(side, activity if side is Side.HUBSPOT else kind.object_type, created)
        self._known.append((activity, known))
        self.named[subject] = (activity, RecordRef(*known))
        self.edits += 1

    def _submit(self) -> None:
        """A form. Salesforce must be told of it if the link remembers whether the person did so before."""
        contacts = [one for one in self._world.people.records if one.side is Side.HUBSPOT]
        live = [one for one in contacts if self._world.crms.hubspot_user.show(one.id, []) is not None]
        if not live:
            return
        self.submit(self._rng.choice(live))

    def submit(self, contact: Known, form_id: str = "") -> None:
        """By somebody who is there."""
        name, ref = f"Form {len(self.forms)}", RecordRef(*contact)
        link = self._world.product.links.find([ref]).get(ref)
        engagement = {"contact": contact.id, "did": FORM, "name": name, "form": form_id}
        self._world.crms.hubspot_user.control("engage", engagement)
        person = known_of(link.salesforce) if link is not None else None
        self.forms[name] = Form(contact, person, link is not None and FORM_TIME in link.base)
        self.edits += 1

    def _edit(self) -> None:
        if not self._known:
            return
        activity, known = self._rng.choice(self._known)
        self.edits += 1
        text = f"value {self.edits}"
        if known.side is Side.HUBSPOT:
            plural = STANDARD_TYPES[activity].plural
            self._world.crms.hubspot_user.edit(known.id, {KINDS[activity].body: text}, plural)
        else:
            self._world.crms.salesforce_user.edit(known.object_type, known.id, {"Description": text})

    def _meet(self) -> None:
        """With a person of the same CRM."""
        self.edits += self.relate(self._rng, "WhoId", self._known, self._world.people.records)

    def _concern(self) -> None:
        """A company, or a deal."""
        others = [*self._world.companies.known, *self._world.deals.known]
        self.edits += self.relate(self._rng, "WhatId", self._known, others)

    def relate(self, rng: Random, field: str, known: Sequence[tuple[str, Known]], others: Sequence[Known]) -> int:
        """One activity, in Salesforce to another one than before, in HubSpot to one more. How many values were set."""
        side = rng.choice([*Side])
        there = [one for one in others if one.side is side]
        own = [one for one in known if one[1].side is side]
        if not there or not own:
            return 0
        self._relate(*rng.choice(own), field, rng.choice(there))
        return 1

    def _relate(self, activity: str, known: Known, field: str, other: Known) -> None:
        crms, pair = self._world.crms, self._world.product.configuration.pair_of(other.object_type)
        self.is_early = self.is_early or pair is None or not pair.settings.enabled
        if known.side is Side.SALESFORCE:
            crms.salesforce_user.edit(known.object_type, known.id, {field: other.id})
            return
        ends = ((activity, known.id), (other.object_type, other.id))
        if all(crms.hubspot_user.show(record_id, [], STANDARD_TYPES[kind].plural) for kind, record_id in ends):
            crms.hubspot_user.associate(*ends, ASSOCIATIONS[other.object_type][activity].type_id)
