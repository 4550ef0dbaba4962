"""Records without link: told as what they are, and left alone."""

from collections.abc import Iterator

import pytest
from crmsync.usecases.reconcile import look_up_unlinked

from tests.unit.reconcile.reconcile_world import ReconcileWorld

COUNTED = ("unlinked", "linkable", "duplicate", "parked")
FOR_CREATIONS = 1
"""A round asks HubSpot who was created there, once a pair."""


@pytest.fixture
def before(world: ReconcileWorld) -> Iterator[dict[str, int]]:
    """Of the org's own people."""
    world.lose_events()
    yield world.reconcile()["counts"]
    assert world.waiting() == 0


def more(world: ReconcileWorld, before: dict[str, int]) -> dict[str, int]:
    counts = world.reconcile()["counts"]
    return {name: counts[name] - before[name] for name in COUNTED if counts[name] != before[name]}


def test_one_that_hubspot_does_not_have(world: ReconcileWorld, before: dict[str, int]) -> None:
    world.create_person(LastName="Alone", Email="alone@example.org")
    world.create_person(LastName="Nameless")
    assert more(world, before) == {"unlinked": 2}
    assert world.contacts_of("alone@example.org") == []


def test_one_that_hubspot_has_too(world: ReconcileWorld, before: dict[str, int]) -> None:
    person = world.create_person(LastName="Both", Email="Both@example.org")
    world.create_contact(email="both@example.org")
    assert more(world, before) == {"linkable": 1}
    assert world.ask("report")["examples"]["linkable"] == [f"salesforce#Contact#{person}"]


def test_a_second_record_of_a_linked_person(world: ReconcileWorld, before: dict[str, int]) -> None:
    world.linked_people(1)
    world.lose_events()
    lead = world.create_person("Lead", LastName="Crowd", Company="C", Email="crowd0@example.org")
    assert more(world, before) == {"duplicate": 1}
    assert f"salesforce#Lead#{lead}" in world.ask("report")["examples"]["duplicate"]


def test_two_records_of_one_address(world: ReconcileWorld, before: dict[str, int]) -> None:
    for _ in range(2):
        world.create_person(LastName="Twin", Email="twin@example.org")
    assert more(world, before) == {"unlinked": 1, "duplicate": 1}


def test_where_nobody_is_to_be_created_nobody_is_asked_for(world: ReconcileWorld, before: dict[str, int]) -> None:
    world.put("settings/contact", {"create_in_hubspot": False})
    with world.counting() as calls:
        assert world.reconcile()["counts"]["unlinked"] == sum(before[name] for name in COUNTED)
    assert calls.hubspot == FOR_CREATIONS


def test_a_round_asks_for_so_many_and_no_more(
    world: ReconcileWorld, before: dict[str, int], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(look_up_unlinked, "MOST_LOOKED_UP", 1)
    with world.counting() as calls:
        assert world.reconcile()["counts"]["unlinked"] == sum(before[name] for name in COUNTED)
    assert calls.hubspot == 1 + FOR_CREATIONS
