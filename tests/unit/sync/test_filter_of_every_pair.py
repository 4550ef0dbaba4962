"""The SOQL condition of each pair: what does not meet it is left alone, and one that Salesforce refuses is refused."""

from __future__ import annotations

import json

import pytest
from crmsync.core.record import Side

from tests.unit.sync.custom_world import PET
from tests.unit.sync.ending_world import ACTIVITIES, ALL_TYPES, KINDS, NOTES, Ending, Kind

pytestmark = pytest.mark.no_cover

every_kind = pytest.mark.parametrize("kind", [*KINDS, *ACTIVITIES], ids=lambda kind: kind.name)


def named(kind: Kind) -> str:
    """The field that holds the record's name."""
    return "Subject" if "Subject" in kind.needed else "Name"


def condition(kind: Kind, text: str) -> object:
    return {kind.salesforce_type: text} if kind in ACTIVITIES else text


def document(kind: Kind) -> dict[str, object]:
    """Switches the pair on."""
    if kind.name == "pet":
        return PET
    more = {"types": ALL_TYPES, "told_by": NOTES} if kind in ACTIVITIES else {}
    return {"enabled": True, **more}


@every_kind
def test_what_does_not_meet_it_is_left_alone_both_ways(kind: Kind) -> None:
    ending = Ending(kind, salesforce_filter=condition(kind, f"{named(kind)} != 'Outside'"))
    inside = ending.linked(**{named(kind): "Inside"})
    outside = ending.create(**{named(kind): "Outside"})
    ending.world.run_on()
    assert not ending.world.product.links.find([ending.ref(Side.SALESFORCE, outside)])
    assert ending.world.salesforce_user.edit(kind.salesforce_type, inside.salesforce, {named(kind): "Outside"})
    ending.world.run_on()
    for side in Side:
        before = ending.shown(side.other, inside.id(side.other))
        ending.edit(side, inside.id(side), f"by {side}")
        ending.world.run_on()
        assert ending.shown(side.other, inside.id(side.other)) == before


@every_kind
def test_one_that_salesforce_refuses_is_refused_with_its_place(kind: Kind) -> None:
    ending = Ending(kind)
    world = ending.world
    active = world.product.configurations.active()
    assert active is not None
    parameter = active.pairs[kind.name].object_pair.parameter
    said = {**document(kind), "salesforce_filter": condition(kind, "Colour = 'red'")}
    world.product.parameters.write(parameter, json.dumps(said))
    world.product.guard()
    (refusal,) = world.product.configurations.refused()
    assert (refusal.parameter, refusal.place) == (parameter, "/salesforce_filter")
    assert "Colour" in refusal.reason
    assert refusal.fix
