"""What each kind of work may cost in calls, by the simulators' own counts."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from crmsync.core.outcome import OutcomeName
from crmsync.core.record import Side

from tests.unit.sync.sync_world import Pair, SyncWorld
from tests.unit.sync.test_first_link import unseen_contact, unseen_person

pytestmark = pytest.mark.no_cover

ECHO, UPDATED = OutcomeName.ECHO, OutcomeName.UPDATED
ADA = "ada@example.org"


def log_in(world: SyncWorld) -> None:
    """A session lasts for hours; its token call is nobody's in particular."""
    world.linked("first@example.org")


@pytest.mark.parametrize("side", Side)
def test_an_echo_costs_nothing(world: SyncWorld, side: Side) -> None:
    pair = world.linked()
    if side is Side.HUBSPOT:
        world.edit_person(pair.salesforce, Title="Countess")
    else:
        world.edit_contact(pair.hubspot, city="London")
    world.deliver()
    world.work()
    with world.counting() as calls:
        assert world.run() == {ECHO: 1}
    assert calls.total == 0


@pytest.mark.parametrize(
    "edit",
    [
        lambda world, pair: world.edit_contact(pair.hubspot, city="London"),
        lambda world, pair: world.edit_person(pair.salesforce, Title="Countess", Phone="1"),
    ],
    ids=["hubspot", "salesforce"],
)
def test_an_isolated_change_costs_three(world: SyncWorld, edit: Callable[[SyncWorld, Pair], None]) -> None:
    pair = world.linked()
    with world.counting() as calls:
        edit(world, pair)
        world.run()
    assert calls.total == 3


def test_a_conflict_costs_one_more(world: SyncWorld) -> None:
    world.set_rule("jobtitle", "Title", "two_way")
    pair = world.linked()
    with world.counting() as calls:
        world.edit_contact(pair.hubspot, jobtitle="of HubSpot")
        world.edit_person(pair.salesforce, Title="of Salesforce")
        world.run()
    assert calls.total <= 4


@pytest.mark.parametrize(
    "arrive",
    [
        lambda world: world.create_contact(email=ADA, lastname="Lovelace"),
        lambda world: world.create_person(Email=ADA, LastName="Lovelace"),
        lambda world: world.create_person("Lead", Email=ADA, LastName="Lovelace", Company="Analytical"),
    ],
    ids=["hubspot", "contact", "lead"],
)
def test_a_creation_costs_six_at_most(world: SyncWorld, arrive: Callable[[SyncWorld], str]) -> None:
    log_in(world)
    with world.counting() as calls:
        arrive(world)
        world.run()
    assert len(world.contacts_of(ADA)) == len(world.people_of(ADA)) == 1
    assert calls.total <= 6


@pytest.mark.parametrize("side", Side)
def test_a_first_link_costs_six_at_most(world: SyncWorld, side: Side) -> None:
    log_in(world)
    if side is Side.HUBSPOT:
        unseen_person(world, Email=ADA, LastName="Lovelace", Phone="1")
    else:
        unseen_contact(world, email=ADA, jobtitle="Countess", phone="2")
    with world.counting() as calls:
        if side is Side.HUBSPOT:
            world.create_contact(email=ADA, jobtitle="Countess")
        else:
            world.create_person(Email=ADA, LastName="Lovelace", Phone="1")
        world.run()
    assert calls.total <= 6
    assert world.parked() == []


def hundred(world: SyncWorld) -> list[Pair]:
    contacts = [
        world.create_contact(email=f"person{number}@example.org", lastname=f"Name {number}") for number in range(100)
    ]
    world.run()
    links = {link.hubspot.id: link for link in world.product.links.all()}
    return [Pair(contact, links[contact].salesforce.id) for contact in contacts]


@pytest.mark.parametrize("side", Side)
def test_a_hundred_changed_people_cost_what_one_does(world: SyncWorld, side: Side) -> None:
    pairs = hundred(world)
    with world.counting() as calls:
        for pair in pairs:
            if side is Side.HUBSPOT:
                world.hubspot_user.edit(pair.hubspot, {"city": "London"})
            else:
                world.salesforce_user.edit("Contact", pair.salesforce, {"Title": "Countess"})
        outcomes = world.run()
    assert outcomes[UPDATED] == outcomes[ECHO] == 100
    assert calls.total == 3


def test_a_hundred_new_people_cost_a_few_calls(world: SyncWorld) -> None:
    log_in(world)
    with world.counting() as calls:
        for number in range(100):
            world.hubspot_user.create({"email": f"person{number}@example.org", "lastname": f"Name {number}"})
        outcomes = world.run()
    assert outcomes[OutcomeName.CREATED] == 100
    assert calls.total <= 6


@pytest.mark.s("S81")
def test_what_the_ledger_counts_is_what_the_crms_count(world: SyncWorld) -> None:
    before = {side: sum(world.product.ledger.report(side).values()) for side in Side}
    with world.counting() as calls:
        pair = world.linked()
        world.edit_person(pair.salesforce, Title="Countess")
        world.fault(Side.HUBSPOT, "status", "batch/read")
        world.run_on()
    counted = {side: sum(world.product.ledger.report(side).values()) - before[side] for side in Side}
    assert counted == {Side.HUBSPOT: calls.hubspot, Side.SALESFORCE: calls.salesforce}


def test_units_of_calls_that_were_not_made_come_back(world: SyncWorld) -> None:
    """A batch takes a read and a write of each side ahead; this one has nothing to write."""
    pair = world.linked()
    before = {side: world.spent(side) for side in Side}
    world.edit_contact(pair.hubspot, jobtitle="Countess")
    world.edit_person(pair.salesforce, Title="Countess")
    with world.counting() as calls:
        world.run()
    assert (calls.hubspot, calls.salesforce) == (1, 1)
    assert {side: world.spent(side) - before[side] for side in Side} == dict.fromkeys(Side, 1)
