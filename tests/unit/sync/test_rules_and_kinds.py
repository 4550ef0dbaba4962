"""Every rule with every kind of field: which edit moves, seen on the other CRM."""

from __future__ import annotations

from typing import Any, NamedTuple

import pytest
from crmsync.core.mapping import CHOOSABLE_RULES, Rule
from crmsync.core.record import Side

from tests.unit.sync.sync_world import Pair, SyncWorld

pytestmark = pytest.mark.no_cover


class Kind(NamedTuple):
    """A property with its field, and four values: what each side shows at first, and after an edit.

    `hubspot` and `salesforce` are the same values as each CRM shows them.
    """

    property: dict[str, Any] | str
    field: dict[str, Any] | str
    hubspot: tuple[str, str, str]
    salesforce: tuple[Any, Any, Any]


def _custom(kind: str, field_type: str, salesforce: str, *values: Any, **more: Any) -> Kind:
    options = more.pop("options", None)
    own: dict[str, Any] = {"name": "of_a_kind", "label": "Of a kind", "type": kind, "fieldType": field_type}
    if options:
        own["options"] = [{"label": one, "value": one} for one in options]
    field = {"name": "OfAKind__c", "type": salesforce, **more}
    return Kind(own, field, *values)


def _same(*values: str) -> tuple[tuple[str, ...], tuple[str, ...]]:
    return values, values


KINDS: dict[str, Kind] = {
    "text": Kind("jobtitle", "Title", *_same("One", "Two", "Three")),  # type: ignore[arg-type]
    "email": _custom("string", "text", "email", *_same("a@example.org", "b@example.org", "c@example.org")),
    "phone": Kind("phone", "Phone", *_same("+41 1", "+41 2", "+41 3")),  # type: ignore[arg-type]
    "url": _custom("string", "text", "url", *_same("https://a.example", "https://b.example", "https://c.example")),
    "number": _custom("number", "number", "double", ("1.5", "2.5", "3"), (1.5, 2.5, 3), precision=10, scale=2),
    "boolean": _custom("bool", "booleancheckbox", "boolean", ("true", "false", "true"), (True, False, True)),
    "date": _custom("date", "date", "date", *_same("2026-01-01", "2026-02-02", "2026-03-03")),
    "datetime": _custom(
        "datetime", "date", "datetime",
        ("2026-01-01T01:00:00.000Z", "2026-02-02T02:00:00.000Z", "2026-03-03T03:00:00.000Z"),
        ("2026-01-01T01:00:00.000+0000", "2026-02-02T02:00:00.000+0000", "2026-03-03T03:00:00.000+0000"),
    ),
    "picklist": _custom(
        "enumeration", "select", "picklist", *_same("a", "b", "c"), options=["a", "b", "c"], values=["a", "b", "c"]
    ),
    "multi_picklist": _custom(
        "enumeration", "checkbox", "multipicklist", *_same("a", "a;b", "b;c"),
        options=["a", "b", "c"], values=["a", "b", "c"],
    ),
}  # fmt: skip

PREFER, ALWAYS_S, ALWAYS_H = Rule.PREFER_SALESFORCE_UNLESS_BLANK, Rule.ALWAYS_SALESFORCE, Rule.ALWAYS_HUBSPOT
TWO_WAY, DONT = Rule.TWO_WAY, Rule.DONT_SYNC

AFTER_HUBSPOT = {PREFER: "back", ALWAYS_S: "back", ALWAYS_H: "crosses", TWO_WAY: "crosses", DONT: "stays"}
AFTER_SALESFORCE = {PREFER: "crosses", ALWAYS_S: "crosses", ALWAYS_H: "back", TWO_WAY: "crosses", DONT: "stays"}
"""What becomes of an edit on one side while the other holds a value: it crosses, is set back, or stays where it is."""


@pytest.fixture(params=KINDS)
def kind(request: pytest.FixtureRequest) -> Kind:
    return KINDS[request.param]


@pytest.fixture(params=CHOOSABLE_RULES)
def rule(request: pytest.FixtureRequest) -> Rule:
    return Rule(request.param)


