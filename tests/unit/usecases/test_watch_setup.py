"""A change of Salesforce's setup is noticed within the hour while something waits for one, and what it may have mended
crosses.
"""

from __future__ import annotations

from dataclasses import replace

import pytest
from crmsync.core.parked import Category
from crmsync.core.record import Side
from crmsync.usecases.watch.hourly_watch import LEASE, MAX_AGE
from crmsync.usecases.watch.setup_audit_trail import SetupAuditTrail

from tests.unit.sync.sync_world import LONGEST_GAP, Pair, SyncWorld

AUTOMATION = {"object": "Contact", "name": "Guard", "field": "Title", "operator": "equals", "value": "Boss"}
GUARD_ROUND = 60_000
ASKED = "setup_changes"


@pytest.fixture
def world() -> SyncWorld:
    return SyncWorld()


def change(world: SyncWorld, **operation: object) -> None:
    world.control(Side.SALESFORCE, "schema", operation)


def refused(world: SyncWorld, kind: str) -> Pair:
    """Somebody whose title a flow or a trigger does not let pass."""
    pair = world.linked()
    change(world, op="add_automation", kind=kind, message="failed", **AUTOMATION)
    world.clock.advance(GUARD_ROUND)
    world.edit_contact(pair.hubspot, jobtitle="Boss")
    world.run_on()
    assert [row.category for row in world.parked()] == [Category.CUSTOM_CODE]
    return pair


def rest(world: SyncWorld) -> None:
    """What is parked was tried so often that its next own try is a day off."""
    world.product.parking.postpone(world.parked(), world.clock.now() + LONGEST_GAP)


def guard(world: SyncWorld, after: int = MAX_AGE) -> None:
    """A round of config_guard, and what it has tried again."""
    world.clock.advance(after)
    world.product.guard()
    world.product.resume()
    world.run_on()


@pytest.mark.parametrize("kind", ["flow", "apex"])
def test_what_automation_refused_crosses_once_that_was_changed(world: SyncWorld, kind: str) -> None:
    pair = refused(world, kind)
    guard(world)
    rest(world)
    change(world, op="remove_automation", **AUTOMATION)
    guard(world)
    assert world.person(pair.salesforce, "Title") == "Boss"
    assert world.parked() == []


def test_it_is_noticed_within_the_hour_and_tried_once(world: SyncWorld) -> None:
    refused(world, "flow")
    guard(world)
    rest(world)
    (before,) = world.parked()
    change(world, op="add_stage", name="Thinking")
    guard(world, MAX_AGE // 2)
    assert world.parked() == [before]
    guard(world, MAX_AGE // 2)
    rest(world)
    assert world.parked()[0].attempts == before.attempts + 1
    for _ in range(3):
        guard(world)
    assert world.parked()[0].attempts == before.attempts + 1


def test_users_and_their_rights_are_no_automation(world: SyncWorld) -> None:
    refused(world, "flow")
    guard(world)
    rest(world)
    (before,) = world.parked()
    change(world, op="set_permission", object="Lead", field="Fax", editable=True)
    guard(world)
    assert world.parked() == [before]


def test_a_right_that_no_description_shows(world: SyncWorld) -> None:
    """Such as access to the very record, by a sharing rule."""
    refused(world, "flow")
    guard(world)
    world.product.parking.park([replace(row, category=Category.PERMISSIONS) for row in world.parked()])
    rest(world)
    (before,) = world.parked()
    change(world, op="set_permission", object="Lead", field="Fax", editable=True)
    guard(world)
    assert world.parked()[0].attempts == before.attempts + 1


def test_one_call_an_hour_while_something_waits_and_none_else(world: SyncWorld) -> None:
    guard(world)
    assert asked(world) == 0
    refused(world, "flow")
    guard(world)
    assert asked(world) == 1
    for _ in range(60):
        guard(world, MAX_AGE // 60)
    assert asked(world) == 2


def test_whoever_may_not_see_the_setup_is_not_asked_every_minute(world: SyncWorld) -> None:
    refused(world, "flow")
    world.salesforce.simulator.org.schema._objects.pop("SetupAuditTrail")  # type: ignore[attr-defined]
    guard(world)
    guard(world, GUARD_ROUND)
    assert asked(world) == 1


def test_nothing_is_asked_while_paused_or_beside_another_round(world: SyncWorld) -> None:
    refused(world, "flow")
    world.product.jobs.start(SetupAuditTrail.job, "another", world.clock.now(), world.clock.now() + MAX_AGE + LEASE)
    guard(world)
    world.clock.advance(LEASE)
    world.put("settings/global", {"paused": True})
    guard(world)
    assert asked(world) == 0


def asked(world: SyncWorld) -> int:
    """How often in all."""
    calls = world.product.ledger.report(Side.SALESFORCE)
    return sum(count for (_, _, purpose, _), count in calls.items() if purpose == ASKED)
