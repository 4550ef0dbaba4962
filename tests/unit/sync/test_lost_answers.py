"""A connection that is cut after the CRM took the call: nothing is made twice, nothing is forgotten."""

from __future__ import annotations

from typing import Any

import pytest
from crmsync.core.change import Change, ChangeKind
from crmsync.core.outcome import OutcomeName
from crmsync.core.record import RecordRef, Side

from tests.unit.sync.sync_world import SECOND, SyncWorld, salesforce_ref

ADA = "ada@example.org"
RETRY = OutcomeName.RETRY
LOST = ["drop_response", "reset", "timeout"]
"""Performed without an answer, and not performed: the worker cannot tell which."""


class Killed(BaseException):
    """Ends the worker here and now."""


@pytest.mark.parametrize("kind", LOST)
def test_a_creation_in_salesforce_happens_once(world: SyncWorld, kind: str) -> None:
    contact = world.create_contact(email=ADA, lastname="Lovelace", jobtitle="Countess")
    world.fault(Side.SALESFORCE, kind, "composite/sobjects")
    assert world.run_on()[RETRY] >= 1
    (person,) = world.people_of(ADA)
    assert world.link_of(salesforce_ref(person)).hubspot.id == contact
    assert world.person(person, "LastName", "Title") == ("Lovelace", "Countess")
    assert world.parked() == []


@pytest.mark.parametrize("kind", LOST)
def test_a_creation_in_hubspot_happens_once(world: SyncWorld, kind: str) -> None:
    person = world.create_person(Email=ADA, LastName="Lovelace", Title="Countess")
    world.fault(Side.HUBSPOT, kind, "batch/create")
    assert world.run_on()[RETRY] >= 1
    (contact,) = world.contacts_of(ADA)
    assert world.link_of(salesforce_ref(person)).hubspot.id == contact
    assert world.contact(contact, "lastname", "jobtitle") == ("Lovelace", "Countess")
    assert world.parked() == []


@pytest.mark.parametrize("kind", LOST)
def test_an_update_of_salesforce_arrives_and_is_told_once(world: SyncWorld, kind: str) -> None:
    pair = world.linked()
    world.edit_contact(pair.hubspot, city="London")
    world.fault(Side.SALESFORCE, kind, "composite/sobjects")
    assert world.run_on()[RETRY] >= 1
    assert world.person(pair.salesforce, "MailingCity") == "London"
    told = [entry for entry in world.history(pair.contact) if entry.field == "city"]
    assert [(entry.side, entry.old, entry.new) for entry in told] == [(Side.SALESFORCE, None, "London")]
    assert world.link_of(pair.contact).intents is None


@pytest.mark.parametrize("kind", LOST)
def test_an_update_of_hubspot_arrives_and_is_told_once(world: SyncWorld, kind: str) -> None:
    pair = world.linked()
    world.edit_person(pair.salesforce, Title="Countess")
    world.fault(Side.HUBSPOT, kind, "batch/update")
    assert world.run_on()[RETRY] >= 1
    assert world.contact(pair.hubspot, "jobtitle") == "Countess"
    told = [entry for entry in world.history(pair.contact) if entry.field == "jobtitle"]
    assert [(entry.side, entry.old, entry.new) for entry in told] == [(Side.HUBSPOT, None, "Countess")]
    assert world.link_of(pair.contact).intents is None


def test_one_lost_answer_leaves_the_other_side_done(world: SyncWorld) -> None:
    pair = world.linked()
    world.edit_contact(pair.hubspot, city="London")
    world.edit_person(pair.salesforce, Title="Countess")
    world.fault(Side.SALESFORCE, "drop_response", "composite/sobjects")
    world.run_on()
    assert world.contact(pair.hubspot, "jobtitle", "city") == ("Countess", "London")
    assert world.person(pair.salesforce, "Title", "MailingCity") == ("Countess", "London")
    assert {entry.field for entry in world.history(pair.contact)} >= {"jobtitle", "city"}


@pytest.mark.parametrize("call", ["GET|read", "composite$", "composite/sobjects"])
def test_a_worker_that_dies_at_a_creation_makes_one_person(world: SyncWorld, call: str) -> None:
    contact = world.create_contact(email=ADA, lastname="Lovelace")

    def die() -> Any:
        raise Killed

    world.before(Side.HUBSPOT if call == "GET|read" else Side.SALESFORCE, call, die)
    with pytest.raises(Killed):
        world.run()
    world.clock.advance(360 * SECOND)
    world.run_on()
    (person,) = world.people_of(ADA)
    assert world.link_of(salesforce_ref(person)).hubspot.id == contact


