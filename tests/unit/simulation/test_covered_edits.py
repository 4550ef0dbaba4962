"""Edits that a write of ours covered, as seeds of the simulation met them."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from crmsync.core.change import Change, ChangeKind
from crmsync.core.outcome import OutcomeName
from crmsync.core.reasons import Reason
from crmsync.core.record import Side
from crmsync.usecases.sync.batch import LATEST_EFFECT

from tests.unit.sync.sync_world import SECOND, Pair, SyncWorld

VISIBILITY = 360 * SECOND
WRITE = {Side.HUBSPOT: "batch/update", Side.SALESFORCE: "PATCH .*composite/sobjects"}


class Killed(BaseException):
    """Ends the worker here and now."""


@pytest.fixture
def world() -> SyncWorld:
    return SyncWorld()


def two_way(world: SyncWorld) -> Pair:
    world.set_rule("jobtitle", "Title", "two_way")
    return world.linked(jobtitle="CFO")


def crash(world: SyncWorld) -> None:
    """The next invocation dies at its first call, and its message comes again."""

    def die() -> None:
        raise Killed

    for side in Side:
        world.before(side, ".", die)
    with pytest.raises(Killed):
        work_twice(world)
    for side in Side:
        world.product.interruptions[side].clear()
    world.clock.advance(VISIBILITY)


def work_twice(world: SyncWorld) -> None:
    """The first invocation may do no more than split a message."""
    world.work()
    world.work()


def covering(world: SyncWorld, pair: Pair, side: Side, edit: Callable[[], None]) -> None:
    """A write of ours to that side that covers an edit; the edit's event is still to be delivered."""
    world.before(side, WRITE[side], edit)
    world.work()


def test_late_echoes_of_two_writes_do_not_answer_each_other(world: SyncWorld) -> None:
    """Each looked like an edit that the other had covered, and brought it back, for ever."""
    pair = two_way(world)
    for title in ("CEO", "COO"):
        world.edit_person(pair.salesforce, Title=title)
        world.clock.advance(SECOND)
        world.salesforce.simulator.take_due()
        world.product.queue.send([Change(pair.person, ChangeKind.LOOK, world.clock.now(), "test")])
        world.work()
    assert world.contact(pair.hubspot, "jobtitle") == "COO"
    written = len(world.product.history.all())
    assert set(world.run_on()) == {OutcomeName.ECHO}
    assert len(world.product.history.all()) == written


def test_an_edit_whose_event_lost_its_value_is_learned_from_the_propertys_history(world: SyncWorld) -> None:
    pair = two_way(world)
    world.edit_person(pair.salesforce, Title="CEO")
    world.deliver()
    covering(world, pair, Side.HUBSPOT, lambda: world.edit_contact(pair.hubspot, jobtitle="Boss"))
    assert world.contact(pair.hubspot, "jobtitle") == "CEO"
    world.hubspot.simulator.take_due()
    edited_at = world.clock.now()
    hidden = Change(pair.contact, ChangeKind.UPDATE, edited_at, "test", fields={"jobtitle": edited_at}, crashes=2)
    world.send(hidden)
    world.run_on()
    assert world.contact(pair.hubspot, "jobtitle") == "Boss"
    assert world.person(pair.salesforce, "Title") == "Boss"


def test_what_salesforces_event_told_of_a_covered_edit_outlives_two_crashes(world: SyncWorld) -> None:
    pair = two_way(world)
    world.edit_contact(pair.hubspot, jobtitle="CEO")
    world.deliver()
    covering(world, pair, Side.SALESFORCE, lambda: world.edit_person(pair.salesforce, Title="Boss"))
    assert world.person(pair.salesforce, "Title") == "CEO"
    world.deliver()
    crash(world)
    crash(world)
    world.run_on()
    told = [(entry.old, entry.reason) for entry in world.history(pair.contact) if entry.side is Side.SALESFORCE]
    assert ("Boss", Reason.COVERED) in told


