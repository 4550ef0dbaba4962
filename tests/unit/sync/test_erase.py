"""A privacy deletion: crmsync forgets the person, and does not make them anew."""

from __future__ import annotations

import pytest
from crmsync.core.change import Change, ChangeKind
from crmsync.core.outcome import OutcomeName
from crmsync.core.parked import Category
from crmsync.core.record import RecordRef, Side
from crmsync.usecases.admin.confirm_breaker import ConfirmBreaker
from crmsync.usecases.admin.erase_person import ErasePerson

from tests.unit.sync.sync_world import Pair, SyncWorld

ADDRESS = "ada@example.org"


def gdpr_delete(world: SyncWorld, contact_id: str) -> None:
    answer = world.hubspot_user.send("POST", "/crm/v3/objects/contacts/gdpr-delete", {"objectId": contact_id})
    assert answer.status == 204, answer.body


def traces(world: SyncWorld, pair: Pair) -> str:
    """Everything that is stored, as text, of which an id or the address of the person is part."""
    product = world.product
    stored = repr([product.links.all(), product.history.all(), product.parking.all(), vars(product.links)["_markers"]])
    return ", ".join(text for text in (ADDRESS, pair.contact.key, pair.person.key) if text in stored)


def test_every_trace_goes(world: SyncWorld) -> None:
    pair = world.linked(zip="far too long for a postal code")
    assert world.parked()
    gdpr_delete(world, pair.hubspot)
    outcomes = world.run_on()
    assert outcomes[OutcomeName.ERASED] == 1
    assert traces(world, pair) == ""
    assert world.product.history.of(pair.person, 10) == []
    assert world.people_of(ADDRESS) == [pair.salesforce], "the Salesforce record stays"


def test_the_past_of_a_merged_person_goes_too(world: SyncWorld) -> None:
    pair = world.linked()
    other = world.create_contact(lastname="Other")
    survivor = world.hubspot_user.merge(other, pair.hubspot) or ""
    world.run_on()
    gdpr_delete(world, survivor)
    world.run_on()
    assert world.product.history.all() == []
    assert traces(world, pair) == ""


@pytest.mark.parametrize("address", [ADDRESS, "countess@example.org"])
def test_the_salesforce_person_does_not_come_back_to_hubspot(world: SyncWorld, address: str) -> None:
    pair = world.linked()
    gdpr_delete(world, pair.hubspot)
    world.run_on()
    world.edit_person(pair.salesforce, Title="Countess", Email=address)
    world.run_on()
    world.clock.advance(60_000)
    world.product.poll(Side.SALESFORCE, world.clock.now() + 60_000)
    world.run_on()
    assert world.contacts_of(ADDRESS) == world.contacts_of(address) == []
    assert "erased" in world.reasons().values()
    assert world.product.history.all() == []


def test_another_salesforce_record_of_the_person_does_not_either(world: SyncWorld) -> None:
    pair = world.linked()
    gdpr_delete(world, pair.hubspot)
    world.run_on()
    world.create_person("Lead", Email=ADDRESS.upper(), LastName="Lovelace", Company="Analytical")
    world.run_on()
    assert world.contacts_of(ADDRESS) == []


def test_a_person_who_comes_back_by_themselves_syncs(world: SyncWorld) -> None:
    """A form that they filled in is a new consent; the form's contact has an id of its own."""
    pair = world.linked()
    gdpr_delete(world, pair.hubspot)
    world.run_on()
    anew = world.create_contact(email=ADDRESS, lastname="Lovelace", city="London")
    world.run_on()
    assert world.link_of(pair.person).hubspot.id == anew
    assert world.person(pair.salesforce, "MailingCity") == "London"


def test_the_salesforce_record_goes_where_the_setting_says_so(world: SyncWorld) -> None:
    pair = world.linked()
    world.put("settings/contact", {"on_hubspot_delete": "delete"})
    gdpr_delete(world, pair.hubspot)
    world.run_on()
    assert world.people_of(ADDRESS) == []
    assert traces(world, pair) == ""


