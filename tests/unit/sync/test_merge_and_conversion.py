"""Merges and conversions, whichever record was linked and whichever event came first: links follow, nobody is lost."""

from __future__ import annotations

import pytest
from crmsync.core.parked import Category
from crmsync.core.record import Side

from tests.unit.sync.sync_world import SyncWorld, salesforce_ref


def merge_people(world: SyncWorld, master: str, loser: str, object_type: str = "Contact") -> None:
    world.control(Side.SALESFORCE, "merge", {"object": object_type, "master": master, "losers": [loser]})


def test_what_the_new_record_leaves_blank_clears_nothing(world: SyncWorld) -> None:
    pair = world.linked(jobtitle="Countess", city="London")
    master = world.create_person(LastName="Master", MailingCity="Paris")
    world.run_on()
    world.control(Side.SALESFORCE, "events/chaos", {"lose": 1})
    merge_people(world, master, pair.salesforce)
    world.salesforce_user.edit("Contact", master, {"Title": None})
    world.control(Side.SALESFORCE, "events/chaos", {})
    world.edit_contact(pair.hubspot, phone="1")
    world.run_on()
    assert world.link_of(pair.contact).salesforce.id == master
    assert world.contact(pair.hubspot, "jobtitle", "city") == ("Countess", "Paris")
    assert world.person(master, "Title", "Phone") == ("Countess", "1")
    world.edit_person(master, Title=None)
    world.run_on()
    assert world.contact(pair.hubspot, "jobtitle") is None, "a clear is one again once the merge is committed"


def test_a_winner_that_was_linked_goes_on(world: SyncWorld) -> None:
    pair = world.linked()
    loser = world.create_person(LastName="Loser")
    world.run_on()
    merge_people(world, pair.salesforce, loser)
    world.run_on()
    world.edit_person(pair.salesforce, Title="Queen")
    world.run_on()
    assert world.contact(pair.hubspot, "jobtitle") == "Queen"
    assert world.parked() == []


@pytest.mark.parametrize("first_in_hubspot", [True, False])
def test_merging_the_counterparts_too_ends_the_conflict(world: SyncWorld, first_in_hubspot: bool) -> None:
    """Both were linked: the row says what to do, and once that is done there is one link and no row."""
    loser, winner = world.linked("lost@example.org"), world.linked("kept@example.org")
    merge_people(world, winner.salesforce, loser.salesforce)
    world.run_on()
    [row] = world.parked()
    assert row.category == Category.MERGED
    assert f"merge {loser.contact.label} into that one too" in row.reason
    assert {world.contact(one.hubspot, "lastname") for one in (loser, winner)} == {"Lovelace"}
    primary, other = (loser, winner) if first_in_hubspot else (winner, loser)
    survivor = world.hubspot_user.merge(primary.hubspot, other.hubspot) or ""
    world.run_on()
    world.resume_parked()
    assert [(link.hubspot.id, link.salesforce.id) for link in world.product.links.all()] == [
        (survivor, winner.salesforce)
    ]
    assert world.parked() == []
    world.edit_person(winner.salesforce, Title="Queen")
    world.run_on()
    assert world.contact(survivor, "jobtitle") == "Queen"


def test_a_link_that_remembers_a_deleted_contact_gives_way(world: SyncWorld) -> None:
    loser, winner = world.linked("lost@example.org"), world.linked("kept@example.org")
    world.hubspot_user.delete(winner.hubspot)
    world.run_on()
    merge_people(world, winner.salesforce, loser.salesforce)
    world.run_on()
    assert world.link_of(loser.contact).salesforce.id == winner.salesforce
    assert world.parked() == []


def test_an_additional_address_links_after_a_merge_in_hubspot(world: SyncWorld) -> None:
    one = world.create_contact(email="ada@example.org", lastname="Lovelace")
    other = world.create_contact(email="countess@example.org", lastname="Lovelace")
    world.put("settings/contact", {"create_in_salesforce": None})
    survivor = world.hubspot_user.merge(one, other) or ""
    world.run_on()
    person = world.create_person(LastName="Lovelace", Email="countess@example.org", Title="Countess")
    world.run_on()
    assert world.link_of(salesforce_ref(person)).hubspot.id == survivor
    assert world.contact(survivor, "email", "jobtitle") == ("ada@example.org", "Countess")
    assert world.person(person, "Email") == "countess@example.org"


def test_after_a_conversion_the_leads_own_mappings_end_and_clear_nothing(world: SyncWorld) -> None:
    pair = world.linked("lea@example.org", "Lead", Website="https://example.org", City="London")
    assert world.contact(pair.hubspot, "company") == "Analytical"
    converted = world.control(Side.SALESFORCE, "convert", {"lead": pair.salesforce})
    world.run_on()
    contact = converted["contact"]
    assert world.contact(pair.hubspot, "company", "city") == ("Analytical", "London")
    world.edit_person(contact, MailingCity="Paris")
    world.run_on()
    assert world.contact(pair.hubspot, "company", "city") == ("Analytical", "Paris")
    assert len(world.product.links.all()) == 1


def test_an_edit_that_met_the_conversion_crosses(world: SyncWorld) -> None:
    world.set_rule("jobtitle", "Title", "two_way")
    pair = world.linked("lea@example.org", "Lead", Title="Countess")
    world.before(
        Side.SALESFORCE,
        "PATCH .*sobjects",
        lambda: world.control(Side.SALESFORCE, "convert", {"lead": pair.salesforce}),
    )
    world.edit_contact(pair.hubspot, jobtitle="Queen")
    world.run_on()
    contact = world.link_of(pair.contact).salesforce
    assert contact.object_type == "Contact"
    assert world.person(contact.id, "Title") == "Queen"


def test_history_leads_from_either_record_to_the_other(world: SyncWorld) -> None:
    pair = world.linked("lea@example.org", "Lead")
    converted = world.control(Side.SALESFORCE, "convert", {"lead": pair.salesforce})
    world.run_on()
    new = salesforce_ref(converted["contact"])
    assert f"move from {pair.person.key}" in {row.action for row in world.product.history.of(new, 10)}
    assert f"move to {new.key}" in {row.action for row in world.product.history.of(pair.person, 10)}
