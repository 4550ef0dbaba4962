"""The owner of a record crosses between people whom both CRMs know."""

from __future__ import annotations

import pytest
from crmsync.core.outcome import OutcomeName
from crmsync.core.reasons import Reason
from crmsync.core.record import Side

from sandbox.hubspot.owners import Owner
from sandbox.salesforce.ids import numbered
from sandbox.salesforce.settings import SalesforceSettings
from tests.unit.sync.sync_world import SECOND, Pair, SyncWorld, salesforce_ref

OWNER, OWNER_ID = "hubspot_owner_id", "OwnerId"
DANA, KENJI, LENA = "184501101", "184501102", "184501103"
INTEGRATION, RILEY, DANA_THERE, KENJI_THERE = (numbered("005", number) for number in (1, 2, 3, 4))
QUEUE = "00G000000000001AAA"
EMAIL = "ada@example.org"


def owners(world: SyncWorld, pair: Pair) -> tuple[str | None, str]:
    return world.contact(pair.hubspot, OWNER), world.person(pair.salesforce, OWNER_ID)


@pytest.mark.s("S17")
@pytest.mark.parametrize("object_type", ["Contact", "Lead"])
def test_a_change_crosses_both_ways(world: SyncWorld, object_type: str) -> None:
    pair = world.linked(object_type=object_type)
    world.edit_person(pair.salesforce, OwnerId=DANA_THERE)
    world.run()
    assert owners(world, pair) == (DANA, DANA_THERE)
    with world.counting() as calls:
        world.edit_contact(pair.hubspot, hubspot_owner_id=KENJI)
        world.run()
    assert owners(world, pair) == (KENJI, KENJI_THERE)
    assert calls.total == 3


def test_the_later_of_two_changes_stands(world: SyncWorld) -> None:
    pair = world.linked()
    world.edit_person(pair.salesforce, OwnerId=DANA_THERE)
    world.edit_contact(pair.hubspot, hubspot_owner_id=KENJI)
    world.run()
    assert owners(world, pair) == (KENJI, KENJI_THERE)


def test_a_user_whom_hubspot_does_not_know_leaves_hubspot_as_it_is(world: SyncWorld) -> None:
    pair = world.linked(hubspot_owner_id=DANA)
    assert owners(world, pair) == (DANA, DANA_THERE)
    world.edit_person(pair.salesforce, OwnerId=RILEY)
    world.run()
    assert owners(world, pair) == (DANA, RILEY)
    told = world.history(pair.contact)[0]
    assert (told.field, told.old, told.new, told.reason) == (OWNER, DANA, DANA, Reason.NO_MATCHING_OWNER)
    assert world.parked() == []
    with world.counting() as calls:
        world.edit_person(pair.salesforce, OwnerId=KENJI_THERE)
        world.run()
    assert owners(world, pair) == (KENJI, KENJI_THERE)
    assert calls.total == 3


def test_an_owner_whom_salesforce_does_not_know_is_set_back(world: SyncWorld) -> None:
    pair = world.linked(hubspot_owner_id=DANA)
    world.edit_contact(pair.hubspot, hubspot_owner_id=LENA)
    world.run()
    assert owners(world, pair) == (DANA, DANA_THERE)
    told = world.history(pair.contact)[0]
    assert (told.side, told.old, told.new, told.overruled) == (Side.HUBSPOT, LENA, DANA, True)
    assert told.reason == Reason.NO_MATCHING_OWNER


def test_a_cleared_owner_is_filled_again(world: SyncWorld) -> None:
    pair = world.linked(hubspot_owner_id=DANA)
    world.edit_contact(pair.hubspot, hubspot_owner_id="")
    world.run()
    assert owners(world, pair) == (DANA, DANA_THERE)
    assert world.history(pair.contact)[0].reason == Reason.REQUIRED


def test_a_clear_never_wins_over_a_change_in_salesforce(world: SyncWorld) -> None:
    pair = world.linked(hubspot_owner_id=DANA)
    world.edit_person(pair.salesforce, OwnerId=KENJI_THERE)
    world.edit_contact(pair.hubspot, hubspot_owner_id="")
    world.run()
    assert owners(world, pair) == (KENJI, KENJI_THERE)


