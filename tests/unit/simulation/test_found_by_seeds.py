"""What seeds of the simulation found, each told as a story of its own.

A seed tells another story as soon as the code changes; these stay.
"""

from __future__ import annotations

import pytest
from crmsync.core.change import Change, ChangeKind
from crmsync.core.link import Intents
from crmsync.core.outcome import OutcomeName
from crmsync.core.parked import Category, Parked
from crmsync.core.record import Side
from crmsync.ports.links import Claim

from tests.unit.sync.sync_world import SECOND, Pair, SyncWorld

VISIBILITY = 360 * SECOND


class Killed(BaseException):
    """Ends the worker here and now."""


@pytest.fixture
def world() -> SyncWorld:
    return SyncWorld()


def two_way(world: SyncWorld) -> Pair:
    world.set_rule("jobtitle", "Title", "two_way")
    return world.linked(jobtitle="CFO")


def leave_intents(world: SyncWorld, pair: Pair) -> None:
    """As a worker that died does."""
    link = world.link_of(pair.contact)
    world.product.links.claim([Claim(link, "dead", world.clock.now() + 1, Intents(world.clock.now(), ()))])
    world.clock.advance(SECOND)


@pytest.mark.parametrize("side", Side)
def test_what_a_dead_worker_left_ends_though_the_counterpart_was_deleted(world: SyncWorld, side: Side) -> None:
    pair = world.linked()
    leave_intents(world, pair)
    if side is Side.HUBSPOT:
        world.hubspot_user.delete(pair.hubspot)
    else:
        world.salesforce_user.delete("Contact", pair.salesforce)
    assert world.run_on()[OutcomeName.SKIPPED] == 1
    assert world.link_of(pair.contact).intents is None


def test_what_a_dead_worker_left_ends_though_the_record_was_merged_into_a_linked_one(world: SyncWorld) -> None:
    lost, survivor = world.linked("one@example.org"), world.linked("two@example.org")
    leave_intents(world, lost)
    world.control(
        Side.SALESFORCE, "merge", {"object": "Contact", "master": survivor.salesforce, "losers": [lost.salesforce]}
    )
    assert world.run_on()[OutcomeName.PARKED]
    assert world.link_of(lost.contact).intents is None
    assert {row.category for row in world.parked()} == {Category.MERGED}


def parked(world: SyncWorld, pair: Pair, part: str, side: Side = Side.HUBSPOT) -> None:
    ref = pair.contact if side is Side.HUBSPOT else pair.person
    now = world.clock.now()
    world.product.parking.park([Parked(ref, Category.UNAVAILABLE, "a reason", "a fix", now, part, next_try_at=now)])


@pytest.mark.parametrize(("part", "side"), [("city", Side.HUBSPOT), ("record", Side.SALESFORCE)])
def test_a_row_of_which_the_link_does_not_know_is_cleared_when_it_is_resumed(
    world: SyncWorld, part: str, side: Side
) -> None:
    """Its worker came to its end between commit and clearing."""
    pair = world.linked()
    parked(world, pair, part, side)
    world.resume_parked()
    assert world.parked() == []


def test_a_fields_row_gives_way_when_the_whole_record_is_parked(world: SyncWorld) -> None:
    """Else it would be tried every fifteen minutes for ever."""
    lost, survivor = world.linked("one@example.org"), world.linked("two@example.org")
    parked(world, lost, "city")
    world.control(
        Side.SALESFORCE, "merge", {"object": "Contact", "master": survivor.salesforce, "losers": [lost.salesforce]}
    )
    world.hubspot.simulator.take_due()
    world.salesforce.simulator.take_due()
    world.resume_parked()
    assert [(row.part, row.category) for row in world.parked()] == [("record", Category.MERGED)]


def test_a_row_of_a_record_that_moved_is_cleared(world: SyncWorld) -> None:
    pair = world.linked(object_type="Lead", email="lead@example.org")
    parked(world, pair, "record", Side.SALESFORCE)
    world.control(Side.SALESFORCE, "convert", {"lead": pair.salesforce})
    world.resume_parked()
    assert world.parked() == []


def test_a_refused_field_gets_its_row_though_the_worker_died_before_it_made_one(world: SyncWorld) -> None:
    pair = world.linked()
    world.edit_contact(pair.hubspot, zip="far too long for any postal code")
    world.deliver()
    park = world.product.parking.park

    def die(_: object) -> None:
        world.product.parking.park = park  # type: ignore[method-assign]
        raise Killed

    world.product.parking.park = die  # type: ignore[method-assign, assignment]
    with pytest.raises(Killed):
        world.work()
    assert world.parked() == []
    assert world.link_of(pair.contact).parked == ("zip",)
    world.clock.advance(VISIBILITY)
    world.run_on()
    assert [row.part for row in world.parked()] == ["zip"]


