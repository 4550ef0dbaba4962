"""What was parked of a record goes on with the one that takes its place in a merge, under that one's name."""

from __future__ import annotations

import pytest
from crmsync.core.cause import RESUMED
from crmsync.core.change import Change, ChangeKind
from crmsync.core.record import RecordRef, Side

from tests.unit.sync.listed_world import LAG, ListedWorld
from tests.unit.sync.sync_world import Pair, SyncWorld
from tests.unit.sync.test_campaign_joins import JOIN, JoiningWorld

RULE = {"object": "Contact", "name": "Rule", "message": "Not London", "field": "MailingCity"}
REFUSED = {"op": "add_validation_rule", **RULE, "operator": "equals", "value": "London"}
ALLOWED = {"op": "remove_validation_rule", **RULE}


def refuse_london(world: SyncWorld) -> None:
    world.control(Side.SALESFORCE, "schema", REFUSED)


def refuse_member(world: SyncWorld, pair: Pair, op: str = "add_validation_rule") -> None:
    rule = {"object": "CampaignMember", "name": "Ada", "message": "No", "field": "ContactId", "operator": "="}
    world.control(Side.SALESFORCE, "schema", {"op": op, "value": pair.salesforce, **rule})


def waiting_to_join() -> tuple[JoiningWorld, Pair]:
    """Somebody of the list whom the campaign does not take."""
    world = JoiningWorld()
    world.choose()
    pair = world.linked()
    refuse_member(world, pair)
    world.enlist(pair.hubspot)
    world.poll(Side.HUBSPOT)
    assert rows(world) == [(pair.hubspot, JOIN)]
    return world, pair


def rows(world: SyncWorld) -> list[tuple[str, str]]:
    return [(row.ref.id, row.part) for row in world.parked()]


def take_over(world: SyncWorld, pair: Pair, *, reads_survivor: bool = True) -> str:
    """A new contact that takes the place of the pair's."""
    switches = {"merged_id_reads_survivor": reads_survivor, "merge_creates_record": True}
    world.control(Side.HUBSPOT, "settings", switches)
    other = world.create_contact(lastname="Other")
    world.run()
    survivor = world.hubspot_user.merge(pair.hubspot, other)
    assert survivor not in {None, pair.hubspot, other}
    world.run_on()
    assert world.link_of(pair.person).hubspot.id == survivor
    return str(survivor)


@pytest.mark.parametrize("reads_survivor", [True, False])
def test_a_refused_value_crosses_once_it_may(world: SyncWorld, reads_survivor: bool) -> None:
    """HubSpot may know nothing of the old id any more: its row would lead nowhere."""
    pair = world.linked()
    refuse_london(world)
    world.edit_contact(pair.hubspot, city="London")
    world.run()
    assert rows(world) == [(pair.hubspot, "city")]
    survivor = take_over(world, pair, reads_survivor=reads_survivor)
    assert rows(world) == [(survivor, "city")]
    world.resume_parked()
    assert rows(world) == [(survivor, "city")]
    world.control(Side.SALESFORCE, "schema", ALLOWED)
    world.resume_parked()
    assert world.person(pair.salesforce, "MailingCity") == "London"
    assert world.parked() == []


@pytest.mark.parametrize("reads_survivor", [True, False])
def test_what_is_refused_of_the_survivor_too_rests(world: SyncWorld, reads_survivor: bool) -> None:
    """No change of another field asks for it."""
    pair = world.linked()
    refuse_london(world)
    world.edit_contact(pair.hubspot, city="London")
    world.run()
    with world.counting() as before_the_merge:
        world.edit_person(pair.salesforce, Title="Countess")
        world.run()
    survivor = take_over(world, pair, reads_survivor=reads_survivor)
    with world.counting() as after_it:
        world.edit_person(pair.salesforce, Title="Analyst")
        world.run()
    assert (after_it.hubspot, after_it.salesforce) == (before_the_merge.hubspot, before_the_merge.salesforce)
    assert world.contact(survivor, "jobtitle") == "Analyst"
    assert rows(world) == [(survivor, "city")]


def test_a_refused_value_crosses_though_the_person_could_not_be_seen_after_the_merge(world: SyncWorld) -> None:
    pair = world.linked()
    refuse_london(world)
    world.edit_contact(pair.hubspot, city="London")
    world.run()
    org = world.salesforce.simulator.org  # type: ignore[attr-defined]
    people = org.store.table(org.schema.find("Contact"))
    (person,) = people.with_ids([pair.salesforce])
    people.remove(pair.salesforce)
    survivor = take_over(world, pair)
    people.put(person)
    world.control(Side.SALESFORCE, "schema", ALLOWED)
    world.edit_contact(survivor, jobtitle="Countess")
    world.run_on()
    assert world.person(pair.salesforce, "Title", "MailingCity") == ("Countess", "London")


