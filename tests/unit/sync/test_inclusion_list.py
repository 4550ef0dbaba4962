"""An inclusion list decides who syncs: outside it nothing crosses, and on re-entry the merge goes on from the base."""

from __future__ import annotations

from collections import Counter

import pytest
from crmsync.core.cause import RESUMED
from crmsync.core.change import Change, ChangeKind
from crmsync.core.message import unpack
from crmsync.core.outcome import OutcomeName
from crmsync.core.reasons import Reason
from crmsync.core.record import Side

from sandbox.memory.queue import LIVE
from tests.unit.sync.listed_world import LAG, ListedWorld
from tests.unit.sync.sync_world import Pair
from tests.unit.sync.test_first_link import unseen_contact, unseen_person

CREATED, LINKED, RETRY, SKIPPED, UPDATED = (
    OutcomeName.CREATED,
    OutcomeName.LINKED,
    OutcomeName.RETRY,
    OutcomeName.SKIPPED,
    OutcomeName.UPDATED,
)
ADA = "ada@example.org"


@pytest.fixture
def world() -> ListedWorld:
    return ListedWorld()


def values(world: ListedWorld, pair: Pair) -> tuple[object, object]:
    """The job title on both sides."""
    return world.contact(pair.hubspot, "jobtitle"), world.person(pair.salesforce, "Title")


@pytest.mark.s("S33", "S11")
@pytest.mark.parametrize("side", Side)
def test_a_member_syncs_both_ways_for_one_call_more(world: ListedWorld, side: Side) -> None:
    pair = world.pair_inside()
    with world.counting() as calls:
        if side is Side.HUBSPOT:
            world.edit_contact(pair.hubspot, jobtitle="Countess")
        else:
            world.edit_person(pair.salesforce, Title="Countess")
        assert world.run()[UPDATED] == 1
    assert values(world, pair) == ("Countess", "Countess")
    assert calls.total == 4


@pytest.mark.s("S34", "S43")
@pytest.mark.parametrize("side", Side)
def test_outside_the_list_nothing_crosses(world: ListedWorld, side: Side) -> None:
    pair = world.pair_outside(jobtitle="Lady")
    base = world.link_of(pair.contact).base
    if side is Side.HUBSPOT:
        world.edit_contact(pair.hubspot, jobtitle="Countess")
    else:
        world.edit_person(pair.salesforce, Title="Countess")
    assert world.run_on() == Counter({RETRY: 1, SKIPPED: 1})
    assert sorted(map(str, values(world, pair))) == ["Countess", "Lady"]
    assert world.reasons()[pair.contact.key if side is Side.HUBSPOT else pair.person.key] == "outside_list"
    assert world.link_of(pair.contact).base == base
    assert world.parked() == []


def test_what_happened_outside_costs_four_calls_at_most(world: ListedWorld) -> None:
    pair = world.pair_outside()
    world.edit_contact(pair.hubspot, jobtitle="Countess")
    with world.counting() as first:
        assert world.run() == {RETRY: 1}
    with world.counting() as second:
        assert world.run_on() == {SKIPPED: 1}
    assert (first.total, second.total) == (3, 4)


def test_what_was_parked_is_no_young_change(world: ListedWorld) -> None:
    """A *no* is believed at once: whoever joined meanwhile comes as a join."""
    pair = world.pair_outside()
    world.send(Change(pair.contact, ChangeKind.LOOK, world.clock.now(), RESUMED))
    assert world.run_on() == {SKIPPED: 1}
    world.join(pair.hubspot)
    world.edit_contact(pair.hubspot, jobtitle="Countess")
    world.run_on()
    assert world.person(pair.salesforce, "Title") == "Countess"


@pytest.mark.s("S10", "S34")
def test_a_contact_of_hubspot_outside_the_list_is_not_created(world: ListedWorld) -> None:
    world.choose_list()
    world.create_contact(email=ADA, lastname="Lovelace")
    assert world.run_on()[SKIPPED] == 1
    assert world.people_of(ADA) == []
    assert set(world.reasons().values()) == {"outside_list"}


@pytest.mark.s("S11")
def test_a_new_member_is_created_in_salesforce(world: ListedWorld) -> None:
    world.choose_list()
    world.create_contact(email=ADA, lastname="Lovelace", audience="in")
    assert world.run()[CREATED] == 1
    assert len(world.people_of(ADA)) == 1


def test_a_no_that_is_too_young_is_asked_once_more(world: ListedWorld) -> None:
    """HubSpot is still evaluating the list."""
    pair = world.pair_outside()
    world.control(Side.HUBSPOT, "settings", {"list_lag_s": 30})
    world.edit_contact(pair.hubspot, audience="in", jobtitle="Countess")
    assert world.run() == {RETRY: 1}
    assert values(world, pair) == ("Countess", None)
    assert world.run_on()[UPDATED] == 1
    assert values(world, pair) == ("Countess", "Countess")


