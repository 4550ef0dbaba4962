"""Edits of linked people cross, each by its rule, whichever side they were made on."""

from __future__ import annotations

import pytest
from crmsync.core.change import Change, ChangeKind
from crmsync.core.outcome import OutcomeName
from crmsync.core.reasons import Reason
from crmsync.core.record import Side

from tests.unit.sync.sync_world import SECOND, SyncWorld
from tests.unit.sync.test_first_link import unseen_contact

ECHO, IN_STEP, SKIPPED, UPDATED = OutcomeName.ECHO, OutcomeName.IN_STEP, OutcomeName.SKIPPED, OutcomeName.UPDATED


@pytest.mark.s("S9")
def test_an_edit_in_salesforce_crosses(world: SyncWorld) -> None:
    pair = world.linked()
    world.edit_person(pair.salesforce, Title="Countess", MailingCity="London")
    assert world.run()[UPDATED] == 1
    assert world.contact(pair.hubspot, "jobtitle", "city") == ("Countess", "London")


@pytest.mark.s("S9")
def test_an_edit_in_hubspot_crosses(world: SyncWorld) -> None:
    world.set_rule("jobtitle", "Title", "two_way")
    pair = world.linked()
    world.edit_contact(pair.hubspot, jobtitle="Countess", city="London")
    assert world.run()[UPDATED] == 1
    assert world.person(pair.salesforce, "Title", "MailingCity") == ("Countess", "London")


@pytest.mark.s("S20")
def test_one_mapping_serves_leads_and_contacts(world: SyncWorld) -> None:
    contact, lead = world.linked(), world.linked("lea@example.org", "Lead")
    for pair in (contact, lead):
        world.edit_contact(pair.hubspot, jobtitle="Countess", zip="8001")
    world.run()
    assert world.person(contact.salesforce, "Title", "MailingPostalCode") == ("Countess", "8001")
    assert world.person(lead.salesforce, "Title", "PostalCode") == ("Countess", "8001")


@pytest.mark.parametrize("rule", ["two_way", "always_salesforce", "prefer_salesforce_unless_blank"])
def test_a_clear_in_salesforce_crosses(world: SyncWorld, rule: str) -> None:
    world.set_rule("jobtitle", "Title", rule)
    pair = world.linked(jobtitle="Countess")
    world.edit_person(pair.salesforce, Title="Countess")
    world.run()
    world.edit_person(pair.salesforce, Title=None)
    world.run()
    assert world.contact(pair.hubspot, "jobtitle") is None
    assert world.person(pair.salesforce, "Title") is None


@pytest.mark.parametrize("rule", ["two_way", "always_hubspot"])
def test_a_clear_in_hubspot_crosses(world: SyncWorld, rule: str) -> None:
    world.set_rule("jobtitle", "Title", rule)
    pair = world.linked(jobtitle="Countess")
    world.edit_contact(pair.hubspot, jobtitle=None)
    world.run()
    assert world.person(pair.salesforce, "Title") is None
    assert world.contact(pair.hubspot, "jobtitle") is None


def test_a_silenced_edit_is_set_back_and_told(world: SyncWorld) -> None:
    world.set_rule("jobtitle", "Title", "always_salesforce")
    pair = world.linked()
    world.edit_person(pair.salesforce, Title="Countess")
    world.run()
    world.edit_contact(pair.hubspot, jobtitle="Lady")
    world.run()
    assert world.contact(pair.hubspot, "jobtitle") == "Countess"
    entry = world.history(pair.contact)[0]
    assert (entry.old, entry.new, entry.reason, entry.overruled) == ("Lady", "Countess", Reason.SET_BACK, True)


def test_two_fields_at_once_on_both_sides(world: SyncWorld) -> None:
    pair = world.linked()
    world.edit_contact(pair.hubspot, city="London")
    world.edit_person(pair.salesforce, Title="Countess")
    assert world.run_on()[UPDATED] == 1
    assert world.contact(pair.hubspot, "jobtitle", "city") == ("Countess", "London")
    assert world.person(pair.salesforce, "Title", "MailingCity") == ("Countess", "London")


def test_the_same_edit_on_both_sides_writes_nothing(world: SyncWorld) -> None:
    pair = world.linked()
    world.edit_contact(pair.hubspot, jobtitle="Countess")
    world.edit_person(pair.salesforce, Title="Countess")
    before = len(world.history(pair.contact))
    assert world.run()[IN_STEP] >= 1
    assert len(world.history(pair.contact)) == before
    assert not [call for call in world.product.calls if "PATCH" in call or "update" in call]
    assert world.link_of(pair.contact).base["jobtitle"].salesforce == "Countess"


@pytest.mark.parametrize("last", Side)
def test_a_conflict_goes_to_the_later_edit_of_the_field(world: SyncWorld, last: Side) -> None:
    """By HubSpot's property history, however late other fields of the record were edited."""
    world.set_rule("jobtitle", "Title", "two_way")
    pair = world.linked()
    edits = {
        Side.HUBSPOT: lambda: world.edit_contact(pair.hubspot, jobtitle="of HubSpot"),
        Side.SALESFORCE: lambda: world.edit_person(pair.salesforce, Title="of Salesforce"),
    }
    edits[last.other]()
    world.clock.advance(5 * SECOND)
    edits[last]()
    world.clock.advance(5 * SECOND)
    world.edit_contact(pair.hubspot, city="London")
    world.edit_person(pair.salesforce, Phone="1")
    world.run_on()
    winner = "of HubSpot" if last is Side.HUBSPOT else "of Salesforce"
    assert world.contact(pair.hubspot, "jobtitle", "city", "phone") == (winner, "London", "1")
    assert world.person(pair.salesforce, "Title", "MailingCity", "Phone") == (winner, "London", "1")
    (told,) = [entry for entry in world.history(pair.contact) if entry.field == "jobtitle"]
    assert (told.side, told.reason, told.overruled) == (last.other, Reason.NEWER, True)


