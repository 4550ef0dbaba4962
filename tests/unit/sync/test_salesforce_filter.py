"""Salesforce people whom the filter excludes are left alone, in both directions."""

from __future__ import annotations

import pytest
from crmsync.core.outcome import OutcomeName
from crmsync.core.record import Side

from tests.unit.sync.sync_world import Pair, SyncWorld
from tests.unit.sync.test_call_counts import log_in
from tests.unit.sync.test_first_link import unseen_person

SKIPPED, UPDATED = OutcomeName.SKIPPED, OutcomeName.UPDATED
ADA = "ada@example.org"
NOT_OURS = "LeadSource != 'Other'"


def pair_outside(world: SyncWorld) -> Pair:
    pair = world.linked()
    world.put("settings/contact", {"salesforce_filter": NOT_OURS})
    world.edit_person(pair.salesforce, LeadSource="Other")
    world.run()
    return pair


@pytest.mark.parametrize("side", Side)
def test_a_record_inside_syncs_for_no_call_more(world: SyncWorld, side: Side) -> None:
    pair = world.linked()
    world.put("settings/contact", {"salesforce_filter": NOT_OURS})
    with world.counting() as calls:
        if side is Side.HUBSPOT:
            world.edit_contact(pair.hubspot, jobtitle="Countess")
        else:
            world.edit_person(pair.salesforce, Title="Countess")
        assert world.run()[UPDATED] == 1
    assert world.contact(pair.hubspot, "jobtitle") == world.person(pair.salesforce, "Title") == "Countess"
    assert calls.total == 3


def test_a_record_outside_is_left_alone_both_ways(world: SyncWorld) -> None:
    pair = pair_outside(world)
    world.edit_contact(pair.hubspot, jobtitle="Countess")
    world.edit_person(pair.salesforce, Phone="1")
    assert world.run() == {SKIPPED: 1}
    assert set(world.reasons().values()) >= {"outside_filter"}
    assert world.contact(pair.hubspot, "phone") is None
    assert world.person(pair.salesforce, "Title") is None


def test_what_was_edited_outside_crosses_when_the_record_is_inside_again(world: SyncWorld) -> None:
    pair = pair_outside(world)
    world.edit_contact(pair.hubspot, jobtitle="Countess")
    world.run()
    world.edit_person(pair.salesforce, LeadSource="Web", Phone="1")
    world.run()
    assert world.contact(pair.hubspot, "phone") == "1"
    assert world.person(pair.salesforce, "Title") == "Countess"


@pytest.mark.parametrize("object_type", ["Contact", "Lead"])
def test_nobody_outside_is_created_in_hubspot(world: SyncWorld, object_type: str) -> None:
    world.put("settings/contact", {"salesforce_filter": NOT_OURS})
    company = {"Company": "Analytical"} if object_type == "Lead" else {}
    world.create_person(object_type, Email=ADA, LastName="Lovelace", LeadSource="Other", **company)
    assert world.run() == {SKIPPED: 1}
    assert world.contacts_of(ADA) == []


def test_a_person_outside_is_neither_linked_nor_doubled(world: SyncWorld) -> None:
    person = unseen_person(world, Email=ADA, LastName="Lovelace", LeadSource="Other")
    world.put("settings/contact", {"salesforce_filter": NOT_OURS})
    world.create_contact(email=ADA, jobtitle="Countess")
    assert world.run() == {SKIPPED: 1}
    assert world.people_of(ADA) == [person]
    assert world.person(person, "Title") is None


def test_of_two_with_one_address_the_one_inside_is_linked(world: SyncWorld) -> None:
    unseen_person(world, Email=ADA, LastName="Lovelace", LeadSource="Other")
    lead = unseen_person(world, "Lead", Email=ADA, LastName="Lovelace", Company="Analytical", LeadSource="Web")
    world.put("settings/contact", {"salesforce_filter": NOT_OURS})
    world.create_contact(email=ADA, jobtitle="Countess")
    world.run()
    assert world.person(lead, "Title") == "Countess"


def test_a_new_person_of_hubspot_is_created_whatever_the_filter_says(world: SyncWorld) -> None:
    """Who does not exist yet meets no condition, and fails none."""
    log_in(world)
    world.put("settings/contact", {"salesforce_filter": "LeadSource = 'Web'"})
    world.create_contact(email=ADA, lastname="Lovelace")
    assert world.run()[OutcomeName.CREATED] == 1


def test_what_a_poll_carried_is_read_again_with_the_filter(world: SyncWorld) -> None:
    pair = pair_outside(world)
    world.control(Side.SALESFORCE, "events/chaos", {"lose": 1})
    world.edit_person(pair.salesforce, Phone="1")
    world.clock.advance(1_000)
    world.product.poll(Side.SALESFORCE, world.clock.now() + 60_000)
    assert world.run_on()[SKIPPED] == 1
    assert world.contact(pair.hubspot, "phone") is None


def test_a_condition_with_quotes_stays_one_condition(world: SyncWorld) -> None:
    world.put("settings/contact", {"salesforce_filter": r"LastName != 'O\'Neil) OR (Id != \'' OR Title = 'x'"})
    person = world.create_person(Email=ADA, LastName="Lovelace")
    world.run()
    assert world.link_of(Pair("", person).person).salesforce.id == person