def test_a_queue_may_own_a_lead(world: SyncWorld) -> None:
    world.control(Side.SALESFORCE, "settings", {"lead_assignment_owner": QUEUE})
    world.put("settings/contact", {"create_in_salesforce": "lead"})
    contact = world.create_contact(email=EMAIL, lastname="L", hubspot_owner_id=LENA)
    world.run()
    (lead,) = world.people_of(EMAIL)
    assert (world.contact(contact, OWNER), world.person(lead, OWNER_ID)) == (LENA, QUEUE)
    assert world.parked() == []
    world.edit_contact(contact, hubspot_owner_id="")
    world.run()
    assert (world.contact(contact, OWNER), world.person(lead, OWNER_ID)) == (None, QUEUE)


@pytest.mark.parametrize(
    ("object_type", "owner", "owner_there", "owner_after"),
    [
        ("lead", DANA, DANA_THERE, DANA),
        ("lead", LENA, KENJI_THERE, KENJI),
        ("lead", None, KENJI_THERE, KENJI),
        ("contact", DANA, DANA_THERE, DANA),
        ("contact", LENA, INTEGRATION, LENA),
        ("contact", None, INTEGRATION, None),
    ],
)
def test_salesforces_rules_choose_only_for_new_leads_without_match(
    world: SyncWorld, object_type: str, owner: str | None, owner_there: str, owner_after: str | None
) -> None:
    world.control(Side.SALESFORCE, "settings", {"lead_assignment_owner": KENJI_THERE})
    world.put("settings/contact", {"create_in_salesforce": object_type})
    values = {"hubspot_owner_id": owner} if owner else {}
    contact = world.create_contact(email=EMAIL, lastname="Lovelace", **values)
    world.run()
    (person,) = world.people_of(EMAIL)
    assert (world.contact(contact, OWNER), world.person(person, OWNER_ID)) == (owner_after, owner_there)
    world.edit_contact(contact, firstname="Ada")
    world.run()
    assert world.person(person, OWNER_ID) == owner_there


def test_leads_with_and_without_match_are_created_together(world: SyncWorld) -> None:
    world.control(Side.SALESFORCE, "settings", {"lead_assignment_owner": KENJI_THERE})
    world.put("settings/contact", {"create_in_salesforce": "lead"})
    world.create_contact(email="a@example.org", lastname="A", hubspot_owner_id=DANA)
    world.create_contact(email="b@example.org", lastname="B")
    world.run()
    found = [world.person(world.people_of(email)[0], OWNER_ID) for email in ("a@example.org", "b@example.org")]
    assert found == [DANA_THERE, KENJI_THERE]


def test_contacts_with_and_without_match_are_one_call(world: SyncWorld) -> None:
    """Salesforce has no assignment rules for them."""
    world.create_contact(email="a@example.org", lastname="A", hubspot_owner_id=DANA)
    world.create_contact(email="b@example.org", lastname="B")
    world.product.calls.clear()
    world.run()
    created = [call for call in world.product.calls if call.endswith("composite/sobjects") and "POST" in call]
    assert len(created) == 1
    assert len(world.people_of("a@example.org") + world.people_of("b@example.org")) == 2


def test_salesforces_own_choice_costs_no_call(world: SyncWorld) -> None:
    """The integration user is nobody in HubSpot."""
    world.linked("first@example.org")
    with world.counting() as calls:
        world.create_contact(email=EMAIL, lastname="Lovelace")
        world.run()
    assert calls.total == 3


def test_salesforces_owner_wins_at_the_first_link(world: SyncWorld) -> None:
    world.put("settings/contact", {"create_in_hubspot": False})
    person = world.create_person("Lead", Email=EMAIL, LastName="L", Company="C", OwnerId=DANA_THERE)
    world.run()
    contact = world.create_contact(email=EMAIL, lastname="L", hubspot_owner_id=KENJI)
    world.run()
    assert (world.contact(contact, OWNER), world.person(person, OWNER_ID)) == (DANA, DANA_THERE)


