"""Any pair but the contacts' one, seen alike: two linked records, and what people do to end and to revive them."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from crmsync.core.hubspot_object_types import STANDARD_TYPES
from crmsync.core.record import RecordRef, Side

from tests.unit.sync.activity_world import MORNING, ActivityWorld
from tests.unit.sync.company_world import CompanyWorld
from tests.unit.sync.custom_world import PET, CustomWorld
from tests.unit.sync.deal_world import DealWorld
from tests.unit.sync.sync_world import SECOND
from tests.unit.sync.ticket_world import TicketWorld


@dataclass(frozen=True)
class Kind:
    """`field` are HubSpot's property and Salesforce's field of a mapped text, `needed` what a new Salesforce record
    must have; `switch` writes the pair's parameter with more settings.
    """

    name: str
    salesforce_type: str
    hubspot_path: str
    field: tuple[str, str]
    needed: dict[str, str]
    make: Callable[[], CompanyWorld]
    switch: Callable[[CompanyWorld, dict[str, object]], None]


def _settings(name: str) -> Callable[[CompanyWorld, dict[str, object]], None]:
    return lambda world, settings: world.put(f"settings/{name}", {"enabled": True, **settings})


def _two_way(world: CompanyWorld, kind: Kind) -> None:
    hubspot, salesforce = kind.field
    entry = {"hubspot": hubspot, "salesforce": salesforce, "rule": "two_way"}
    world.put(f"mappings/{kind.name}", {"mappings": [entry]})


KINDS = (
    Kind(
        "company",
        "Account",
        "companies",
        ("phone", "Phone"),
        {"Name": "Analytical"},
        CompanyWorld,
        _settings("company"),
    ),
    Kind(
        "deal",
        "Opportunity",
        "deals",
        ("description", "Description"),
        {"Name": "Engine", "StageName": "Prospecting", "CloseDate": "2027-01-31"},
        DealWorld,
        _settings("deal"),
    ),
    Kind(
        "ticket", "Case", "tickets", ("content", "Description"), {"Subject": "Broken"}, TicketWorld, _settings("ticket")
    ),
    Kind(
        "pet",
        "Pet__c",
        "",
        ("chip", "Chip__c"),
        {"Name": "Rex"},
        CustomWorld,
        lambda world, settings: world.put("objects/pet", {**PET, **settings}),
    ),
)


ALL_TYPES = {"task": "both", "call": "both", "email": "both", "note": "both", "meeting": "both"}
NOTES = {"note": {"field": "Type", "value": "Note"}}


def _switch_activities(world: CompanyWorld, settings: dict[str, object]) -> None:
    world.put("settings/task", {"enabled": True, "types": ALL_TYPES, "told_by": NOTES, **settings})


def _activity(name: str, body: str, object_type: str = "Task", **needed: str) -> Kind:
    fields = {"Subject": "About the mill", **needed}
    path = STANDARD_TYPES[name].plural
    return Kind(name, object_type, path, (body, "Description"), fields, ActivityWorld, _switch_activities)


ACTIVITIES = (
    _activity("task", "hs_task_body"),
    _activity("call", "hs_call_body", TaskSubtype="Call"),
    _activity("email", "hs_email_text", TaskSubtype="Email"),
    _activity("note", "hs_note_body", Type="Note"),
    _activity("meeting", "hs_meeting_body", "Event", StartDateTime=MORNING, EndDateTime="2026-12-01T12:00:00.000Z"),
)
"""Nobody can merge these."""


@dataclass
class Linked:
    """Two records in step; a merge or a new counterpart changes their ids."""

    hubspot: str
    salesforce: str

    def id(self, side: Side) -> str:
        return self.hubspot if side is Side.HUBSPOT else self.salesforce


class Ending:
    """A world of one kind, and what happens to its records."""

    def __init__(self, kind: Kind, **settings: object) -> None:
        self.kind = kind
        self.world = kind.make()
        kind.switch(self.world, settings)
        if kind.name != "pet":
            _two_way(self.world, kind)
        self.path = kind.hubspot_path or self.world.pets  # type: ignore[attr-defined]

    def switch(self, **settings: object) -> None:
        self.kind.switch(self.world, settings)

    def create(self, **fields: str) -> str:
        """In Salesforce."""
        return self.world.create_person(self.kind.salesforce_type, **{**self.kind.needed, **fields})

    def create_in_hubspot(self) -> str:
        world = self.world
        values: dict[str, str | None] = {"name": "Other"}
        if isinstance(world, DealWorld):
            pipeline, stage = world.stage("Prospecting")
            values = {"dealname": "Other", "pipeline": pipeline, "dealstage": stage, "closedate": "2027-01-31"}
        elif isinstance(world, TicketWorld):
            values = {"subject": "Other", **world.stage("New")}
        elif isinstance(world, CustomWorld):
            values = {"pet_name": "Other"}
        world.clock.advance(SECOND)
        made = world.hubspot_user.create(values, self.path)
        assert made is not None
        return made

    def linked(self, **fields: str) -> Linked:
        record = self.create(**fields)
        self.world.run()
        return Linked(self.counterpart(Side.SALESFORCE, record), record)

    def ref(self, side: Side, record: str) -> RecordRef:
        configuration = self.world.product.configurations.active()
        assert configuration is not None
        pair = configuration.pairs[self.kind.name]
        return RecordRef(side, pair.hubspot_type if side is Side.HUBSPOT else self.kind.salesforce_type, record)

    def counterpart(self, side: Side, record: str) -> str:
        """The id on the other side."""
        return self.world.link_of(self.ref(side, record)).ref(side.other).id

    def delete(self, side: Side, one: Linked) -> None:
        self.world.clock.advance(SECOND)
        if side is Side.HUBSPOT:
            self.world.hubspot_user.delete(one.hubspot, self.path)
        else:
            self.world.salesforce_user.delete(self.kind.salesforce_type, one.salesforce)

    def restore(self, side: Side, one: Linked) -> None:
        self.world.clock.advance(SECOND)
        if side is Side.HUBSPOT:
            self.world.control(Side.HUBSPOT, "restore", {"id": one.hubspot, "object": self.path})
        else:
            assert self.world.salesforce_user.restore(one.salesforce)

    def merge(self, side: Side, master: str, loser: str) -> str:
        """The survivor's id, which in HubSpot may be a new one."""
        self.world.clock.advance(SECOND)
        if side is Side.SALESFORCE:
            assert self.world.salesforce_user.merge(self.kind.salesforce_type, master, loser)
            return master
        body = {"primaryObjectId": master, "objectIdToMerge": loser}
        response = self.world.hubspot_user.send("POST", f"/crm/v3/objects/{self.path}/merge", body)
        assert response.status == 200, response.body
        return str(response.json()["id"])

    def edit(self, side: Side, record: str, value: str | None) -> None:
        """Of the mapped text."""
        self.world.clock.advance(SECOND)
        name = self.kind.field[0 if side is Side.HUBSPOT else 1]
        if side is Side.HUBSPOT:
            assert self.world.hubspot_user.edit(record, {name: value}, self.path)
        else:
            assert self.world.salesforce_user.edit(self.kind.salesforce_type, record, {name: value})

    def shown(self, side: Side, record: str) -> Any:
        """The mapped text; LookupError of a record that is gone."""
        name = self.kind.field[0 if side is Side.HUBSPOT else 1]
        user = self.world.hubspot_user
        found = user.show(record, [name], self.path) if side is Side.HUBSPOT else self._row(record)
        if found is None:
            raise LookupError(record)
        return found.get(name) or None

    def is_there(self, side: Side, record: str) -> bool:
        try:
            self.shown(side, record)
        except LookupError:
            return False
        return True

    def _row(self, record: str) -> dict[str, Any] | None:
        return self.world.salesforce_user.show(self.kind.salesforce_type, record)
