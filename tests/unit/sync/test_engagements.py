"""What people did in HubSpot (a form, a marketing e-mail) is a task of theirs in Salesforce, where that is on."""

from __future__ import annotations

from functools import partial
from typing import Any
from urllib.parse import quote_plus

import pytest
from crmsync.core.change import Change, ChangeKind
from crmsync.core.pairs.engagements import ENGAGEMENT_NAMES
from crmsync.core.record import RecordRef, Side

from tests.unit.sync.activity_world import ActivityWorld
from tests.unit.sync.sync_world import INVOCATION, LONGEST_GAP, SECOND
from tests.unit.sync.test_deletion import delete, restore

ALL = dict.fromkeys(ENGAGEMENT_NAMES, "to_salesforce")
SUBJECTS = {
    "form_submission": "Form submitted",
    "email_sent": "Marketing email sent",
    "email_opened": "Marketing email opened",
    "email_clicked": "Marketing email clicked",
}
NAMELESS = {
    "sales_email_opened": "Sales email opened",
    "sales_email_clicked": "Sales email clicked",
    "sales_email_replied": "Sales email replied",
    "document_viewed": "Sales document viewed",
}
"""HubSpot does not keep which e-mail or document it was."""

MARK = "HubSpot told of this at "


@pytest.fixture
def world() -> ActivityWorld:
    return ActivityWorld(ALL)


def engage(world: ActivityWorld, contact: str, did: str = "form_submission", name: str = "Contact us") -> None:
    world.clock.advance(SECOND)
    world.control(Side.HUBSPOT, "engage", {"contact": contact, "did": did, "name": name})


def tasks_of(world: ActivityWorld, person: str, *fields: str) -> list[Any]:
    names = fields or ("Subject",)
    soql = quote_plus(f"SELECT {', '.join(names)} FROM Task WHERE WhoId = '{person}'")
    rows = world.salesforce_user.send("GET", f"/services/data/v67.0/query?q={soql}").json()["records"]
    shown = [tuple(row[name] for name in names) for row in rows]
    return sorted(one[0] for one in shown) if len(names) == 1 else sorted(shown)


def hubspot_tasks(world: ActivityWorld) -> int:
    return len(world.hubspot_user.send("GET", "/crm/v3/objects/tasks?limit=100").json()["results"])


@pytest.mark.parametrize("object_type", ["Contact", "Lead"])
@pytest.mark.parametrize("did", ENGAGEMENT_NAMES)
def test_what_a_person_did_is_a_task_that_is_done(world: ActivityWorld, did: str, object_type: str) -> None:
    pair = world.linked(object_type=object_type)
    engage(world, pair.hubspot, did, "Winter news")
    world.run_on()
    subject = NAMELESS.get(did) or f"{SUBJECTS[did]}: Winter news"
    assert tasks_of(world, pair.salesforce, "Subject", "Status") == [(subject, "Completed")]
    entry = world.history(RecordRef(Side.HUBSPOT, "contact", pair.hubspot))[0]
    assert (entry.side, entry.reason) == (Side.SALESFORCE, "engaged")


def test_each_time_is_told_once_and_the_task_never_comes_to_hubspot(world: ActivityWorld) -> None:
    pair = world.linked()
    engage(world, pair.hubspot, name="Contact us")
    world.run_on()
    world.edit_contact(pair.hubspot, city="London")
    engage(world, pair.hubspot, name="Price list")
    world.run_on()
    world.clock.advance(LONGEST_GAP)
    world.product.poll(Side.SALESFORCE, world.clock.now() + INVOCATION, force=True)
    world.run_on()
    world.edit_contact(pair.hubspot, city="Paris")
    world.run_on()
    assert tasks_of(world, pair.salesforce) == ["Form submitted: Contact us", "Form submitted: Price list"]
    assert hubspot_tasks(world) == 0
    assert world.parked() == []


def test_it_costs_one_call_to_salesforce_beside_the_read(world: ActivityWorld) -> None:
    pairs = [world.linked(f"person{number}@example.org") for number in range(3)]
    for pair in pairs:
        engage(world, pair.hubspot)
    with world.counting() as calls:
        world.run()
    assert calls.salesforce == 2
    assert [len(tasks_of(world, pair.salesforce)) for pair in pairs] == [1, 1, 1]


def test_nothing_is_told_and_no_call_made_while_it_is_off() -> None:
    world = ActivityWorld()
    pair = world.linked()
    engage(world, pair.hubspot)
    with world.counting() as calls:
        world.run_on()
    assert calls.total == 0
    assert tasks_of(world, pair.salesforce) == []


