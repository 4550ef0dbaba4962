"""Two workers at one record, and people who edit while a worker is at it."""

from __future__ import annotations

from contextlib import suppress
from unittest.mock import Mock

import pytest
from crmsync.core.change import Change, ChangeKind
from crmsync.core.link import Link
from crmsync.core.outcome import OutcomeName
from crmsync.core.parked import Category
from crmsync.core.record import RecordRef, Side
from crmsync.ports.links import Claim, Commit, Held

from tests.unit.sync.sync_world import SECOND, Pair, SyncWorld, salesforce_ref

RETRY = OutcomeName.RETRY
WRITE = {Side.HUBSPOT: "batch/update", Side.SALESFORCE: "PATCH .*composite/sobjects"}
READ = {Side.HUBSPOT: "batch/read", Side.SALESFORCE: "composite$"}
LEASE = 75 * SECOND
VISIBILITY = 360 * SECOND


class KilledError(Exception):
    """The worker's process died."""


def work_twice(world: SyncWorld) -> None:
    """The first invocation may do no more than split a message."""
    world.work()
    world.work()


def lease(world: SyncWorld, pair: Pair) -> Claim:
    claim = Claim(world.link_of(pair.contact), "another", world.clock.now() + LEASE, None)
    assert world.product.links.claim([claim]) == [Held.DONE]
    return claim


def test_a_leased_link_is_looked_at_after_its_release(world: SyncWorld) -> None:
    pair = world.linked()
    claim = lease(world, pair)
    world.edit_contact(pair.hubspot, city="London")
    with world.counting() as calls:
        assert world.run() == {RETRY: 1}
    assert calls.total == 0
    world.product.links.commit([Commit(claim.link, "another", claim.link.base)])
    world.run_on()
    assert world.person(pair.salesforce, "MailingCity") == "London"


def test_an_echo_of_a_leased_link_is_free_once_released(world: SyncWorld) -> None:
    """It arrives while the worker that wrote has not committed yet."""
    pair = world.linked()
    world.edit_contact(pair.hubspot, city="London")
    world.before(Side.SALESFORCE, WRITE[Side.SALESFORCE], lambda: None)
    links = world.product.links
    commit = links.commit

    def late(commits: list[Commit]) -> list[Held]:
        links.commit = commit  # type: ignore[method-assign]
        world.deliver()
        assert world.work() == {RETRY: 1}
        return commit(commits)

    links.commit = late  # type: ignore[method-assign, assignment]
    with world.counting() as calls:
        outcomes = world.run_on()
    assert outcomes[OutcomeName.ECHO] == 1
    assert calls.total == 3


def test_a_dead_workers_lease_lapses(world: SyncWorld) -> None:
    pair = world.linked()
    lease(world, pair)
    world.edit_contact(pair.hubspot, city="London")
    began = world.clock.now()
    world.run_on()
    assert world.person(pair.salesforce, "MailingCity") == "London"
    assert world.clock.now() - began <= 2 * LEASE
    assert world.parked() == []


@pytest.mark.parametrize("side", Side)
def test_of_two_workers_that_read_the_same_one_writes(world: SyncWorld, side: Side) -> None:
    pair = world.linked()
    world.edit_contact(pair.hubspot, city="London")

    def other_worker() -> None:
        world.send(Change(pair.contact, ChangeKind.LOOK, world.clock.now(), "other"))
        assert world.work()[OutcomeName.UPDATED] == 1

    world.before(side, READ[side], other_worker)
    world.run_on()
    assert world.person(pair.salesforce, "MailingCity") == "London"
    assert len([entry for entry in world.history(pair.contact) if entry.field == "city"]) == 1


def test_of_two_workers_one_creates(world: SyncWorld) -> None:
    contact = world.create_contact(email="ada@example.org", lastname="Lovelace")

    def other_worker() -> None:
        world.create_person(Email="ada@example.org", LastName="Byron")
        world.deliver()
        assert world.work() == {RETRY: 1}

    world.before(Side.SALESFORCE, "POST .*composite/sobjects", other_worker)
    world.run_on()
    assert world.contacts_of("ada@example.org") == [contact]
    linked = [link.hubspot.id for link in world.product.links.all()]
    assert linked == [contact]


def test_no_write_starts_at_the_end_of_a_lease(world: SyncWorld) -> None:
    """However much time the invocation has left: another worker may take the record when the lease lapses."""
    pair = world.linked()
    world.edit_contact(pair.hubspot, city="London")
    world.before(Side.SALESFORCE, READ[Side.SALESFORCE], lambda: world.clock.advance(61 * SECOND))
    world.deliver()
    world.product.calls.clear()
    assert world.work(remaining=600 * SECOND) == {RETRY: 1}
    assert not [call for call in world.product.calls if "sobjects" in call]
    world.run_on()
    assert world.person(pair.salesforce, "MailingCity") == "London"