@pytest.mark.parametrize("reads_survivor", [True, False])
def test_a_refused_value_of_a_person_outside_the_list_crosses_on_the_way_in(reads_survivor: bool) -> None:
    world = ListedWorld()
    pair = world.linked(audience="in")
    world.choose_list()
    refuse_london(world)
    world.edit_contact(pair.hubspot, city="London")
    world.run()
    world.leave(pair.hubspot)
    world.clock.advance(LAG)
    survivor = take_over(world, pair, reads_survivor=reads_survivor)
    world.control(Side.SALESFORCE, "schema", ALLOWED)
    world.resume_parked()
    world.join(survivor)
    world.clock.advance(LAG)
    world.edit_contact(survivor, jobtitle="Countess")
    world.run_on()
    assert world.person(pair.salesforce, "Title", "MailingCity") == ("Countess", "London")
    assert world.parked() == []


@pytest.mark.parametrize("reads_survivor", [True, False])
def test_who_waits_for_a_campaign_joins_it(reads_survivor: bool) -> None:
    world, pair = waiting_to_join()
    survivor = take_over(world, pair, reads_survivor=reads_survivor)
    world.resume_parked()
    assert rows(world) == [(survivor, JOIN)]
    refuse_member(world, pair, "remove_validation_rule")
    world.resume_parked()
    assert [member["ContactId"] for member in world.members()] == [pair.salesforce]
    assert world.parked() == []


@pytest.mark.parametrize("reads_survivor", [True, False])
def test_a_first_link_that_was_tried_before_the_merge_was_heard_of_is_made_up_for(reads_survivor: bool) -> None:
    world = SyncWorld()
    refuse_london(world)
    contact = world.create_contact(email="ada@example.org", lastname="Lovelace", city="London")
    world.run_on()
    (person,) = world.people_of("ada@example.org")
    assert rows(world) == [(contact, "city")]
    world.control(Side.HUBSPOT, "settings", {"merged_id_reads_survivor": reads_survivor, "merge_creates_record": True})
    survivor = world.hubspot_user.merge(contact, world.create_contact(lastname="Other"))
    world.send(Change(RecordRef(Side.HUBSPOT, "contact", contact), ChangeKind.LOOK, world.clock.now(), RESUMED))
    world.work()
    world.control(Side.SALESFORCE, "schema", ALLOWED)
    world.run_on()
    world.resume_parked()
    assert world.contact(str(survivor), "city") == "London"
    assert world.person(person, "MailingCity") == "London"
    assert world.parked() == []


@pytest.mark.parametrize("reads_survivor", [True, False])
@pytest.mark.parametrize("creates_record", [True, False])
def test_who_was_tried_before_the_merge_was_heard_of_joins_it(reads_survivor: bool, creates_record: bool) -> None:
    """Where HubSpot knows nothing of the old id, it looks like somebody who is no more."""
    world, pair = waiting_to_join()
    switches = {"merged_id_reads_survivor": reads_survivor, "merge_creates_record": creates_record}
    world.control(Side.HUBSPOT, "settings", switches)
    other = world.create_contact(lastname="Other")
    world.run()
    survivor = world.hubspot_user.merge(*((pair.hubspot, other) if creates_record else (other, pair.hubspot)))
    world.send(Change(pair.contact, ChangeKind.LOOK, world.clock.now(), RESUMED, fields={JOIN: 0}))
    world.work()
    world.run_on()
    assert world.link_of(pair.person).hubspot.id == survivor
    refuse_member(world, pair, "remove_validation_rule")
    world.resume_parked()
    assert [member["ContactId"] for member in world.members()] == [pair.salesforce]
    assert world.parked() == []


def test_who_is_not_synced_waits_under_one_name() -> None:
    world = JoiningWorld()
    world.put("settings/contact", {"create_in_salesforce": None})
    world.choose()
    contact = world.create_contact(email="ada@example.org", lastname="Lovelace")
    world.enlist(contact)
    world.poll(Side.HUBSPOT)
    assert rows(world) == [(contact, JOIN)]
    world.control(Side.HUBSPOT, "settings", {"merged_id_reads_survivor": True, "merge_creates_record": True})
    survivor = world.hubspot_user.merge(contact, world.create_contact(lastname="Other"))
    world.run_on()
    world.resume_parked()
    assert rows(world) == [(survivor, JOIN)]


def test_what_a_survivor_outside_the_list_leaves_blank_clears_nothing_on_the_way_in() -> None:
    """Outside, nothing of it is decided, and the merge is no news any more when it may sync again."""
    world = ListedWorld()
    pair = world.linked(jobtitle="Countess", audience="in")
    world.choose_list()
    world.leave(pair.hubspot)
    world.clock.advance(LAG)
    master = world.create_person(LastName="Master")
    world.control(Side.SALESFORCE, "merge", {"object": "Contact", "master": master, "losers": [pair.salesforce]})
    world.salesforce_user.edit("Contact", master, {"Title": None})
    world.run_on()
    assert world.link_of(pair.contact).salesforce.id == master
    world.join(pair.hubspot)
    world.clock.advance(LAG)
    world.edit_contact(pair.hubspot, phone="1")
    world.run_on()
    assert world.contact(pair.hubspot, "jobtitle") == "Countess"
    assert world.person(master, "Title", "Phone") == ("Countess", "1")
