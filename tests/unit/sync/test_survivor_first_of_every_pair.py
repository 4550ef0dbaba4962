"""An account or a case that was never linked lives on in the place of one that is, and is heard of in any order: it is
no new record.
"""

from __future__ import annotations

from collections.abc import Callable

import pytest
from crmsync.core.change import Change, ChangeKind
from crmsync.core.parked import Category
from crmsync.core.record import Side

from tests.unit.sync.ending_world import KINDS, Ending, Kind, Linked

every_kind = pytest.mark.parametrize(
    "kind", [kind for kind in KINDS if kind.salesforce_type in {"Account", "Case"}], ids=lambda kind: kind.name
)


def merged(kind: Kind) -> tuple[Ending, Linked, str]:
    """A linked record, merged into one of before the pair was switched on; no event has told of either."""
    ending = Ending(kind, create_in_hubspot=False)
    survivor = ending.create()
    ending.world.run_on()
    ending.switch(create_in_hubspot=True)
    one = ending.linked(**{kind.field[1]: "7"})
    ending.merge(Side.SALESFORCE, survivor, one.salesforce)
    lose_events(ending)
    return ending, one, survivor


def lose_events(ending: Ending) -> None:
    for gateway in ending.world.gateways.values():
        gateway.simulator.take_due()


def hear_of(ending: Ending, record: str, kind: ChangeKind = ChangeKind.LOOK) -> None:
    world = ending.world
    world.send(Change(ending.ref(Side.SALESFORCE, record), kind, world.clock.now(), "cdc"))


def survivor_first(ending: Ending, lost: str, survivor: str) -> None:
    hear_of(ending, survivor)
    ending.world.work()
    hear_of(ending, lost, ChangeKind.DELETE)


def survivor_last(ending: Ending, lost: str, survivor: str) -> None:
    hear_of(ending, lost, ChangeKind.DELETE)
    ending.world.work()
    hear_of(ending, survivor)


def together(ending: Ending, lost: str, survivor: str) -> None:
    hear_of(ending, survivor)
    hear_of(ending, lost, ChangeKind.DELETE)


def survivor_alone(ending: Ending, _: str, survivor: str) -> None:
    hear_of(ending, survivor)


@every_kind
@pytest.mark.parametrize("hear", [survivor_first, survivor_last, together, survivor_alone])
def test_the_link_goes_to_the_survivor(kind: Kind, hear: Callable[[Ending, str, str], None]) -> None:
    ending, one, survivor = merged(kind)
    hear(ending, one.salesforce, survivor)
    ending.world.run_on()
    links = ending.world.product.links.all()
    assert [(link.hubspot.id, link.salesforce.id) for link in links] == [(one.hubspot, survivor)]
    assert ending.world.parked() == []
    ending.edit(Side.SALESFORCE, survivor, "8")
    ending.world.run_on()
    assert ending.shown(Side.HUBSPOT, one.hubspot) == "8"


@every_kind
@pytest.mark.parametrize("side", Side)
def test_what_the_survivor_leaves_blank_clears_nothing(kind: Kind, side: Side) -> None:
    """Whatever made it so: a clear cannot be told from a blank that the merge left."""
    ending = Ending(kind, create_in_hubspot=False, create_in_salesforce=None)
    blank = ending.create() if side is Side.SALESFORCE else ending.create_in_hubspot()
    ending.world.run_on()
    ending.switch(create_in_hubspot=True)
    one = ending.linked(**{kind.field[1]: "7"})
    survivor = ending.merge(side, blank, one.id(side))
    ending.edit(side, survivor, None)
    ending.world.run_on()
    assert ending.counterpart(side, survivor) == one.id(side.other)
    assert ending.shown(side.other, one.id(side.other)) == "7"
    assert ending.shown(side, survivor) == "7"


@every_kind
def test_a_link_that_remembers_a_deleted_record_gives_way(kind: Kind) -> None:
    ending = Ending(kind)
    winner, loser = ending.linked(), ending.linked(**{kind.field[1]: "7"})
    ending.delete(Side.HUBSPOT, winner)
    ending.world.run_on()
    ending.merge(Side.SALESFORCE, winner.salesforce, loser.salesforce)
    ending.world.run_on()
    assert ending.counterpart(Side.SALESFORCE, winner.salesforce) == loser.hubspot
    assert ending.world.parked() == []


@every_kind
def test_merging_the_counterparts_too_ends_the_conflict(kind: Kind) -> None:
    ending = Ending(kind)
    winner, loser = ending.linked(), ending.linked()
    ending.merge(Side.SALESFORCE, winner.salesforce, loser.salesforce)
    ending.world.run_on()
    (row,) = ending.world.parked()
    gone, became = (ending.ref(Side.SALESFORCE, one.salesforce).label for one in (loser, winner))
    assert (row.category, row.reason.split(";")[0]) == (
        Category.MERGED,
        f"{gone} was merged into {became}, which is linked to {ending.ref(Side.HUBSPOT, winner.hubspot).label}",
    )
    survivor = ending.merge(Side.HUBSPOT, winner.hubspot, loser.hubspot)
    ending.world.run_on()
    assert ending.counterpart(Side.SALESFORCE, winner.salesforce) == survivor
    assert len(ending.world.product.links.all()) == 1
    ending.world.resume_parked()
    assert ending.world.parked() == []


@every_kind
def test_only_what_was_changed_since_its_creation_costs_a_question(kind: Kind) -> None:
    """A merge changes the survivor."""
    ending = Ending(kind)
    new, changed = ending.create(), ending.create()
    ending.edit(Side.SALESFORCE, changed, "9")
    lose_events(ending)
    costs = []
    for record in (new, changed):
        hear_of(ending, record)
        with ending.world.counting() as calls:
            ending.world.work()
        costs.append(calls.salesforce)
    assert costs[1] - costs[0] == 1


@pytest.mark.parametrize("kind", KINDS, ids=lambda kind: kind.name)
def test_nor_is_one_of_hubspot_s_in_which_a_linked_one_lives_on(kind: Kind) -> None:
    """Only its own event is heard, as an edit's."""
    off = {"create_in_salesforce": False if kind.name == "pet" else None}
    ending = Ending(kind, **off)
    unlinked = ending.create_in_hubspot()
    ending.world.run_on()
    ending.switch()
    one = ending.linked(**{kind.field[1]: "7"})
    survivor = ending.merge(Side.HUBSPOT, unlinked, one.hubspot)
    lose_events(ending)
    look = Change(ending.ref(Side.HUBSPOT, survivor), ChangeKind.LOOK, ending.world.clock.now(), "hubspot_poll")
    ending.world.send(look)
    ending.world.run_on()
    links = ending.world.product.links.all()
    assert [(link.hubspot.id, link.salesforce.id) for link in links] == [(survivor, one.salesforce)]
    assert ending.world.parked() == []
