"""A poll has read one side already: what it carries spares that read, while it is fresh."""

from __future__ import annotations

from dataclasses import replace

import pytest
from crmsync.core.change import CallClass, Change, ChangeKind
from crmsync.core.fields_to_read import fields_to_read
from crmsync.core.outcome import OutcomeName
from crmsync.core.record import Record, RecordRef, Side
from crmsync.ports.crm import Look

from tests.unit.sync.sync_world import SECOND, Calls, Pair, SyncWorld


def carried(world: SyncWorld, ref: RecordRef) -> Change:
    """As a poll sends it, read right now."""
    pairs = list(world.product.configuration.pairs.values())
    seen = world.product.plain_crms.of(ref.side).look(Look(refs=(ref,), fields=fields_to_read(pairs, ref.side)))
    record = seen.records[ref]
    assert isinstance(record, Record)
    now = world.clock.now()
    return Change(ref, ChangeKind.LOOK, now, "poll", CallClass.POLL, carried=record, carried_as_of=now)


def unseen_edit(world: SyncWorld, pair: Pair) -> None:
    """Its webhook is lost."""
    world.edit_contact(pair.hubspot, city="London")
    world.control(Side.HUBSPOT, "webhooks/chaos", {})


def cost(world: SyncWorld, change: Change) -> Calls:
    world.send(change)
    with world.counting() as calls:
        world.work()
    return calls


@pytest.mark.parametrize("side", Side)
def test_in_step_it_costs_nothing(world: SyncWorld, side: Side) -> None:
    pair = world.linked(jobtitle="Countess", city="London")
    change = carried(world, pair.contact if side is Side.HUBSPOT else pair.person)
    assert cost(world, change).total == 0


def test_a_fresh_one_spares_its_read(world: SyncWorld) -> None:
    pair = world.linked()
    world.control(Side.HUBSPOT, "webhooks/chaos", {"lose": 1})
    unseen_edit(world, pair)
    calls = cost(world, carried(world, pair.contact))
    assert (calls.hubspot, calls.salesforce) == (0, 2)
    assert world.person(pair.salesforce, "MailingCity") == "London"


@pytest.mark.parametrize("kind", ["stale", "second attempt", "older than the link"])
def test_another_one_is_read_again(world: SyncWorld, kind: str) -> None:
    pair = world.linked()
    world.control(Side.HUBSPOT, "webhooks/chaos", {"lose": 1})
    unseen_edit(world, pair)
    change = carried(world, pair.contact)
    if kind == "stale":
        world.clock.advance(60 * SECOND)
    elif kind == "second attempt":
        change = replace(change, attempt=1)
    elif change.carried is not None:
        change = replace(change, carried=replace(change.carried, modified_at=1))
    assert cost(world, change).hubspot == 1
    assert world.person(pair.salesforce, "MailingCity") == "London"


def test_what_a_poll_read_before_a_later_edit_does_no_harm(world: SyncWorld) -> None:
    pair = world.linked()
    early = carried(world, pair.contact)
    world.edit_contact(pair.hubspot, city="London")
    world.run()
    world.send(early)
    world.run()
    assert world.contact(pair.hubspot, "city") == world.person(pair.salesforce, "MailingCity") == "London"


@pytest.mark.parametrize("side", Side)
def test_what_was_read_before_our_own_write_does_not_undo_the_edit_that_we_carried(
    world: SyncWorld, side: Side
) -> None:
    world.set_rule("jobtitle", "Title", "two_way")
    pair = world.linked(jobtitle="Countess")
    world.clock.advance(5 * SECOND)
    early = carried(world, pair.contact if side is Side.HUBSPOT else pair.person)
    if side is Side.SALESFORCE:
        world.edit_contact(pair.hubspot, jobtitle="Analyst")
    else:
        world.edit_person(pair.salesforce, Title="Analyst")
    world.run()
    world.send(early)
    world.run()
    assert world.contact(pair.hubspot, "jobtitle") == world.person(pair.salesforce, "Title") == "Analyst"


def test_a_lost_event_is_made_up_for_by_the_poll(world: SyncWorld) -> None:
    pair = world.linked()
    for side in Side:
        world.product.poll(side, world.clock.now() + 60 * SECOND)
    world.run()
    world.control(Side.HUBSPOT, "webhooks/chaos", {"lose": 1})
    world.control(Side.SALESFORCE, "events/chaos", {"lose": 1})
    world.edit_contact(pair.hubspot, city="London")
    world.edit_person(pair.salesforce, Title="Countess")
    world.run()
    assert world.person(pair.salesforce, "MailingCity") is None
    world.clock.advance(5 * 60 * SECOND)
    for side in Side:
        world.product.poll(side, world.clock.now() + 60 * SECOND)
    assert world.run()[OutcomeName.UPDATED] >= 1
    assert world.contact(pair.hubspot, "jobtitle", "city") == ("Countess", "London")
    assert world.person(pair.salesforce, "Title", "MailingCity") == ("Countess", "London")


def test_values_are_in_no_message_of_a_second_attempt(world: SyncWorld) -> None:
    pair = world.linked()
    world.control(Side.HUBSPOT, "webhooks/chaos", {"lose": 1})
    unseen_edit(world, pair)
    world.send(carried(world, pair.contact))
    world.fault(Side.SALESFORCE, "status", "composite$")
    world.work()
    world.clock.advance(10 * SECOND)
    messages = [message for queue in ("live", "bulk") for message in world.product.queue.receive(queue, 10)]
    assert messages
    assert not [message for message in messages if "London" in message.body]