def test_an_erasure_over_the_limit_of_deletions_waits_as_one(world: SyncWorld) -> None:
    pair = world.linked()
    world.put("settings/contact", {"on_hubspot_delete": "delete"})
    world.put("settings/global", {"max_deletions_per_hour": 0})
    gdpr_delete(world, pair.hubspot)
    world.run_on()
    [row] = world.parked()
    assert (row.category, row.erases) == (Category.MASS_DELETION, True)
    product = world.product
    ConfirmBreaker(product.breakers, product.parking, product.configurations, world.clock)(
        {"object": "contact", "deletions": True}
    )
    world.resume_parked(60_000)
    assert world.people_of(ADDRESS) == []
    assert traces(world, pair) == ""


def test_a_pause_delays_an_erasure_and_does_not_lose_it(world: SyncWorld) -> None:
    pair = world.linked()
    world.put("settings/global", {"paused": True})
    gdpr_delete(world, pair.hubspot)
    world.run_on()
    world.put("settings/global", {"paused": False})
    world.resume_parked()
    assert traces(world, pair) == ""


@pytest.mark.parametrize("is_late", [False, True], ids=["in the pause", "after it"])
def test_another_event_of_the_person_does_not_replace_an_erasure_that_waits(world: SyncWorld, is_late: bool) -> None:
    """Salesforce's record may be edited by people meanwhile, and HubSpot's events come in any order."""
    pair = world.linked()
    world.put("settings/global", {"paused": True})
    gdpr_delete(world, pair.hubspot)
    world.run_on()
    if is_late:
        world.put("settings/global", {"paused": False})
    for ref in (pair.contact, pair.person):
        world.send(Change(ref, ChangeKind.UPDATE, world.clock.now(), "an event", fields={}))
        world.run_on()
    world.put("settings/global", {"paused": False})
    world.resume_parked()
    assert traces(world, pair) == ""
    assert world.parked() == []


def test_an_unlinked_contact_is_marked_although_another_event_finds_it_gone(world: SyncWorld) -> None:
    world.put("settings/contact", {"create_in_salesforce": None})
    contact_id = world.create_contact(email=ADDRESS)
    world.run_on()
    world.put("settings/global", {"paused": True})
    gdpr_delete(world, contact_id)
    world.run_on()
    world.put("settings/global", {"paused": False})
    contact = RecordRef(Side.HUBSPOT, "contact", contact_id)
    world.send(Change(contact, ChangeKind.LOOK, world.clock.now(), "resume"))
    world.run_on()
    world.resume_parked()
    assert world.product.links.suppressed([contact.key]) == {contact.key}
    assert world.parked() == []


def test_salesforce_that_does_not_answer_delays_it(world: SyncWorld) -> None:
    pair = world.linked()
    world.put("settings/contact", {"on_hubspot_delete": "delete"})
    world.fault(Side.SALESFORCE, "status", "composite/sobjects", times=2)
    gdpr_delete(world, pair.hubspot)
    world.run_on()
    assert world.people_of(ADDRESS) == []
    assert traces(world, pair) == ""


@pytest.mark.parametrize("side", Side)
def test_an_administrator_may_ask_for_it_by_either_id(world: SyncWorld, side: Side) -> None:
    pair = world.linked()
    args = {f"{side}_id": pair.hubspot if side is Side.HUBSPOT else pair.salesforce}
    answer = ErasePerson(world.product.links, world.product.queue, world.clock)(args)
    assert answer["was_linked"] is True
    world.run_on()
    assert traces(world, pair) == ""
    world.edit_contact(pair.hubspot, city="London")
    world.edit_person(pair.salesforce, Title="Countess")
    world.run_on()
    assert traces(world, pair) == "", "what was erased by its id is not linked again"
