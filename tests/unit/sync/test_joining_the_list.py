"""Who joins the inclusion list, and who leaves it."""

from __future__ import annotations

import pytest
from crmsync.core.change import CallClass, Change, ChangeKind
from crmsync.core.outcome import OutcomeName
from crmsync.core.record import Side

from tests.unit.sync.listed_world import MINUTE, ListedWorld
from tests.unit.sync.sync_world import Pair, salesforce_ref

HOUR = 60 * MINUTE
CREATED, UPDATED = OutcomeName.CREATED, OutcomeName.UPDATED
ADA = "ada@example.org"


@pytest.fixture
def world() -> ListedWorld:
    return ListedWorld()


def values(world: ListedWorld, pair: Pair) -> tuple[object, object]:
    """The job title on both sides."""
    return world.contact(pair.hubspot, "jobtitle"), world.person(pair.salesforce, "Title")


@pytest.mark.s("S12", "S37", "S47")
def test_choosing_a_list_syncs_nobody(world: ListedWorld) -> None:
    world.put("settings/contact", {"create_in_salesforce": None})
    contact = world.create_contact(email=ADA, lastname="Lovelace", audience="in")
    world.run()
    for _ in range(2):
        world.poll_joins()
        world.run_on()
        world.clock.advance(30 * MINUTE)
    world.choose_list()
    for _ in range(2):
        world.poll_joins()
        assert world.run_on() == {}
    assert world.people_of(ADA) == []
    world.edit_contact(contact, jobtitle="Countess")
    assert world.run()[CREATED] == 1


@pytest.mark.s("S12", "S36", "S38")
def test_joining_the_list_creates_who_is_new(world: ListedWorld) -> None:
    world.choose_list()
    contact = world.create_contact(email=ADA, lastname="Lovelace")
    world.run_on()
    world.join(contact)
    world.poll_joins()
    assert world.run_on()[CREATED] == 1
    (person,) = world.people_of(ADA)
    assert world.person(person, "LastName") == "Lovelace"


@pytest.mark.s("S36", "S38", "S43")
def test_who_joins_by_the_lists_own_change_syncs(world: ListedWorld) -> None:
    """No webhook and no search tells of it, and the seeded people of HubSpot join too."""
    pair = world.pair_outside()
    world.edit_contact(pair.hubspot, jobtitle="Countess")
    world.run_on()
    for _ in range(2):
        world.poll_joins()
        world.run_on()
        world.clock.advance(30 * MINUTE)
    assert values(world, pair) == ("Countess", None)
    world.take_in_everybody()
    world.poll_joins()
    world.run_on()
    assert values(world, pair) == ("Countess", "Countess")


@pytest.mark.s("S43")
def test_joining_the_list_brings_what_was_edited_outside(world: ListedWorld) -> None:
    pair = world.pair_outside()
    world.edit_contact(pair.hubspot, city="London")
    world.edit_person(pair.salesforce, Title="Countess")
    world.run_on()
    world.join(pair.hubspot)
    world.poll_joins()
    assert world.run_on()[UPDATED] == 1
    assert values(world, pair) == ("Countess", "Countess")
    assert world.person(pair.salesforce, "MailingCity") == "London"


def test_on_re_entry_a_conflict_is_decided_by_the_rule(world: ListedWorld) -> None:
    """Two-way: the later edit of the field, and the times of both are of when the contact was outside."""
    world.set_rule("jobtitle", "Title", "two_way")
    pair = world.pair_outside(jobtitle="Lady")
    world.edit_person(pair.salesforce, Title="of Salesforce")
    world.run_on()
    world.edit_contact(pair.hubspot, jobtitle="of HubSpot")
    world.run_on()
    assert values(world, pair) == ("of HubSpot", "of Salesforce")
    world.join(pair.hubspot)
    world.poll_joins()
    world.run_on()
    assert values(world, pair) == ("of HubSpot", "of HubSpot")


def test_a_clear_outside_crosses_on_re_entry(world: ListedWorld) -> None:
    pair = world.pair_outside(jobtitle="Lady")
    world.edit_person(pair.salesforce, Title=None)
    world.run_on()
    assert values(world, pair) == ("Lady", None)
    world.join(pair.hubspot)
    world.poll_joins()
    world.run_on()
    assert values(world, pair) == (None, None)


@pytest.mark.s("S36")
def test_leaving_the_list_freezes_and_deletes_nothing(world: ListedWorld) -> None:
    pair = world.pair_inside()
    world.leave(pair.hubspot)
    world.edit_contact(pair.hubspot, jobtitle="Countess")
    world.edit_person(pair.salesforce, Phone="1")
    world.run_on()
    assert values(world, pair) == ("Countess", None)
    assert world.contact(pair.hubspot, "phone") is None
    assert world.link_of(pair.contact).salesforce == pair.person


