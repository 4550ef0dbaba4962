"""What fails in passing is sent again, later each time, and parked when it fails for long."""

from __future__ import annotations

import pytest
from crmsync.core.change import Change
from crmsync.core.failure import Consequence, CrmError, Failure
from crmsync.core.message import unpack
from crmsync.core.outcome import OutcomeName
from crmsync.core.parked import Category
from crmsync.core.record import Side
from crmsync.core.retry import MAX_ATTEMPTS

from sandbox.memory.queue import LIVE
from tests.unit.sync.sync_world import SECOND, SyncWorld

PARKED, RETRY = OutcomeName.PARKED, OutcomeName.RETRY
PASSING = [
    (Side.HUBSPOT, "rate_limit", "batch/read", 0),
    (Side.HUBSPOT, "rate_limit", "batch/update", 0),
    (Side.HUBSPOT, "status", "batch/read", 503),
    (Side.HUBSPOT, "status", "batch/update", 502),
    (Side.HUBSPOT, "status", "batch/update", 423),
    (Side.HUBSPOT, "timeout", "batch/read", 0),
    (Side.SALESFORCE, "status", "composite$", 503),
    (Side.SALESFORCE, "reset", "composite$", 0),
    (Side.SALESFORCE, "status", "composite/sobjects", 500),
    (Side.SALESFORCE, "lock_row", "composite/sobjects", 0),
]


def waiting_change(world: SyncWorld) -> tuple[Change, int]:
    """The only delayed change, and how long it is delayed."""
    at = world.product.queue.next_visible_at(LIVE)
    assert at is not None
    delay = at - world.clock.now()
    world.clock.advance(delay)
    (message,) = world.product.queue.receive(LIVE, 10)
    world.clock.advance(360 * SECOND)
    (change,) = unpack(message.body)
    return change, delay


@pytest.mark.parametrize(("side", "kind", "path", "status"), PASSING)
def test_what_fails_in_passing_comes_again(world: SyncWorld, side: Side, kind: str, path: str, status: int) -> None:
    pair = world.linked()
    world.edit_contact(pair.hubspot, city="London")
    world.edit_person(pair.salesforce, Title="Countess")
    world.fault(side, kind, path, status=status or 503)
    assert world.run_on()[RETRY] >= 1
    assert world.contact(pair.hubspot, "jobtitle", "city") == ("Countess", "London")
    assert world.person(pair.salesforce, "Title", "MailingCity") == ("Countess", "London")
    assert world.parked() == []
    assert world.waiting() == 0


def test_it_comes_as_the_next_attempt_after_a_jittered_delay(world: SyncWorld) -> None:
    pair = world.linked()
    world.edit_contact(pair.hubspot, city="London")
    world.fault(Side.SALESFORCE, "status", "composite$")
    world.deliver()
    world.work()
    change, delay = waiting_change(world)
    assert (change.ref, change.attempt) == (pair.contact, 1)
    assert "city" in change.fields
    assert change.carried is None
    assert SECOND <= delay <= 2 * SECOND


def test_what_the_vendor_asks_for_is_heeded(world: SyncWorld) -> None:
    pair = world.linked()
    world.control(Side.HUBSPOT, "settings", {"retry_after_on_429": True})
    world.edit_contact(pair.hubspot, city="London")
    world.fault(Side.HUBSPOT, "rate_limit", "batch/read")
    world.deliver()
    world.work()
    _, delay = waiting_change(world)
    assert delay >= 2 * SECOND


def test_a_record_is_parked_after_five_attempts_and_goes_on_by_itself(world: SyncWorld) -> None:
    pair = world.linked()
    world.edit_contact(pair.hubspot, city="London")
    world.fault(Side.SALESFORCE, "status", "composite$", times=100)
    outcomes = world.run_on()
    assert outcomes == {RETRY: MAX_ATTEMPTS + 1}
    (row,) = world.parked()
    assert (row.ref, row.part, row.category) == (pair.contact, "record", Category.UNAVAILABLE)
    assert row.reason
    assert row.fix
    assert "city" in row.fields
    world.salesforce.faults.clear()
    world.resume_parked(after=15 * 60 * SECOND)
    assert world.person(pair.salesforce, "MailingCity") == "London"
    assert world.parked() == []


def test_delays_grow(world: SyncWorld) -> None:
    pair = world.linked()
    world.edit_contact(pair.hubspot, city="London")
    world.fault(Side.SALESFORCE, "status", "composite$", times=100)
    delays = []
    world.run()
    while (at := world.product.queue.next_visible_at(LIVE)) is not None:
        delays.append(at - world.clock.now())
        world.clock.advance(delays[-1])
        world.run()
    assert len(delays) == MAX_ATTEMPTS
    assert delays == sorted(delays)
    assert delays[-1] > 4 * delays[0]


