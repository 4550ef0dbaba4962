"""What the queue hands over: doubles, crashes, nonsense, floods, and too little time."""

from __future__ import annotations

import json

import pytest
from crmsync.core.change import CallClass, Change, ChangeKind
from crmsync.core.message import pack, unpack
from crmsync.core.outcome import OutcomeName
from crmsync.core.parked import Category
from crmsync.core.record import RecordRef, Side

from sandbox.memory.queue import BULK, LIVE, QueueMessage
from sandbox.salesforce.ids import to_18
from tests.unit.sync.sync_world import SECOND, SyncWorld

pytestmark = pytest.mark.no_cover

VISIBILITY = 360 * SECOND


class Killed(BaseException):
    """Ends the worker here and now."""


def kill(world: SyncWorld) -> bool:
    """One invocation that dies at its first call, if it makes one."""

    def die() -> None:
        raise Killed

    for side in Side:
        world.before(side, ".", die)
    try:
        world.work()
    except Killed:
        return True
    finally:
        for side in Side:
            world.product.interruptions[side].clear()
    return False


def crash(world: SyncWorld) -> None:
    assert kill(world)


def messages(world: SyncWorld) -> list[QueueMessage]:
    return world.product.queue.receive(LIVE, 100)


def look(world: SyncWorld, number: int) -> Change:
    """Of a contact that is not there."""
    ref = RecordRef(Side.HUBSPOT, "contact", str(900_000_000 + number))
    return Change(ref, ChangeKind.LOOK, world.clock.now(), "test")


def test_a_message_that_comes_again_is_split_into_singles(world: SyncWorld) -> None:
    pairs = [world.linked(f"person{number}@example.org") for number in range(3)]
    for pair in pairs:
        world.edit_contact(pair.hubspot, city="London")
    world.deliver()
    crash(world)
    world.clock.advance(VISIBILITY)
    with world.counting() as calls:
        world.work()
    assert calls.total == 0
    waiting = messages(world)
    assert len(waiting) == 3
    changes = [change for message in waiting for change in unpack(message.body)]
    assert {change.ref.id for change in changes} == {pair.hubspot for pair in pairs}
    assert not [change for change in changes if change.carried]
    assert all("city" in change.fields for change in changes)
    world.clock.advance(VISIBILITY)
    world.run_on()
    assert {world.person(pair.salesforce, "MailingCity") for pair in pairs} == {"London"}


def test_a_single_has_a_row_before_its_last_try_and_no_value_in_the_dead_letter_queue(world: SyncWorld) -> None:
    pair = world.linked()
    world.edit_contact(pair.hubspot, city="London")
    world.deliver()
    for _ in range(20):
        if world.product.queue.dead:
            break
        if world.waiting():
            kill(world)
        world.clock.advance(VISIBILITY)
    (body,) = world.product.queue.dead
    assert "London" not in body
    (row,) = world.parked()
    assert (row.ref, row.category, row.part) == (pair.contact, Category.UNAVAILABLE, "record")
    assert "city" in row.fields
    assert "London" not in repr(row)
    world.resume_parked()
    assert world.person(pair.salesforce, "MailingCity") == "London"
    assert world.parked() == []


@pytest.mark.parametrize(
    "body",
    ["", "not json", "[]", '{"changes": {}}', '{"changes": [{}]}', '{"changes": [{"ref": "x", "kind": "update"}]}'],
)
def test_an_undecodable_message_is_parked_and_dies_alone(world: SyncWorld, body: str) -> None:
    pair = world.linked()
    world.edit_contact(pair.hubspot, city="London")
    world.deliver()
    world.product.queue.put(LIVE, body)
    world.work()
    assert world.person(pair.salesforce, "MailingCity") == "London"
    (row,) = world.parked()
    assert (row.category, row.next_try_at) == (Category.UNDECODABLE, None)
    assert row.fix
    for _ in range(3):
        world.clock.advance(VISIBILITY)
        world.work()
    assert world.product.queue.dead == [body]


def test_the_same_change_twice_is_done_once(world: SyncWorld) -> None:
    pair = world.linked()
    world.edit_contact(pair.hubspot, city="London")
    world.control(Side.HUBSPOT, "webhooks/replay", {"last": 1})
    with world.counting() as calls:
        world.run_on()
    assert calls.total == 3
    assert len([entry for entry in world.history(pair.contact) if entry.field == "city"]) == 1


