"""How deletions and further addresses of HubSpot are answered is only believed: crmsync holds either way."""

from __future__ import annotations

import pytest
from crmsync.core.parked import Category
from crmsync.core.record import Side

from tests.unit.sync.sync_world import SyncWorld, salesforce_ref

either = pytest.mark.parametrize("is_so", [True, False])


def portal(world: SyncWorld, **switches: object) -> None:
    world.control(Side.HUBSPOT, "settings", switches)


@either
def test_a_deleted_contact_takes_its_counterpart_along(is_so: bool) -> None:
    """Whether HubSpot names the ids that a batch read did not find, or leaves them out without a word."""
    world = SyncWorld()
    portal(world, batch_read_names_missing=is_so)
    world.put("settings/contact", {"on_hubspot_delete": "delete"})
    pair, other = world.linked(), world.linked("kim@example.org")
    world.hubspot_user.delete(pair.hubspot)
    world.edit_contact(other.hubspot, city="Oslo")
    world.run_on()
    assert world.salesforce_user.show("Contact", pair.salesforce) is None
    assert world.person(other.salesforce, "MailingCity") == "Oslo"
    assert world.parked() == []


@either
def test_nobody_is_made_twice_for_a_further_address(is_so: bool) -> None:
    """Whether HubSpot finds a contact by one of its additional addresses, or only refuses another one with it."""
    world = SyncWorld()
    portal(world, additional_email_identifies=is_so)
    contact = world.create_contact(email="ada@example.org", lastname="Lovelace", hs_additional_emails="old@example.org")
    person = world.create_person(Email="old@example.org", LastName="Lovelace")
    world.run_on()
    assert world.contacts_of("old@example.org") == []
    assert [link.hubspot.id for link in world.product.links.all()] == [contact]
    [row] = world.parked() if not is_so else [None]
    if row is None:
        assert world.link_of(salesforce_ref(person)).hubspot.id == contact
    else:
        assert (row.ref.id, row.category) == (person, Category.DUPLICATES)
