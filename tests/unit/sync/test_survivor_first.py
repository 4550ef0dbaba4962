"""A record in which a linked one lives on is heard of before that one: it is no new person."""

from __future__ import annotations

import pytest
from crmsync.core.change import Change, ChangeKind
from crmsync.core.outcome import OutcomeName
from crmsync.core.record import RecordRef, Side

from tests.unit.sync.sync_world import Pair, SyncWorld, salesforce_ref
from tests.unit.sync.test_carried_values import carried
from tests.unit.sync.test_merge_and_conversion import merge_people

LOST, KEPT = "lost@example.org", "kept@example.org"


def absorbed(world: SyncWorld, object_type: str = "Contact") -> tuple[Pair, str]:
    """A linked person, merged into one with another address who is not linked; no event has told of either."""
    company = {"Company": "Analytical"} if object_type == "Lead" else {}
    pair = world.linked(LOST, object_type)
    master = world.create_person(object_type, LastName="Master", **company)
    world.run_on()
    world.control(Side.SALESFORCE, "events/chaos", {"lose": 1})
    merge_people(world, master, pair.salesforce, object_type)
    world.edit_person(master, Email=KEPT)
    world.control(Side.SALESFORCE, "events/chaos", {})
    return pair, master


def hear_of(world: SyncWorld, person: str, kind: ChangeKind = ChangeKind.LOOK) -> None:
    world.send(Change(salesforce_ref(person), kind, world.clock.now(), "cdc"))


def assert_one_person(world: SyncWorld, pair: Pair, survivor: str) -> None:
    assert [(link.hubspot, link.salesforce.id) for link in world.product.links.all()] == [(pair.contact, survivor)]
    assert world.contacts_of(KEPT) == [pair.hubspot]
    assert world.contacts_of(LOST) == []
    assert world.parked() == []


@pytest.mark.parametrize("object_type", ["Contact", "Lead"])
def test_the_link_goes_to_the_survivor_of_a_merge(world: SyncWorld, object_type: str) -> None:
    pair, master = absorbed(world, object_type)
    hear_of(world, master)
    assert world.run_on()[OutcomeName.MOVED] == 1
    assert_one_person(world, pair, master)


def test_both_in_one_batch(world: SyncWorld) -> None:
    """The link moves between the look at the links and the match."""
    pair, master = absorbed(world)
    hear_of(world, master)
    hear_of(world, pair.salesforce, ChangeKind.DELETE)
    world.run_on()
    assert_one_person(world, pair, master)


def test_the_link_goes_to_the_contact_of_a_converted_lead(world: SyncWorld) -> None:
    pair = world.linked(LOST, "Lead")
    account = world.salesforce_user.create("Account", {"Name": "Analytical"}) or ""
    contact = world.create_person(LastName="Lovelace", AccountId=account)
    world.run_on()
    world.control(Side.SALESFORCE, "events/chaos", {"lose": 1})
    world.control(Side.SALESFORCE, "convert", {"lead": pair.salesforce, "account": account, "contact": contact})
    world.edit_person(contact, Email=KEPT)
    world.control(Side.SALESFORCE, "events/chaos", {})
    hear_of(world, contact)
    world.run_on()
    assert_one_person(world, pair, contact)


@pytest.mark.parametrize("keeps_converted", [False, True])
def test_who_lives_on_in_it_waits_for_a_person_too(world: SyncWorld, keeps_converted: bool) -> None:
    """The lead's contact was merged into a linked one before: until people merge the two in Salesforce
    nothing moves, and nobody looks at them all the time.
    """
    winner, pair = world.linked("winner@example.org"), world.linked(LOST, "Lead")
    survivor = world.hubspot_user.merge(pair.hubspot, winner.hubspot) or ""
    world.run_on()
    contact = world.control(Side.SALESFORCE, "convert", {"lead": pair.salesforce})["contact"]
    world.run_on()
    rows = {row.ref.key: row for row in world.parked()}
    assert f"merge Salesforce Contact {contact} into that one too" in rows[pair.contact.key].reason
    assert pair.contact.label in rows[f"salesforce#Contact#{contact}"].reason
    gaps = []
    for _ in range(3):
        row = next(row for row in world.parked() if row.ref.id == contact)
        gaps.append((row.next_try_at or 0) - row.parked_at)
        world.resume_parked()
    assert gaps == sorted(set(gaps)), "the gaps grow"
    assert gaps[0] >= 300_000
    kept, given = (contact, winner.salesforce) if keeps_converted else (winner.salesforce, contact)
    merge_people(world, kept, given)
    world.run_on()
    world.resume_parked()
    assert [(link.hubspot.id, link.salesforce.id) for link in world.product.links.all()] == [(survivor, kept)]
    assert world.parked() == []


def test_a_merge_in_hubspot_told_in_one_batch_makes_nobody_anew(world: SyncWorld) -> None:
    pair = world.linked(LOST)
    primary = world.create_contact(lastname="Primary")
    world.run_on()
    world.control(Side.HUBSPOT, "webhooks/chaos", {"lose": 1})
    survivor = world.hubspot_user.merge(primary, pair.hubspot) or ""
    world.edit_contact(survivor, email=KEPT)
    world.control(Side.HUBSPOT, "webhooks/chaos", {})
    now = world.clock.now()
    ref = world.link_of(pair.person).hubspot
    world.send(
        Change(ref, ChangeKind.MERGE, now, "webhook"),
        Change(RecordRef(Side.HUBSPOT, "contact", survivor), ChangeKind.LOOK, now, "webhook"),
    )
    world.run_on()
    assert world.link_of(pair.person).hubspot.id == survivor
    assert world.people_of(LOST) == [pair.salesforce]
    assert world.people_of(KEPT) == []
    assert len(world.product.links.all()) == 1
    assert world.parked() == []


def test_whoever_is_linked_goes_before_a_namesake_in_hubspot(world: SyncWorld) -> None:
    pair, master = absorbed(world)
    world.control(Side.HUBSPOT, "webhooks/chaos", {"lose": 1})
    world.create_contact(email=KEPT)
    world.control(Side.HUBSPOT, "webhooks/chaos", {})
    hear_of(world, master)
    world.run_on()
    assert world.link_of(salesforce_ref(master)).hubspot == pair.contact


@pytest.mark.parametrize("is_filtered", [False, True], ids=["poll", "filter"])
def test_the_same_with_a_poll_or_a_filter(world: SyncWorld, is_filtered: bool) -> None:
    pair, master = absorbed(world)
    if is_filtered:
        world.put("settings/contact", {"salesforce_filter": "LeadSource != 'Other'"})
    world.send(carried(world, salesforce_ref(master)))
    world.run_on()
    assert_one_person(world, pair, master)


def test_a_survivor_of_strangers_is_created_as_ever(world: SyncWorld) -> None:
    master, loser = (world.create_person(LastName=name) for name in ("Master", "Loser"))
    merge_people(world, master, loser)
    world.edit_person(master, Email=KEPT)
    world.run_on()
    [contact] = world.contacts_of(KEPT)
    assert world.link_of(salesforce_ref(master)).hubspot.id == contact


def test_the_question_rides_on_a_call_that_is_made_anyway(world: SyncWorld) -> None:
    world.linked("first@example.org")
    with world.counting() as calls:
        world.create_person(Email=KEPT, LastName="Lovelace")
        world.run()
    assert world.contacts_of(KEPT)
    assert (calls.hubspot, calls.salesforce) == (2, 2)