def test_parked_again_the_rest_gets_longer(world: SyncWorld) -> None:
    pair = world.linked()
    world.edit_contact(pair.hubspot, city="London")
    world.fault(Side.SALESFORCE, "status", "composite$", times=1_000)
    gaps = []
    world.run_on()
    for _ in range(3):
        (row,) = world.parked()
        assert row.next_try_at is not None
        gaps.append(row.next_try_at - row.parked_at)
        world.clock.advance(gaps[-1])
        world.product.resume()
        world.run_on()
    assert gaps == [300 * SECOND, 600 * SECOND, 1_200 * SECOND]


def test_an_expired_session_is_renewed_unseen(world: SyncWorld) -> None:
    pair = world.linked()
    world.control(Side.SALESFORCE, "expire_sessions", {})
    world.edit_contact(pair.hubspot, city="London")
    assert world.run()[RETRY] == 0
    assert world.person(pair.salesforce, "MailingCity") == "London"


def test_wrong_credentials_park_and_are_no_endless_loop(world: SyncWorld) -> None:
    pair = world.linked()
    world.control(Side.HUBSPOT, "settings", {"app_token_state": "revoked"})
    world.edit_contact(pair.hubspot, city="London")
    with world.counting() as calls:
        world.run_on()
    assert calls.hubspot <= 1
    (row,) = world.parked()
    assert (row.category, row.part) == (Category.CONFIGURATION, "record")
    world.control(Side.HUBSPOT, "settings", {"app_token_state": "valid"})
    world.resume_parked()
    assert world.person(pair.salesforce, "MailingCity") == "London"


def test_failures_of_a_few_do_not_hold_up_the_rest(world: SyncWorld) -> None:
    pairs = [world.linked(f"person{number}@example.org") for number in range(5)]
    world.fault(Side.SALESFORCE, "lock_row", "composite/sobjects")
    for pair in pairs:
        world.edit_contact(pair.hubspot, city="London")
    world.deliver()
    outcomes = world.work()
    assert (outcomes[OutcomeName.UPDATED], outcomes[RETRY]) == (4, 1)
    world.run_on()
    assert {world.person(pair.salesforce, "MailingCity") for pair in pairs} == {"London"}


def refuse_once(world: SyncWorld) -> None:
    """The store of links does not answer the next question."""
    links = world.product.links
    find = links.find

    def refuse(_: object) -> object:
        links.find = find  # type: ignore[method-assign]
        raise CrmError(Failure(Consequence.RETRY_LATER, "unavailable", "no store"))

    links.find = refuse  # type: ignore[method-assign, assignment]


def test_a_store_that_does_not_answer_sends_the_batch_again(world: SyncWorld) -> None:
    pair = world.linked()
    world.edit_contact(pair.hubspot, city="London")
    refuse_once(world)
    world.deliver()
    assert world.work() == {}
    change, delay = waiting_change(world)
    assert (change.attempt, delay >= SECOND) == (1, True)
    world.run_on()
    assert world.person(pair.salesforce, "MailingCity") == "London"


def test_without_the_rules_nothing_is_synced_and_nothing_lost(
    world: SyncWorld, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The store of configurations does not answer for a moment."""

    def refuse() -> None:
        raise CrmError(Failure(Consequence.RETRY_LATER, "unavailable", "no store"))

    pair = world.linked()
    world.edit_contact(pair.hubspot, city="London")
    world.deliver()
    with monkeypatch.context() as patched, world.counting() as calls:
        patched.setattr(world.product.configurations, "active", refuse)
        assert world.work() == {}
    assert calls.total == 0
    change, _ = waiting_change(world)
    assert change.attempt == 1
    world.run_on()
    assert world.person(pair.salesforce, "MailingCity") == "London"


def test_when_the_queue_does_not_answer_either_the_message_comes_again(
    world: SyncWorld, monkeypatch: pytest.MonkeyPatch
) -> None:
    def refuse(*_: object, **__: object) -> None:
        raise CrmError(Failure(Consequence.RETRY_LATER, "unavailable", "no queue"))

    pair = world.linked()
    world.edit_contact(pair.hubspot, city="London")
    world.deliver()
    refuse_once(world)
    with monkeypatch.context() as patched:
        patched.setattr(world.product.queue, "send", refuse)
        world.work()
    assert world.waiting() == 1
    world.run_on()
    assert world.person(pair.salesforce, "MailingCity") == "London"