class Mapped:
    """A pair of records of which one mapped field is watched. It begins with the first value on both sides."""

    def __init__(self, world: SyncWorld, kind: Kind, rule: Rule) -> None:
        self.world = world
        self.property = kind.property if isinstance(kind.property, str) else self._add_property(kind.property)
        self.field = kind.field if isinstance(kind.field, str) else self._add_field(kind.field)
        self.kind = kind
        world.clock.advance(3_600_000)
        world.put("mappings/contact", self._mapping(TWO_WAY))
        self.pair: Pair = world.linked(**{self.property: kind.hubspot[0]})
        assert self.shown() == (kind.hubspot[0], kind.salesforce[0])
        world.put("mappings/contact", self._mapping(rule))

    def _mapping(self, rule: Rule) -> Any:
        return {"mappings": [{"hubspot": self.property, "salesforce": self.field, "rule": rule}]}

    def _add_property(self, own: dict[str, Any]) -> str:
        body = {"groupName": "contactinformation", **own}
        assert self.world.hubspot_user.send("POST", "/crm/v3/properties/contacts", body).status == 201
        return str(own["name"])

    def _add_field(self, own: dict[str, Any]) -> str:
        self.world.control(Side.SALESFORCE, "schema", {"op": "add_field", "object": "Contact", "field": own})
        return str(own["name"])

    def shown(self) -> tuple[Any, Any]:
        return self.world.contact(self.pair.hubspot, self.property), self.world.person(self.pair.salesforce, self.field)

    @property
    def has_boxes(self) -> bool:
        """Salesforce's boxes cannot be blank, and have two values only."""
        return self.kind is KINDS["boolean"]


@pytest.fixture
def mapped(world: SyncWorld, kind: Kind, rule: Rule) -> Mapped:
    return Mapped(world, kind, rule)


def test_edits_in_hubspot(mapped: Mapped, rule: Rule) -> None:
    (first, edit, _), (first_there, edit_there, _) = mapped.kind.hubspot, mapped.kind.salesforce
    ending = AFTER_HUBSPOT[rule]
    mapped.world.edit_contact(mapped.pair.hubspot, **{mapped.property: edit})
    mapped.world.run()
    endings = {"crosses": (edit, edit_there), "back": (first, first_there), "stays": (edit, first_there)}
    assert mapped.shown() == endings[ending]
    mapped.world.edit_contact(mapped.pair.hubspot, **{mapped.property: ""})
    mapped.world.run()
    blank = False if mapped.has_boxes else None
    cleared = {"crosses": (None, blank), "back": (first, first_there), "stays": (None, first_there)}
    assert mapped.shown() == cleared[ending]


def test_edits_in_salesforce(mapped: Mapped, rule: Rule) -> None:
    (first, edit, _), (first_there, edit_there, _) = mapped.kind.hubspot, mapped.kind.salesforce
    ending = AFTER_SALESFORCE[rule]
    mapped.world.edit_person(mapped.pair.salesforce, **{mapped.field: edit_there})
    mapped.world.run()
    endings = {"crosses": (edit, edit_there), "back": (first, first_there), "stays": (first, edit_there)}
    assert mapped.shown() == endings[ending]
    if not mapped.has_boxes:
        mapped.world.edit_person(mapped.pair.salesforce, **{mapped.field: None})
        mapped.world.run()
        cleared = {"crosses": (None, None), "back": (first, first_there), "stays": (first, None)}
        assert mapped.shown() == cleared[ending]


def test_edits_on_both_sides(mapped: Mapped, rule: Rule) -> None:
    """The one in HubSpot is the later one. Two different edits of a box are none."""
    if mapped.has_boxes:
        return
    kind = mapped.kind
    mapped.world.edit_person(mapped.pair.salesforce, **{mapped.field: kind.salesforce[1]})
    mapped.world.edit_contact(mapped.pair.hubspot, **{mapped.property: kind.hubspot[2]})
    mapped.world.run()
    hubspot, salesforce = {PREFER: (1, 1), ALWAYS_S: (1, 1), ALWAYS_H: (2, 2), TWO_WAY: (2, 2), DONT: (2, 1)}[rule]
    assert mapped.shown() == (kind.hubspot[hubspot], kind.salesforce[salesforce])
