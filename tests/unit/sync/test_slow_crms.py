"""CRMs that take seconds a call: the worker ends before it is killed, and what it had no time for comes again."""

from __future__ import annotations

from collections import Counter

import pytest
from crmsync.core.change import CallClass, Change, ChangeKind
from crmsync.core.message import unpack
from crmsync.core.outcome import OutcomeName
from crmsync.core.record import RecordRef, Side
from crmsync.usecases.sync.batch import LAST_CALL
from crmsync.usecases.sync.worker import LAST_BATCH, batches

from sandbox.memory.queue import LIVE
from tests.unit.sync import calm_product
from tests.unit.sync.sync_world import INVOCATION, SECOND, SyncWorld

LONGEST_CALL = 10 * SECOND
COMMITS = LAST_CALL - LONGEST_CALL


def slow_down(monkeypatch: pytest.MonkeyPatch, seconds: int) -> None:
    monkeypatch.setattr(calm_product, "HALF_A_CALL", seconds * SECOND // 2)


@pytest.mark.parametrize("seconds", [4, 6, 8])
def test_no_invocation_overruns_and_all_comes_right(
    world: SyncWorld, monkeypatch: pytest.MonkeyPatch, seconds: int
) -> None:
    """Edits on both sides and creations from both: more calls than an invocation has time for."""
    pair = world.linked("linked@example.org")
    world.edit_contact(pair.hubspot, city="London")
    world.edit_person(pair.salesforce, MailingPostalCode="8049")
    world.create_contact(email="here@example.org", firstname="Ada", lastname="King")
    world.create_person("Lead", Email="there@example.org", LastName="King", Company="Analytical")
    world.deliver()
    slow_down(monkeypatch, seconds)
    outcomes: Counter[OutcomeName] = Counter()
    for _ in range(8):
        began = world.clock.now()
        outcomes += world.work()
        assert world.clock.now() - began <= INVOCATION - COMMITS
        world.clock.advance(60 * SECOND)
    assert outcomes[OutcomeName.CREATED] == 2
    assert world.person(pair.salesforce, "MailingCity") == "London"
    assert world.contact(pair.hubspot, "zip") == "8049"
    assert world.people_of("here@example.org")
    assert world.contacts_of("there@example.org")
    assert world.parked() == []


def test_a_batch_that_has_no_time_left_is_sent_again_as_it_was(world: SyncWorld) -> None:
    pair = world.linked()
    world.edit_contact(pair.hubspot, city="London")
    world.deliver()
    with world.counting() as calls:
        assert world.work(remaining=LAST_BATCH - 1) == {}
    assert calls.total == 0
    (message,) = world.product.queue.receive(LIVE, 100)
    (change,) = unpack(message.body)
    assert (change.attempt, change.crashes) == (0, 0)
    world.invoke([message])
    assert world.person(pair.salesforce, "MailingCity") == "London"


def test_what_is_tried_again_comes_in_small_batches() -> None:
    """A large one may never have time for its reads while the CRMs are slow."""
    refs = [RecordRef(Side.HUBSPOT, "contact", str(number)) for number in range(1, 601)]
    fresh = [Change(ref, ChangeKind.LOOK, 0, "resync", CallClass.BULK) for ref in refs]
    tried = [change.again() for change in fresh]
    assert [len(batch) for _, batch in batches(fresh)] == [500, 100]
    assert [len(batch) for _, batch in batches(tried)] == [100] * 6
    live = Change(refs[0], ChangeKind.LOOK, 0, "hubspot_webhook")
    mixed = [(call_class, len(batch)) for call_class, batch in batches([*fresh[1:3], *tried[3:4], live])]
    assert mixed == [(CallClass.LIVE, 1), (CallClass.BULK, 2), (CallClass.BULK, 1)]