def test_changes_of_many_messages_are_folded(world: SyncWorld) -> None:
    pair = world.linked()
    for city in ("Bern", "Basel", "London"):
        world.edit_contact(pair.hubspot, city=city)
        world.deliver()
    with world.counting() as calls:
        world.run()
    assert world.person(pair.salesforce, "MailingCity") == "London"
    assert calls.total == 3


def test_no_time_left_sends_all_on(world: SyncWorld) -> None:
    pair = world.linked()
    world.edit_contact(pair.hubspot, city="London")
    world.deliver()
    with world.counting() as calls:
        assert world.work(remaining=14 * SECOND) == {}
    assert calls.total == 0
    (message,) = messages(world)
    (change,) = unpack(message.body)
    assert (change.attempt, change.event_values) == (0, {"city": "London"})
    world.clock.advance(VISIBILITY)
    world.run()
    assert world.person(pair.salesforce, "MailingCity") == "London"


def test_a_flood_is_taken_as_far_as_time_allows_and_no_further(world: SyncWorld) -> None:
    """200 messages of 100 changes; each batch of a hundred takes a call of 200 ms."""
    changes = [look(world, number) for number in range(20_000)]
    for body in pack(changes):
        world.product.queue.put(LIVE, body)
    waiting = world.product.queue.receive(LIVE, 200)
    assert len(waiting) == 200
    began = world.clock.now()
    outcomes = world.invoke(waiting, remaining=30 * SECOND)
    assert world.clock.now() - began <= 16 * SECOND
    left = [change for message in world.product.queue.receive(LIVE, 1_000) for change in unpack(message.body)]
    assert 0 < outcomes.total() < 20_000
    assert outcomes.total() + len(left) == 20_000
    assert len({change.ref for change in left}) == len(left)


def test_live_changes_go_before_bulk_ones(world: SyncWorld) -> None:
    live = look(world, 1)
    bulk = [Change(look(world, 2).ref, ChangeKind.LOOK, 0, "resync", CallClass.BULK)]
    (body,) = pack([*bulk, live])
    world.product.queue.put(LIVE, body)
    world.work()
    records = [facts["record"] for name, facts in world.product.telemetry.notes if name == "record"]
    assert records == [live.ref.key, bulk[0].ref.key]


def test_bulk_changes_travel_in_their_own_queue(world: SyncWorld) -> None:
    pair = world.linked()
    world.edit_contact(pair.hubspot, city="London")
    world.hubspot.simulator.take_due()
    world.product.poll(Side.HUBSPOT, world.clock.now() + 60 * SECOND)
    world.edit_contact(pair.hubspot, city="Bern")
    world.clock.advance(5 * 60 * SECOND)
    world.product.poll(Side.HUBSPOT, world.clock.now() + 60 * SECOND)
    assert world.product.queue.depth(LIVE) == 0
    assert world.product.queue.depth(BULK) >= 1
    world.run()
    assert world.person(pair.salesforce, "MailingCity") == "Bern"


def test_a_hundred_that_fail_together_come_again_in_few_messages(world: SyncWorld) -> None:
    for number in range(100):
        world.send(look(world, number))
    world.fault(Side.HUBSPOT, "status", "batch/read")
    assert world.run()[OutcomeName.RETRY] == 100
    assert world.waiting() <= 3


def test_an_unknown_key_of_a_newer_version_is_no_reason_to_fail(world: SyncWorld) -> None:
    body = json.dumps({"changes": [{**json.loads(next(pack([look(world, 1)])))["changes"][0], "newer": 1}]})
    world.product.queue.put(LIVE, body)
    assert world.run() == {OutcomeName.SKIPPED: 1}


@pytest.mark.parametrize(("call_class", "calls"), [(CallClass.LIVE, 2), (CallClass.POLL, 1), (CallClass.BULK, 1)])
def test_what_nobody_waits_for_is_read_two_hundred_in_a_call(
    world: SyncWorld, call_class: CallClass, calls: int
) -> None:
    refs = [RecordRef(Side.SALESFORCE, "Contact", to_18(f"003gK9{number:09d}")) for number in range(200)]
    changes = [Change(ref, ChangeKind.LOOK, world.clock.now(), "test", call_class) for ref in refs]
    world.product.queue.send(changes)
    with world.counting() as counted:
        outcomes = world.work()
    assert (counted.salesforce, outcomes.total()) == (calls, 200)