def test_a_lost_lease_is_no_commit(world: SyncWorld) -> None:
    """The answer came so late that another worker has the record: look again, never write blindly."""
    world.set_rule("jobtitle", "Title", "two_way")
    pair = world.linked()
    world.edit_contact(pair.hubspot, jobtitle="Lady")
    links = world.product.links
    commit = links.commit

    def too_late(commits: list[Commit]) -> list[Held]:
        links.commit = commit  # type: ignore[method-assign]
        world.clock.advance(LEASE)
        world.edit_contact(pair.hubspot, jobtitle="Queen")
        world.deliver()
        world.work()
        return commit(commits)

    links.commit = too_late  # type: ignore[method-assign, assignment]
    assert world.run_on()[RETRY] == 1
    assert world.person(pair.salesforce, "Title") == "Queen"
    assert world.contact(pair.hubspot, "jobtitle") == "Queen"
    assert world.link_of(pair.contact).lease is None


def covered(world: SyncWorld, side: Side) -> Pair:
    """The worker's next write covers an edit of the same field on that side."""
    world.set_rule("jobtitle", "Title", "two_way")
    pair = world.linked(jobtitle="old")
    world.clock.advance(60 * SECOND)
    if side is Side.SALESFORCE:
        world.edit_contact(pair.hubspot, jobtitle="first")
        world.before(side, WRITE[side], lambda: world.edit_person(pair.salesforce, Title="second"))
    else:
        world.edit_person(pair.salesforce, Title="first")
        world.before(side, WRITE[side], lambda: world.edit_contact(pair.hubspot, jobtitle="second"))
    return pair


@pytest.mark.parametrize("side", Side)
def test_an_edit_that_our_write_covered_comes_back(world: SyncWorld, side: Side) -> None:
    """Made after the read and before the write, it was gone from the record; its event still tells of it."""
    pair = covered(world, side)
    world.run_on()
    assert world.contact(pair.hubspot, "jobtitle") == "second"
    assert world.person(pair.salesforce, "Title") == "second"


@pytest.mark.parametrize("deaths", [1, 2])
@pytest.mark.parametrize("side", Side)
def test_an_edit_that_a_worker_covered_before_it_died_comes_back(world: SyncWorld, side: Side, deaths: int) -> None:
    """Only the intents tell of that worker's write."""
    pair = covered(world, side)
    world.deliver()
    for _ in range(deaths):
        with pytest.MonkeyPatch.context() as patch, suppress(KilledError):
            patch.setattr(world.product.links, "commit", Mock(side_effect=KilledError))
            work_twice(world)
        world.clock.advance(VISIBILITY)
    world.run_on()
    assert world.contact(pair.hubspot, "jobtitle") == "second"
    assert world.person(pair.salesforce, "Title") == "second"


def test_an_edit_that_our_write_covered_and_that_loses_is_told(world: SyncWorld) -> None:
    world.set_rule("jobtitle", "Title", "always_salesforce")
    pair = world.linked()
    world.clock.advance(60 * SECOND)
    world.edit_person(pair.salesforce, Title="first")
    world.before(Side.HUBSPOT, WRITE[Side.HUBSPOT], lambda: world.edit_contact(pair.hubspot, jobtitle="second"))
    world.run_on()
    assert world.contact(pair.hubspot, "jobtitle") == world.person(pair.salesforce, "Title") == "first"
    assert "second" in {entry.old for entry in world.history(pair.contact)}


def test_an_edit_of_another_field_meanwhile_just_follows(world: SyncWorld) -> None:
    pair = world.linked()
    world.edit_person(pair.salesforce, Title="Countess")
    world.before(Side.HUBSPOT, WRITE[Side.HUBSPOT], lambda: world.edit_contact(pair.hubspot, city="London"))
    world.run_on()
    assert world.contact(pair.hubspot, "jobtitle", "city") == ("Countess", "London")
    assert world.person(pair.salesforce, "Title", "MailingCity") == ("Countess", "London")


def test_what_was_created_for_a_record_that_is_linked_by_then_is_looked_at(world: SyncWorld) -> None:
    """No event may tell of it: it would stay beside the others without a link and without a word."""
    contact = world.create_contact(email="ada@example.org", lastname="King")
    other = world.create_person(Email="queen@example.org", LastName="King")
    links = world.product.links
    create = links.create

    def too_late(wanted: list[Link]) -> list[Held]:
        links.create = create  # type: ignore[method-assign]
        assert create([Link(RecordRef(Side.HUBSPOT, "contact", contact), salesforce_ref(other))]) == [Held.DONE]
        return create(wanted)

    world.send(Change(RecordRef(Side.HUBSPOT, "contact", contact), ChangeKind.LOOK, world.clock.now(), "test"))
    links.create = too_late  # type: ignore[method-assign, assignment]
    assert world.work() == {RETRY: 1}
    for gateway in world.gateways.values():
        gateway.simulator.take_due()
    for _ in range(5):
        world.clock.advance(30 * SECOND)
        world.work()
    (made,) = world.people_of("ada@example.org")
    assert [(row.ref.id, row.category) for row in world.parked()] == [(made, Category.DUPLICATES)]