def test_asking_again_is_no_failed_attempt(world: ListedWorld) -> None:
    pair = world.pair_outside()
    world.edit_contact(pair.hubspot, jobtitle="Countess")
    world.run()
    world.clock.advance(LAG)
    (message,) = world.product.queue.receive(LIVE, 1)
    assert [change.attempt for change in unpack(message.body)] == [0]
    assert world.invoke([message]) == {SKIPPED: 1}


def test_an_echo_still_costs_nothing(world: ListedWorld) -> None:
    pair = world.pair_inside()
    world.edit_person(pair.salesforce, Title="Countess")
    world.deliver()
    world.work()
    with world.counting() as calls:
        assert world.run() == {OutcomeName.ECHO: 1}
    assert calls.total == 0


@pytest.mark.s("S13", "S14", "S40", "S42", "S43")
@pytest.mark.parametrize("object_type", ["Contact", "Lead"])
def test_a_person_of_salesforce_crosses_once_and_then_waits(world: ListedWorld, object_type: str) -> None:
    world.choose_list()
    company = {"Company": "Analytical"} if object_type == "Lead" else {}
    pair = world.crossed(object_type, Title="Lady", **company)
    assert values(world, pair) == ("Lady", "Lady")
    assert world.link_of(pair.person).crossed
    world.edit_person(pair.salesforce, Title="Countess")
    world.edit_contact(pair.hubspot, firstname="Ada")
    world.run_on()
    assert values(world, pair) == ("Lady", "Countess")
    assert world.person(pair.salesforce, "FirstName") is None
    world.join(pair.hubspot)
    world.poll_joins()
    world.run_on()
    assert values(world, pair) == ("Countess", "Countess")
    assert world.person(pair.salesforce, "FirstName") == "Ada"


@pytest.mark.s("S41", "S42")
def test_a_person_of_salesforce_is_linked_with_an_existing_contact_once(world: ListedWorld) -> None:
    world.choose_list()
    contact = unseen_contact(world, email=ADA, jobtitle="Lady")
    person = world.create_person(Email=ADA, LastName="Lovelace", Phone="1")
    assert world.run()[LINKED] == 1
    assert world.contact(contact, "lastname", "phone") == ("Lovelace", "1")
    assert world.person(person, "Title") == "Lady"
    world.edit_person(person, Phone="2")
    world.run_on()
    assert world.contact(contact, "phone") == "1"


def test_a_first_crossing_that_failed_is_brought_to_its_end(world: ListedWorld) -> None:
    world.choose_list()
    contact = unseen_contact(world, email=ADA)
    world.fault(Side.HUBSPOT, "status", "batch/update")
    world.create_person(Email=ADA, LastName="Lovelace", Phone="1")
    world.run()
    assert world.contact(contact, "lastname") is None
    world.run_on()
    assert world.contact(contact, "lastname", "phone") == ("Lovelace", "1")


def test_a_write_that_was_interrupted_is_remembered_outside(world: ListedWorld) -> None:
    """The answer is lost, the contact leaves the list: history tells of the write, and no intent stays open."""
    pair = world.pair_inside()
    world.fault(Side.SALESFORCE, "drop_response", "composite/sobjects")
    world.edit_contact(pair.hubspot, jobtitle="Countess")
    world.run()
    world.leave(pair.hubspot)
    world.clock.advance(LAG)
    world.run_on()
    assert values(world, pair) == ("Countess", "Countess")
    link = world.link_of(pair.contact)
    assert (link.intents, link.lease) == (None, None)
    assert [entry.new for entry in world.history(pair.contact)[:1]] == ["Countess"]


def test_a_converted_lead_outside_the_list_keeps_its_link(world: ListedWorld) -> None:
    world.choose_list()
    pair = world.crossed("Lead", Company="Analytical")
    contact = world.salesforce_user.convert(pair.salesforce)
    assert contact is not None
    world.run_on()
    assert world.link_of(pair.contact).salesforce.id == contact


def test_an_unseen_person_who_matches_an_outsider_stays_unlinked(world: ListedWorld) -> None:
    """The contact is HubSpot's own, so the list decides, whoever is its counterpart."""
    world.choose_list()
    person = unseen_person(world, Email=ADA, LastName="Lovelace")
    world.create_contact(email=ADA, jobtitle="Countess")
    assert world.run_on()[SKIPPED] == 1
    assert world.person(person, "Title") is None


def test_history_has_nothing_of_what_did_not_cross(world: ListedWorld) -> None:
    pair = world.pair_outside()
    before = len(world.history(pair.contact))
    world.edit_person(pair.salesforce, Title="Countess")
    world.run_on()
    assert len(world.history(pair.contact)) == before
    assert Reason.COVERED not in {entry.reason for entry in world.history(pair.contact)}