@pytest.mark.s("S10")
def test_without_the_setting_everybody_is_eligible_again(world: ListedWorld) -> None:
    pair = world.pair_outside()
    world.edit_contact(pair.hubspot, jobtitle="Countess")
    world.run_on()
    world.choose_list(inclusion_list_id=None)
    world.edit_contact(pair.hubspot, city="London")
    world.run_on()
    assert world.person(pair.salesforce, "Title", "MailingCity") == ("Countess", "London")


def test_what_was_parked_when_somebody_left_is_tried_anew_on_return(world: ListedWorld) -> None:
    pair = world.pair_inside()
    world.edit_contact(pair.hubspot, zip="too long for a postal code")
    world.run()
    assert [row.part for row in world.parked()] == ["zip"]
    world.leave(pair.hubspot)
    world.run_on()
    world.resume_parked()
    world.run_on()
    assert (world.parked(), world.link_of(pair.contact).parked) == ([], ())
    world.join(pair.hubspot)
    world.edit_contact(pair.hubspot, city="London")
    world.run_on()
    assert [row.part for row in world.parked()] == ["zip"]


def refuse_london(world: ListedWorld, op: str = "add_validation_rule") -> None:
    rule = {"name": "NoLondon", "message": "no such city", "field": "MailingCity", "operator": "equals"}
    world.control(Side.SALESFORCE, "schema", {"op": op, "object": "Contact", "value": "London", **rule})


def parked_at_its_first_link(world: ListedWorld) -> Pair:
    """The person is in Salesforce without the city, and then left the list."""
    world.choose_list()
    world.poll_joins()
    refuse_london(world)
    contact = world.create_contact(email=ADA, lastname="Lovelace", city="London", audience="in")
    world.run_on()
    (person,) = world.people_of(ADA)
    assert [row.part for row in world.parked()] == ["city"]
    world.leave(contact)
    world.run_on()
    return Pair(contact, person)


@pytest.mark.parametrize("is_resynced", [False, True])
def test_what_was_parked_at_its_first_link_waits_for_the_return(world: ListedWorld, is_resynced: bool) -> None:
    """It has no base: nothing else would tell that it never crossed."""
    pair = parked_at_its_first_link(world)
    if is_resynced:
        change = Change(pair.contact, ChangeKind.LOOK, world.clock.now(), "resync", CallClass.BULK, first_link=True)
        world.send(change)
        world.run_on()
    assert world.resume_parked() == {OutcomeName.SKIPPED: 1}
    refuse_london(world, "remove_validation_rule")
    world.edit_contact(pair.hubspot, jobtitle="Countess")
    world.run_on()
    assert world.person(pair.salesforce, "Title", "MailingCity") == (None, None)
    world.join(pair.hubspot)
    world.poll_joins()
    world.run_on()
    assert world.person(pair.salesforce, "Title", "MailingCity") == ("Countess", "London")
    assert (world.parked(), world.link_of(pair.contact).parked) == ([], ())


def test_what_waits_for_the_return_is_not_asked_for_all_the_time(world: ListedWorld) -> None:
    parked_at_its_first_link(world)
    world.resume_parked()
    (row,) = world.parked()
    assert row.next_try_at is not None
    assert row.next_try_at - world.clock.now() > 23 * HOUR


def test_what_waits_for_the_return_stays_listed_though_salesforce_had_no_calls_left(world: ListedWorld) -> None:
    """Then the whole record waits, and its row goes when there are calls again."""
    parked_at_its_first_link(world)
    world.control(Side.SALESFORCE, "limits", {"daily_used": 100, "daily_max": 100})
    assert world.resume_parked() == {OutcomeName.PARKED: 1}
    world.control(Side.SALESFORCE, "limits", {"daily_used": 0, "daily_max": 100_000})
    world.clock.advance(HOUR)
    world.resume_parked()
    assert [row.part for row in world.parked()] == ["city"]


def test_who_took_the_place_of_a_deleted_person_comes_whole_when_the_contact_joins(world: ListedWorld) -> None:
    """The records met outside, where nothing may cross: the first link is still due."""
    pair = world.pair_outside()
    world.salesforce_user.delete("Contact", pair.salesforce)
    world.run_on()
    lead = world.create_person("Lead", Email=ADA, LastName="King", Company="Analytical", Title="Countess")
    world.run_on()
    assert world.link_of(salesforce_ref(lead)).hubspot.id == pair.hubspot
    assert world.contact(pair.hubspot, "jobtitle") is None
    world.join(pair.hubspot)
    world.poll_joins()
    world.run_on()
    assert world.contact(pair.hubspot, "jobtitle") == "Countess"
    assert world.parked() == []
