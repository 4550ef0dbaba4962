"""A first link whose writes did not succeed at once is still a first link when they are tried again."""

from __future__ import annotations

from typing import Any

import pytest
from crmsync.core.outcome import OutcomeName
from crmsync.core.parked import Category
from crmsync.core.record import Side

from tests.unit.sync.sync_world import SECOND, Pair, SyncWorld, salesforce_ref
from tests.unit.sync.test_first_link import unseen_contact

ADA = "ada@example.org"
NO_COUNTESS = {
    "op": "add_validation_rule",
    "object": "Contact",
    "name": "NoCountess",
    "message": "No countesses here",
    "field": "Title",
    "operator": "equals",
    "value": "Countess",
}


class Killed(BaseException):
    """Ends the worker here and now."""


def two_who_meet(world: SyncWorld) -> Pair:
    """Both CRMs lack something of the other; only Salesforce tells of its record."""
    contact = unseen_contact(world, email=ADA, jobtitle="Countess", phone="1")
    return Pair(contact, world.create_person(Email=ADA, LastName="Lovelace", Phone="2"))


def assert_in_step(world: SyncWorld, pair: Pair) -> None:
    assert world.link_of(salesforce_ref(pair.salesforce)).hubspot.id == pair.hubspot
    assert world.contact(pair.hubspot, "lastname", "phone", "jobtitle") == ("Lovelace", "2", "Countess")
    assert world.person(pair.salesforce, "LastName", "Phone", "Title") == ("Lovelace", "2", "Countess")
    assert world.link_of(pair.contact).intents is None


@pytest.mark.parametrize(
    ("side", "kind"),
    [
        (Side.HUBSPOT, "rate_limit"),
        (Side.HUBSPOT, "status"),
        (Side.HUBSPOT, "reset"),
        (Side.HUBSPOT, "drop_response"),
        (Side.SALESFORCE, "lock_row"),
        (Side.SALESFORCE, "status"),
        (Side.SALESFORCE, "reset"),
        (Side.SALESFORCE, "drop_response"),
    ],
)
def test_a_write_that_fails_in_passing(world: SyncWorld, side: Side, kind: str) -> None:
    pair = two_who_meet(world)
    world.fault(side, kind, "batch/update" if side is Side.HUBSPOT else "composite/sobjects")
    assert world.run_on()[OutcomeName.RETRY] >= 1
    assert_in_step(world, pair)
    assert world.parked() == []


def test_a_write_that_fails_again_and_again(world: SyncWorld) -> None:
    """Until it is parked; what goes on later is the first link."""
    pair = two_who_meet(world)
    world.fault(Side.SALESFORCE, "lock_row", "composite/sobjects", times=100)
    world.run_on()
    assert world.person(pair.salesforce, "Title") is None
    assert [row.part for row in world.parked()] == ["record"]
    world.salesforce.faults.clear()
    world.resume_parked()
    assert_in_step(world, pair)
    assert world.parked() == []


@pytest.mark.parametrize("call", ["batch/update", "composite/sobjects"])
def test_a_worker_that_dies_in_the_middle(world: SyncWorld, call: str) -> None:
    pair = two_who_meet(world)

    def die() -> Any:
        raise Killed

    side = Side.HUBSPOT if call == "batch/update" else Side.SALESFORCE
    world.before(side, call, die)
    with pytest.raises(Killed):
        world.run()
    world.clock.advance(360 * SECOND)
    world.run_on()
    assert_in_step(world, pair)


def test_a_refused_field_waits_for_its_mending(world: SyncWorld) -> None:
    world.control(Side.SALESFORCE, "schema", NO_COUNTESS)
    pair = two_who_meet(world)
    assert world.run()[OutcomeName.LINKED] == 1
    assert world.contact(pair.hubspot, "lastname", "phone") == ("Lovelace", "2")
    (row,) = world.parked()
    assert (row.part, row.category, row.reason) == ("jobtitle", Category.CUSTOM_CODE, "No countesses here")
    world.control(Side.SALESFORCE, "schema", {"op": "remove_validation_rule", "name": "NoCountess"})
    world.resume_parked()
    assert_in_step(world, pair)
    assert world.parked() == []