def test_a_worker_that_dies_after_its_creation_makes_one_person(world: SyncWorld) -> None:
    """The record is there, its link is not: the address finds it."""
    contact = world.create_contact(email=ADA, lastname="Lovelace", jobtitle="Countess")
    links = world.product.links
    create = links.create

    def die(_: Any) -> Any:
        links.create = create  # type: ignore[method-assign]
        raise Killed

    links.create = die  # type: ignore[method-assign, assignment]
    with pytest.raises(Killed):
        world.run()
    world.clock.advance(360 * SECOND)
    world.run_on()
    (person,) = world.people_of(ADA)
    assert world.link_of(salesforce_ref(person)).hubspot.id == contact


def test_what_a_worker_wrote_before_it_died_is_told(world: SyncWorld) -> None:
    pair = world.linked()
    world.edit_person(pair.salesforce, Title="Countess")
    links = world.product.links
    commit = links.commit

    def die(_: Any) -> Any:
        links.commit = commit  # type: ignore[method-assign]
        raise Killed

    links.commit = die  # type: ignore[method-assign, assignment]
    with pytest.raises(Killed):
        world.run()
    world.clock.advance(360 * SECOND)
    world.run_on()
    assert world.contact(pair.hubspot, "jobtitle") == "Countess"
    told = [(entry.old, entry.new) for entry in world.history(pair.contact) if entry.field == "jobtitle"]
    assert told == [(None, "Countess")]
    assert world.link_of(pair.contact).lease is None


@pytest.mark.parametrize("deaths", [1, 3])
def test_a_worker_that_dies_between_history_and_commit_doubles_no_line(world: SyncWorld, deaths: int) -> None:
    pair = world.linked()
    world.edit_person(pair.salesforce, Title="Countess", MailingCity="London")
    links = world.product.links
    commit = links.commit

    def die(_: Any) -> Any:
        raise Killed

    links.commit = die  # type: ignore[method-assign, assignment]
    for _ in range(deaths):
        with pytest.raises(Killed):
            world.run_on()
        world.clock.advance(360 * SECOND)
    links.commit = commit  # type: ignore[method-assign]
    world.edit_contact(pair.hubspot, city="Paris")
    world.edit_person(pair.salesforce, Phone="1")
    world.run_on()
    told = sorted((entry.field, entry.old, entry.new) for entry in world.history(pair.contact) if entry.old is None)
    assert {("city", None, "London"), ("jobtitle", None, "Countess"), ("phone", None, "1")} <= set(told)
    assert len(told) == len(set(told))
    assert world.person(pair.salesforce, "MailingCity") in {"Paris", "London"}


def test_the_row_of_a_worker_that_died_keeps_the_lines_that_nobody_can_see_any_more(world: SyncWorld) -> None:
    pair = world.linked()
    world.edit_person(pair.salesforce, Title="Countess")
    links = world.product.links
    commit = links.commit

    def die(_: Any) -> Any:
        links.commit = commit  # type: ignore[method-assign]
        raise Killed

    links.commit = die  # type: ignore[method-assign, assignment]
    with pytest.raises(Killed):
        world.run()
    world.edit_person(pair.salesforce, Title="Lady")
    world.edit_contact(pair.hubspot, jobtitle="Dame")
    world.clock.advance(360 * SECOND)
    world.run_on()
    told = [(entry.side, entry.new) for entry in world.history(pair.contact) if entry.field == "jobtitle"]
    assert told.count((Side.HUBSPOT, "Countess")) == 1
    assert len(told) == len(set(told))


def test_nobody_creates_while_a_creation_without_answer_may_still_take_effect(world: SyncWorld) -> None:
    """A look for the lost one would find nothing yet, and make another."""
    contact = world.create_contact(email=ADA, lastname="Lovelace")
    world.fault(Side.SALESFORCE, "timeout", "composite/sobjects")
    world.deliver()
    assert world.work() == {RETRY: 1}
    world.send(Change(RecordRef(Side.HUBSPOT, "contact", contact), ChangeKind.LOOK, world.clock.now(), "test"))
    with world.counting() as calls:
        assert world.work() == {RETRY: 1}
    assert calls.total == 0
    world.run_on()
    assert len(world.people_of(ADA)) == 1
    assert world.parked() == []