def test_times_of_edits_survive_when_a_row_takes_another_ones_place(world: SyncWorld) -> None:
    pair = world.linked()
    world.put("quota/hubspot", {"daily_limit": world.spent(Side.HUBSPOT)})
    first, second = world.clock.now(), world.clock.now() + 1
    for name, at in (("city", first), ("zip", second)):
        world.send(Change(pair.contact, ChangeKind.UPDATE, at, "test", fields={name: at}))
        world.work()
    (row,) = world.parked()
    assert row.fields == {"city": first, "zip": second}


def lose_events(world: SyncWorld) -> None:
    for gateway in world.gateways.values():
        gateway.simulator.take_due()


def test_the_poll_finds_an_edit_of_the_very_second_in_which_the_record_was_read(world: SyncWorld) -> None:
    """Salesforce tells whole seconds: the version that was read and the one after it bear the same time."""
    pair = two_way(world)
    world.clock.advance(SECOND - world.clock.now() % SECOND)
    world.salesforce_user.edit("Contact", pair.salesforce, {"Title": "CEO"})
    world.before(
        Side.HUBSPOT, "batch/update", lambda: world.salesforce_user.edit("Contact", pair.salesforce, {"Title": "COO"})
    )
    lose_events(world)
    world.send(Change(pair.person, ChangeKind.LOOK, world.clock.now(), "test"))
    world.work()
    assert world.contact(pair.hubspot, "jobtitle") == "CEO"
    lose_events(world)
    world.clock.advance(5 * 60 * SECOND)
    world.product.poll(Side.SALESFORCE, world.clock.now() + 60 * SECOND)
    world.run_on()
    assert world.contact(pair.hubspot, "jobtitle") == "COO"


def test_the_poll_sends_nothing_that_is_in_step(world: SyncWorld) -> None:
    pair = two_way(world)
    world.edit_person(pair.salesforce, Title="CEO")
    world.run_on()
    world.clock.advance(5 * 60 * SECOND)
    for side in Side:
        world.product.poll(side, world.clock.now() + 60 * SECOND)
    assert world.waiting() == 0


def test_a_fallback_of_a_field_that_is_not_synced_leaves_no_base(world: SyncWorld) -> None:
    """Else the field would count as changed as soon as its rule lets it sync."""
    world.set_rule("lastname", "LastName", "dont_sync")
    contact = world.create_contact(email="ada@example.org", lastname="Lovelace")
    world.run_on()
    (person,) = world.people_of("ada@example.org")
    assert world.person(person, "LastName") == "[not provided]"
    world.set_rule("lastname", "LastName", "two_way")
    world.edit_contact(contact, city="London")
    world.run_on()
    assert world.person(person, "LastName", "MailingCity") == ("[not provided]", "London")


def test_what_changed_in_hubspot_is_not_forgotten_while_the_link_moves(world: SyncWorld) -> None:
    """The field was parked, so that only a change that names it has it tried again at once."""
    pair = world.linked(object_type="Lead", email="lead@example.org")
    world.edit_contact(pair.hubspot, zip="far too long for any postal code")
    world.run_on()
    contact = world.control(Side.SALESFORCE, "convert", {"lead": pair.salesforce})["contact"]
    world.edit_contact(pair.hubspot, zip="10115")
    world.salesforce.simulator.take_due()
    world.run_on()
    assert world.person(contact, "MailingPostalCode") == "10115"


def test_a_parked_field_has_its_row_though_another_one_could_not_be_written(world: SyncWorld) -> None:
    pair = world.linked()
    world.fault(Side.SALESFORCE, "lock_row", "composite/sobjects", times=100)
    world.edit_contact(pair.hubspot, zip="far too long for any postal code", city="London")
    world.run()
    assert world.link_of(pair.contact).parked == ("zip",)
    assert [row.part for row in world.parked()] == ["zip"]


@pytest.mark.parametrize("gone", Side)
def test_a_covered_edit_is_told_though_its_event_comes_when_a_record_is_gone(world: SyncWorld, gone: Side) -> None:
    """Its worker had died, and the message came again six minutes later."""
    pair = two_way(world)
    world.edit_person(pair.salesforce, Title="CEO")
    world.before(Side.HUBSPOT, "batch/update", lambda: world.hubspot_user.edit(pair.hubspot, {"jobtitle": "COO"}))
    world.deliver()
    at = world.clock.now()
    world.work()
    assert world.contact(pair.hubspot, "jobtitle") == "CEO"
    lose_events(world)
    if gone is Side.HUBSPOT:
        world.hubspot_user.delete(pair.hubspot)
    else:
        world.salesforce_user.delete("Contact", pair.salesforce)
    world.run_on()
    told = {"fields": {"jobtitle": at}, "event_values": {"jobtitle": "COO"}}
    world.send(Change(pair.contact, ChangeKind.UPDATE, world.clock.now(), "test", **told))  # type: ignore[arg-type]
    assert world.run_on()[OutcomeName.SKIPPED] == 1
    notes = [entry for entry in world.history(pair.contact) if (entry.old, entry.overruled) == ("COO", True)]
    assert [(entry.side, entry.field, entry.new) for entry in notes] == [(Side.HUBSPOT, "jobtitle", "CEO")]