def test_what_salesforces_event_told_of_a_covered_edit_is_noted_before_it_is_parked(world: SyncWorld) -> None:
    pair = two_way(world)
    world.edit_contact(pair.hubspot, jobtitle="CEO")
    world.deliver()
    covering(world, pair, Side.SALESFORCE, lambda: world.edit_person(pair.salesforce, Title="Boss"))
    world.put("quota/salesforce", {"daily_limit": world.spent(Side.SALESFORCE)})
    assert world.run_on()[OutcomeName.PARKED]
    assert "Boss" not in repr(world.parked())
    told = [(entry.old, entry.reason) for entry in world.history(pair.contact) if entry.side is Side.SALESFORCE]
    assert ("Boss", Reason.COVERED) in told


@pytest.mark.parametrize("side", Side)
def test_nobody_reads_while_a_write_without_answer_may_still_take_effect(world: SyncWorld, side: Side) -> None:
    """Else its late effect would look like a person's edit, and undo the one that was written since."""
    pair = two_way(world)
    world.fault(side, "reset", "batch/update" if side is Side.HUBSPOT else "composite/sobjects")
    if side is Side.HUBSPOT:
        world.edit_person(pair.salesforce, Title="CEO")
    else:
        world.edit_contact(pair.hubspot, jobtitle="CEO")
    began = world.clock.now()
    assert world.run()[OutcomeName.RETRY] == 1
    assert world.link_of(pair.contact).is_leased(began + LATEST_EFFECT)
    with world.counting() as calls:
        world.send(Change(pair.contact, ChangeKind.LOOK, world.clock.now(), "test"))
        world.work()
    assert calls.total == 0
    world.run_on()
    assert world.contact(pair.hubspot, "jobtitle") == world.person(pair.salesforce, "Title") == "CEO"


def test_an_answer_that_tells_of_an_error_needs_no_such_wait(world: SyncWorld) -> None:
    pair = two_way(world)
    world.fault(Side.SALESFORCE, "status", "composite/sobjects")
    world.edit_contact(pair.hubspot, jobtitle="CEO")
    world.run()
    assert not world.link_of(pair.contact).is_leased(world.clock.now())


def test_a_covered_edit_is_brought_back_though_that_failed_at_first(world: SyncWorld) -> None:
    pair = two_way(world)
    world.edit_person(pair.salesforce, Title="CEO")
    world.deliver()
    covering(world, pair, Side.HUBSPOT, lambda: world.edit_contact(pair.hubspot, jobtitle="Boss"))
    world.fault(Side.HUBSPOT, "rate_limit", "batch/update")
    world.fault(Side.SALESFORCE, "status", "composite/sobjects")
    world.run_on()
    assert world.contact(pair.hubspot, "jobtitle") == "Boss"
    assert world.person(pair.salesforce, "Title") == "Boss"


def test_who_sets_again_what_a_write_without_answer_had_set_is_who_was_overruled(world: SyncWorld) -> None:
    """What they had set in between was taken for the last that they wanted, and that alone stood in history."""
    pair = two_way(world)
    world.edit_person(pair.salesforce, Title="CEO")
    world.fault(Side.HUBSPOT, "drop_response", "batch/update")
    assert world.run()[OutcomeName.RETRY]
    assert world.contact(pair.hubspot, "jobtitle") == "CEO"
    for title in ("Boss", "CEO"):
        world.clock.advance(SECOND)
        world.edit_contact(pair.hubspot, jobtitle=title)
    world.edit_person(pair.salesforce, Title="COO")
    world.run_on()
    assert world.contact(pair.hubspot, "jobtitle") == "COO"
    told = [(entry.old, entry.new) for entry in world.history(pair.contact) if entry.side is Side.HUBSPOT]
    assert ("CEO", "COO") in told
    assert ("Boss", "CEO") in told
