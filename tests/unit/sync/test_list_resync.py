"""A HubSpot list is synced again by hand."""

from __future__ import annotations

from typing import Any

import pytest
from crmsync.usecases.admin import resync

from tests.unit.sync.listed_world import ListedWorld


def ask(world: ListedWorld, **args: Any) -> dict[str, Any]:
    return world.product.reconciles.resync(object="contact", **args)


@pytest.fixture
def world() -> ListedWorld:
    """Three members and one outsider of whom nothing has crossed yet."""
    world = ListedWorld()
    world.put("settings/contact", {"enabled": False})
    for number in range(4):
        contact = world.hubspot_user.create({"email": f"person{number}@example.org", "lastname": f"Doe {number}"})
        assert contact
        if number:
            world.join(contact)
    world.run()
    world.choose_list()
    world.run_on()
    assert people(world) == set()
    return world


def people(world: ListedWorld) -> set[str]:
    found = (world.people_of(f"person{number}@example.org") for number in range(4))
    return {email for number, ids in enumerate(found) if ids for email in [f"person{number}@example.org"]}


@pytest.mark.s("S15", "S39")
def test_the_members_of_a_list_sync(world: ListedWorld) -> None:
    assert ask(world, list_id=world.list_id)["result"] == {"enqueued": 3, "next": None}
    world.run_on()
    assert people(world) == {f"person{number}@example.org" for number in (1, 2, 3)}


def test_a_long_list_is_gone_through_in_turns(world: ListedWorld, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(resync, "PAGES_A_TURN", 1)
    monkeypatch.setattr("crmsync.adapters.hubspot.lists.JOINS_A_PAGE", 2)
    first = ask(world, list_id=world.list_id)["result"]
    assert first["enqueued"] == 2
    last = ask(world, list_id=world.list_id, after=first["next"])["result"]
    assert last == {"enqueued": 1, "next": None}


@pytest.mark.parametrize("list_id", ["404", "companies"])
def test_a_list_that_is_none_of_contacts_is_refused(world: ListedWorld, list_id: str) -> None:
    wanted = world.make_list("Firms", "MANUAL", "0-2") if list_id == "companies" else list_id
    answer = ask(world, list_id=wanted)
    assert (answer["ok"], answer["error"]["code"]) == (False, "bad_arguments")
    assert f"no list {wanted} of contact" in answer["error"]["message"]
    assert world.waiting() == 0