@pytest.mark.parametrize("owner_there", [DANA_THERE, RILEY])
def test_a_person_of_salesforce_brings_the_owner(world: SyncWorld, owner_there: str) -> None:
    person = world.create_person("Contact", Email=EMAIL, LastName="L", OwnerId=owner_there)
    world.run()
    (contact,) = world.contacts_of(EMAIL)
    assert world.contact(contact, OWNER) == (DANA if owner_there == DANA_THERE else None)
    assert world.link_of(salesforce_ref(person)).parked == ()


class TestSomebodyNew:
    """Owners and users who came since the lists were read."""

    NINA = "184501104"

    def hire(self, world: SyncWorld) -> None:
        portal = world.hubspot.simulator.portal  # type: ignore[attr-defined]
        portal.owners[self.NINA] = Owner(self.NINA, SalesforceSettings().person_username, "Riley", "Novak", 7004)

    def test_the_field_waits_and_goes_on_by_itself(self, world: SyncWorld) -> None:
        pair = world.linked(hubspot_owner_id=DANA)
        self.hire(world)
        world.edit_contact(pair.hubspot, hubspot_owner_id=self.NINA, firstname="Ada")
        with world.counting() as calls:
            world.run()
        assert calls.total == 3
        assert world.person(pair.salesforce, "FirstName") == "Ada"
        (row,) = world.parked()
        assert (row.part, row.category) == (OWNER, "associations")
        world.clock.advance(300 * SECOND)
        world.product.guard()
        world.resume_parked(after=0)
        assert world.parked() == []
        assert owners(world, pair) == (self.NINA, RILEY)

    def test_the_lists_are_read_at_most_once_in_five_minutes(self, world: SyncWorld) -> None:
        pair = world.linked(hubspot_owner_id=DANA)
        self.hire(world)
        world.edit_contact(pair.hubspot, hubspot_owner_id=self.NINA)
        world.run()
        with world.counting() as calls:
            for _ in range(4):
                world.clock.advance(60 * SECOND)
                world.product.guard()
        assert calls.total == 0

    def test_a_new_lead_waits_for_its_owner(self, world: SyncWorld) -> None:
        world.control(Side.SALESFORCE, "settings", {"lead_assignment_owner": KENJI_THERE})
        world.put("settings/contact", {"create_in_salesforce": "lead"})
        self.hire(world)
        world.create_contact(email=EMAIL, lastname="L", hubspot_owner_id=self.NINA)
        assert world.run()[OutcomeName.RETRY] == 1
        assert world.people_of(EMAIL) == []
        world.clock.advance(300 * SECOND)
        world.product.guard()
        world.run_on()
        (lead,) = world.people_of(EMAIL)
        assert world.person(lead, OWNER_ID) == RILEY

    def test_whoever_is_nobody_there_is_not_asked_for_again(self, world: SyncWorld) -> None:
        self.hire(world)
        portal = world.hubspot.simulator.portal  # type: ignore[attr-defined]
        portal.owners["184501105"] = Owner("184501105", "gone@example.com", "Gone", "Away", 7005, archived=True)
        pair = world.linked(hubspot_owner_id=DANA)
        world.edit_contact(pair.hubspot, hubspot_owner_id="184501105")
        world.run()
        world.clock.advance(300 * SECOND)
        world.product.guard()
        world.resume_parked(after=0)
        assert owners(world, pair) == (DANA, DANA_THERE)
        assert world.parked() == []


def test_without_the_lists_owners_stay_where_they_are(world: SyncWorld) -> None:
    pair = world.linked(hubspot_owner_id=DANA)
    world.product.owners = type(world.product.owners)()
    world.edit_contact(pair.hubspot, hubspot_owner_id=KENJI, firstname="Ada")
    world.run()
    assert owners(world, pair) == (KENJI, DANA_THERE)
    assert world.person(pair.salesforce, "FirstName") == "Ada"
    assert world.parked() == []
