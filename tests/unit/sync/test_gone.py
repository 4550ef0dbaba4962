"""Merged, converted and deleted records: links follow, and nothing is made anew for what a person deleted."""

from __future__ import annotations

import pytest
from crmsync.core.outcome import OutcomeName
from crmsync.core.parked import Category
from crmsync.core.record import Side

from tests.unit.sync.sync_world import SyncWorld, salesforce_ref

MOVED, SKIPPED = OutcomeName.MOVED, OutcomeName.SKIPPED


def test_a_converted_lead_takes_its_link_to_the_contact(world: SyncWorld) -> None:
    pair = world.linked("lea@example.org", "Lead", Title="Countess")
    converted = world.control(Side.SALESFORCE, "convert", {"lead": pair.salesforce})
    world.run_on()
    link = world.link_of(pair.contact)
    assert link.salesforce == salesforce_ref(converted["contact"])
    assert world.product.links.find([pair.person]) == {}
    world.edit_contact(pair.hubspot, city="London")
    world.edit_person(converted["contact"], Title="Queen")
    world.run_on()
    assert world.person(converted["contact"], "MailingCity") == "London"
    assert world.contact(pair.hubspot, "jobtitle") == "Queen"
    assert world.contacts_of("lea@example.org") == [pair.hubspot]


def test_an_edit_in_hubspot_finds_out_about_the_conversion(world: SyncWorld) -> None:
    """Its event was lost."""
    pair = world.linked("lea@example.org", "Lead")
    world.control(Side.SALESFORCE, "events/chaos", {"lose": 1})
    converted = world.control(Side.SALESFORCE, "convert", {"lead": pair.salesforce})
    world.control(Side.SALESFORCE, "events/chaos", {})
    world.edit_contact(pair.hubspot, city="London")
    assert world.run_on()[MOVED] == 1
    assert world.person(converted["contact"], "MailingCity") == "London"
    assert {row.action.split()[0] for row in world.product.history.of(pair.contact, 10)} >= {"move"}


def test_a_merge_in_salesforce_moves_the_link_to_the_survivor(world: SyncWorld) -> None:
    pair = world.linked()
    master = world.salesforce_user.create("Contact", {"LastName": "Master"})
    assert master is not None
    world.run_on()
    merge = {"object": "Contact", "master": master, "losers": [pair.salesforce]}
    world.control(Side.SALESFORCE, "merge", merge)
    world.run_on()
    assert world.link_of(pair.contact).salesforce.id == master
    world.edit_contact(pair.hubspot, city="London")
    world.run_on()
    assert world.person(master, "MailingCity") == "London"


def test_a_survivor_keeps_its_own_link(world: SyncWorld) -> None:
    """A person must say which of the two HubSpot contacts it shall be."""
    loser, winner = world.linked("lost@example.org"), world.linked("kept@example.org")
    merge = {"object": "Contact", "master": winner.salesforce, "losers": [loser.salesforce]}
    world.control(Side.SALESFORCE, "merge", merge)
    world.run_on()
    world.edit_contact(loser.hubspot, city="London")
    world.run_on()
    assert world.link_of(winner.person).hubspot.id == winner.hubspot
    assert {row.category for row in world.parked()} == {Category.MERGED}
    assert world.person(winner.salesforce, "MailingCity") is None


def test_a_merge_in_hubspot_moves_the_link_to_the_survivor(world: SyncWorld) -> None:
    pair = world.linked()
    other = world.create_contact(lastname="Other")
    world.run_on()
    body = {"primaryObjectId": other, "objectIdToMerge": pair.hubspot}
    merged = world.hubspot_user.send("POST", "/crm/v3/objects/contacts/merge", body).json()
    world.run_on()
    assert world.link_of(pair.person).hubspot.id == str(merged["id"])
    world.edit_person(pair.salesforce, Title="Countess")
    world.run_on()
    assert world.contact(str(merged["id"]), "jobtitle") == "Countess"


@pytest.mark.parametrize("deleted", Side)
def test_what_a_person_deleted_is_never_made_anew(world: SyncWorld, deleted: Side) -> None:
    pair = world.linked()
    if deleted is Side.SALESFORCE:
        world.salesforce_user.delete("Contact", pair.salesforce)
        world.run_on()
        world.edit_contact(pair.hubspot, city="London")
    else:
        world.hubspot_user.delete(pair.hubspot)
        world.run_on()
        world.edit_person(pair.salesforce, Title="Countess")
    outcomes = world.run_on()
    assert outcomes[SKIPPED] >= 1
    assert outcomes[OutcomeName.CREATED] == 0
    assert "counterpart_gone" in world.reasons().values()
    email = "ada@example.org"
    found = world.people_of(email) if deleted is Side.SALESFORCE else world.contacts_of(email)
    assert found == []
    assert world.parked() == []


@pytest.mark.parametrize("deleted", Side)
def test_what_was_taken_out_of_the_bin_syncs_on(world: SyncWorld, deleted: Side) -> None:
    pair = world.linked()
    if deleted is Side.SALESFORCE:
        world.salesforce_user.delete("Contact", pair.salesforce)
    else:
        world.hubspot_user.delete(pair.hubspot)
    world.run_on()
    if deleted is Side.SALESFORCE:
        world.edit_contact(pair.hubspot, city="London")
        world.run_on()
        world.control(Side.SALESFORCE, "undelete", {"ids": [pair.salesforce]})
    else:
        world.edit_person(pair.salesforce, MailingCity="London")
        world.run_on()
        world.control(Side.HUBSPOT, "restore", {"id": pair.hubspot})
    world.run_on()
    assert world.contact(pair.hubspot, "city") == world.person(pair.salesforce, "MailingCity") == "London"


def test_a_record_that_was_never_linked_may_go(world: SyncWorld) -> None:
    contact = world.create_contact(email="ada@example.org", lastname="Lovelace")
    world.hubspot_user.delete(contact)
    assert world.run_on()[SKIPPED] >= 1
    assert "gone" in world.reasons().values()
    assert world.people_of("ada@example.org") == []