def test_a_conflict_of_unknown_time_goes_to_salesforce(world: SyncWorld) -> None:
    """A gap event tells no field."""
    world.set_rule("jobtitle", "Title", "two_way")
    pair = world.linked()
    world.control(Side.SALESFORCE, "settings", {"gap_events": True})
    world.edit_person(pair.salesforce, Title="of Salesforce")
    world.edit_person(pair.salesforce, Description="later still")
    world.edit_contact(pair.hubspot, jobtitle="of HubSpot")
    world.clock.advance(60 * SECOND)
    world.edit_person(pair.salesforce, Description="and again")
    world.run_on()
    assert world.contact(pair.hubspot, "jobtitle") == "of Salesforce"
    assert Reason.TIME_UNKNOWN in {entry.reason for entry in world.history(pair.contact)}


def test_preferred_salesforce_wins_a_conflict_unless_blank(world: SyncWorld) -> None:
    pair = world.linked(phone="1", city="Bern")
    world.edit_person(pair.salesforce, Phone="2", MailingCity=None)
    world.clock.advance(5 * SECOND)
    world.edit_contact(pair.hubspot, phone="3", city="Basel")
    world.run_on()
    assert world.contact(pair.hubspot, "phone", "city") == ("2", "Basel")
    assert world.person(pair.salesforce, "Phone", "MailingCity") == ("2", "Basel")


@pytest.mark.parametrize("side", Side)
def test_a_field_that_cannot_be_read_any_more_never_clears(world: SyncWorld, side: Side) -> None:
    world.set_rule("jobtitle", "Title", "two_way")
    pair = world.linked(jobtitle="Countess")
    object_type, field = ("contacts", "jobtitle") if side is Side.HUBSPOT else ("Contact", "Title")
    hidden = {"op": "set_permission", "object": object_type, "field": field, "readable": False, "editable": False}
    world.control(side, "schema", hidden)
    world.edit_contact(pair.hubspot, city="London")
    world.edit_person(pair.salesforce, Phone="1")
    world.run_on()
    assert world.contact(pair.hubspot, "jobtitle") == "Countess"
    assert world.person(pair.salesforce, "Title") == "Countess"


def test_an_edit_of_other_fields_makes_no_call(world: SyncWorld) -> None:
    pair = world.linked()
    with world.counting() as calls:
        world.edit_person(pair.salesforce, Department="x")
        world.edit_contact(pair.hubspot, mobilephone="1")
        world.run()
    assert calls.total == 0


def test_nobody_is_created_for_an_edit_of_other_fields(world: SyncWorld) -> None:
    contact = unseen_contact(world, email="ada@example.org", lastname="Lovelace")
    with world.counting() as calls:
        world.edit_contact(contact, mobilephone="1")
        assert world.run() == {SKIPPED: 1}
    assert calls.total == 0
    assert set(world.reasons().values()) == {"unmapped"}


def test_values_that_only_look_different_are_in_step(world: SyncWorld) -> None:
    pair = world.linked(email="Ada@Example.org")
    world.edit_person(pair.salesforce, Email="ADA@example.org")
    world.edit_contact(pair.hubspot, lastname="Lovelace ")
    before = len(world.history(pair.contact))
    world.run()
    assert len(world.history(pair.contact)) == before


def test_an_order_of_delivery_makes_no_difference(world: SyncWorld) -> None:
    pair = world.linked()
    for title in ("Lady", "Countess", "Lady", "Queen"):
        world.edit_person(pair.salesforce, Title=title)
    world.run()
    for side, endpoint in ((Side.SALESFORCE, "events/replay"), (Side.HUBSPOT, "webhooks/replay")):
        world.control(side, endpoint, {"last": 20})
    before = len(world.history(pair.contact))
    world.run()
    assert world.contact(pair.hubspot, "jobtitle") == "Queen"
    assert world.person(pair.salesforce, "Title") == "Queen"
    assert len(world.history(pair.contact)) == before


def test_a_flow_that_our_write_set_off_is_a_change(world: SyncWorld) -> None:
    """It runs as our user in our transaction: the author says nothing."""
    pair = world.linked()
    world.control(
        Side.SALESFORCE, "settings", {"flow_object": "Contact", "flow_field": "Title", "flow_value": "Set by a flow"}
    )
    world.edit_contact(pair.hubspot, city="London")
    world.run_on()
    assert world.contact(pair.hubspot, "jobtitle") == "Set by a flow"


def test_a_value_that_is_set_again_in_the_second_of_our_read_crosses(world: SyncWorld) -> None:
    """Salesforce tells the second of an edit, and no more: it may have come before our read, or after our write."""
    world.set_rule("jobtitle", "Title", "two_way")
    pair = world.linked()
    world.edit_person(pair.salesforce, Title="Countess")
    world.run()
    world.clock.advance(SECOND - world.clock.now() % SECOND)
    assert world.salesforce_user.edit("Contact", pair.salesforce, {"Phone": "1"})
    assert world.hubspot_user.edit(pair.hubspot, {"jobtitle": "Chef"})
    world.send(Change(pair.contact, ChangeKind.LOOK, world.clock.now(), "test"))
    world.work()
    assert world.person(pair.salesforce, "Title") == "Chef"
    assert world.salesforce_user.edit("Contact", pair.salesforce, {"Title": "Countess"})
    world.run()
    assert world.contact(pair.hubspot, "jobtitle") == "Countess"
