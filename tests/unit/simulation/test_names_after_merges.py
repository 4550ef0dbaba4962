"""A merge lets off the names of its two records, once each: a survivor gives its name to the other's counterpart."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from crmsync.core.record import Side

from sandbox.simulation.endings import Endings
from sandbox.simulation.invariants import broken
from sandbox.simulation.people import Known
from sandbox.simulation.world import World
from tests.unit.simulation.worlds import calm_world


@pytest.fixture(scope="module")
def world() -> World:
    return calm_world()


def make_company(world: World, name: str) -> str:
    return world.crms.hubspot_user.create({"name": name}, "companies") or ""


def make_deal(world: World, name: str) -> str:
    return world.crms.hubspot_user.create({"dealname": name}, "deals") or ""


def make_ticket(world: World, name: str) -> str:
    ticket = world.crms.salesforce_user.create("Case", {"Subject": name}) or ""
    world.tickets.names[Known(Side.SALESFORCE, "Case", ticket)] = name
    return ticket


@pytest.mark.parametrize(
    ("make", "name"), [(make_company, "Company 7"), (make_deal, "Deal 7"), (make_ticket, "Ticket 7")]
)
def test_each_merge_lets_one_more_of_the_name_be(make: Callable[[World, str], str], name: str, world: World) -> None:
    make(world, name)
    make(world, name)
    world.merged["another name"] += 1
    assert any(f"{name} is 2 times" in problem for problem in broken(world))
    world.merged[name] += 1
    assert not any(f"{name} is" in problem for problem in broken(world))
    make(world, name)
    assert any(f"{name} is 3 times" in problem for problem in broken(world))


@pytest.mark.parametrize("side", [*Side])
def test_people_who_merge_two_are_remembered_by_the_names(side: Side, world: World) -> None:
    world.merged.clear()
    names = ["Company 8", "Company 9"]
    for name in names:
        if side is Side.HUBSPOT:
            known = Known(side, "company", make_company(world, name))
        else:
            known = Known(side, "Account", world.crms.salesforce_user.create("Account", {"Name": name}) or "")
        world.companies.known.append(known)
    Endings.of_most(1, world)._merge()
    assert world.merged == dict.fromkeys(names, 1)
    world.companies.known.clear()