def test_what_was_before_is_not_brought_over() -> None:
    world = ActivityWorld()
    pair = world.linked()
    engage(world, pair.hubspot)
    world.run_on()
    world.put("settings/task", {"enabled": True, "types": ALL})
    world.edit_contact(pair.hubspot, city="London")
    world.run_on()
    assert tasks_of(world, pair.salesforce) == []
    engage(world, pair.hubspot, name="Price list")
    world.run_on()
    assert tasks_of(world, pair.salesforce) == ["Form submitted: Price list"]


def test_who_came_by_a_form_comes_with_it(world: ActivityWorld) -> None:
    contact = world.create_contact(email="ada@example.org", lastname="Lovelace")
    engage(world, contact)
    world.run_on()
    (person,) = world.people_of("ada@example.org")
    assert tasks_of(world, person) == ["Form submitted: Contact us"]


@pytest.mark.parametrize("kind", ["drop_response", "status"])
def test_a_creation_that_failed_is_made_once(world: ActivityWorld, kind: str) -> None:
    pair = world.linked()
    engage(world, pair.hubspot)
    world.fault(Side.SALESFORCE, kind, ".*composite/sobjects$")
    world.run_on()
    world.resume_parked()
    assert tasks_of(world, pair.salesforce) == ["Form submitted: Contact us"]
    assert world.parked() == []


@pytest.mark.parametrize("side", Side)
def test_a_creation_without_answer_is_made_once_though_the_person_is_deleted_and_comes_back(
    world: ActivityWorld, side: Side
) -> None:
    pair = world.linked()
    engage(world, pair.hubspot)
    world.fault(Side.SALESFORCE, "drop_response", ".*composite/sobjects$")
    world.run()
    delete(world, side, pair)
    world.run_on()
    restore(world, side, pair)
    world.edit_contact(pair.hubspot, city="London")
    world.run_on()
    world.resume_parked()
    assert world.person(pair.salesforce, "MailingCity") == "London"
    assert tasks_of(world, pair.salesforce) == ["Form submitted: Contact us"]
    assert world.parked() == []


def hear_again(world: ActivityWorld, contact: str) -> None:
    """HubSpot sends an event a second time."""
    ref, at = RecordRef(Side.HUBSPOT, "contact", contact), world.clock.now()
    world.send(Change(ref, ChangeKind.UPDATE, at, "hubspot_webhook", fields={"recent_conversion_date": at}))


def take_effect(world: ActivityWorld, contact: str, person: str) -> None:
    """The creation that got no answer, though it came in."""
    told = {"Description": f"{MARK}{world.contact(contact, 'recent_conversion_date')}", "Status": "Completed"}
    world.salesforce_user.create("Task", {"WhoId": person, "Subject": "Form submitted: Contact us", **told})


def test_a_creation_that_takes_effect_late_is_made_once(world: ActivityWorld) -> None:
    pair = world.linked()
    engage(world, pair.hubspot)
    world.fault(Side.SALESFORCE, "reset", ".*composite/sobjects$")
    world.run()
    hear_again(world, pair.hubspot)
    world.run()
    take_effect(world, pair.hubspot, pair.salesforce)
    world.run_on()
    world.resume_parked()
    assert tasks_of(world, pair.salesforce) == ["Form submitted: Contact us"]
    assert world.parked() == []


def test_the_same_of_a_person_who_was_created_just_now(world: ActivityWorld) -> None:
    contact = world.create_contact(email="ada@example.org", lastname="Lovelace")
    engage(world, contact)
    create = "POST .*composite/sobjects$"
    lose = partial(world.fault, Side.SALESFORCE, "reset", ".*composite/sobjects$")
    world.before(Side.SALESFORCE, create, lambda: world.before(Side.SALESFORCE, create, lose))
    world.run()
    (person,) = world.people_of("ada@example.org")
    hear_again(world, contact)
    world.run()
    take_effect(world, contact, person)
    world.run_on()
    world.resume_parked()
    assert tasks_of(world, person) == ["Form submitted: Contact us"]


@pytest.mark.parametrize("setting", ["paused", "dry_run"])
def test_what_was_done_while_nothing_may_be_written_is_told_afterwards(world: ActivityWorld, setting: str) -> None:
    pair = world.linked()
    world.put("settings/global", {setting: True})
    engage(world, pair.hubspot)
    world.run_on()
    assert tasks_of(world, pair.salesforce) == []
    world.put("settings/global", {setting: False})
    world.resume_parked()
    assert tasks_of(world, pair.salesforce) == ["Form submitted: Contact us"]
