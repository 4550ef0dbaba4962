"""Tasks on both sides: created and kept in step, with the people and records that they are about."""

from __future__ import annotations

from datetime import datetime

import pytest
from crmsync.core.outcome import OutcomeName
from crmsync.core.record import Side

from tests.unit.sync.activity_world import DAY, MORNING, ActivityWorld
from tests.unit.sync.sync_world import SyncWorld

pytestmark = pytest.mark.no_cover

CREATED, UPDATED = OutcomeName.CREATED, OutcomeName.UPDATED


@pytest.fixture
def world() -> ActivityWorld:
    return ActivityWorld()


def test_while_activities_are_off_nothing_of_them_is_read_or_asked() -> None:
    world = SyncWorld()
    world.salesforce_user.create("Task", {"Subject": "Ring"})
    world.hubspot_user.create({"hs_task_subject": "Ring", "hs_timestamp": MORNING}, "tasks")
    with world.counting() as calls:
        world.run()
    assert calls.total == 0


def test_a_new_salesforce_task_becomes_one_in_hubspot(world: ActivityWorld) -> None:
    task = world.create_person(
        "Task", Subject="Ring Ada", Description="It\n<smokes>", ActivityDate=DAY, Status="In Progress", Priority="High"
    )
    assert world.run()[CREATED] == 1
    hubspot = world.hubspot_of(task)
    names = ("hs_task_subject", "hs_task_body", "hs_timestamp", "hs_task_status", "hs_task_priority")
    expected = ("Ring Ada", "It<br>&lt;smokes&gt;", "2026-12-01T00:00:00.000Z", "IN_PROGRESS", "HIGH")
    assert world.activity("task", hubspot.id, *names) == expected
    assert world.activity("task", hubspot.id, "salesforcetaskid") == task
    with world.counting() as calls:
        world.run()
    assert calls.total == 0


def test_a_new_hubspot_task_becomes_one_in_salesforce(world: ActivityWorld) -> None:
    task = world.log(
        "task",
        hs_task_subject="Ring Ada",
        hs_task_body="<p>It <b>smokes</b></p><p>again</p>",
        hs_task_status="WAITING",
        hs_task_priority="NONE",
    )
    assert world.run()[CREATED] == 1
    own = world.salesforce_of("task", task)
    shown = world.person(own, "Subject", "Description", "ActivityDate", "Status", "Priority", "TaskSubtype")
    assert shown == ("Ring Ada", "It smokes\nagain", DAY, "Waiting on someone else", "Normal", "Task")
    world.run()
    # What was lost on the way is not taken away from HubSpot.
    kept = ("<p>It <b>smokes</b></p><p>again</p>", MORNING, "NONE")
    assert world.activity("task", task, "hs_task_body", "hs_timestamp", "hs_task_priority") == kept


def test_edits_and_clears_cross_both_ways(world: ActivityWorld) -> None:
    task = world.log("task", hs_task_subject="Ring Ada", hs_task_body="It smokes")
    world.run()
    own = world.salesforce_of("task", task)
    world.edit_activity(
        "task", task, hs_task_status="COMPLETED", hs_task_body=None, hs_timestamp="2026-12-05T08:00:00Z"
    )
    assert world.run()[UPDATED] == 1
    assert world.person(own, "Status", "IsClosed", "Description", "ActivityDate") == (
        "Completed",
        True,
        None,
        "2026-12-05",
    )
    world.edit_person(own, Status="Deferred", Subject=None, Priority="Low")
    assert world.run()[UPDATED] == 1
    shown = world.activity("task", task, "hs_task_status", "hs_task_subject", "hs_task_priority")
    assert shown == ("DEFERRED", None, "LOW")


def test_a_task_without_due_date_gets_the_time_of_its_creation_which_never_travels_back(world: ActivityWorld) -> None:
    task = world.create_person("Task", Subject="Ring Ada")
    created = world.clock.now()
    world.run()
    hubspot = world.hubspot_of(task).id
    shown = world.activity("task", hubspot, "hs_timestamp")
    assert shown is not None
    assert abs(_millis(shown) - created) <= 1_000
    world.edit_activity("task", hubspot, hs_task_subject="Ring Bob")
    world.run()
    assert world.person(task, "Subject", "ActivityDate") == ("Ring Bob", None)


def test_a_cleared_due_date_leaves_hubspots_which_it_requires(world: ActivityWorld) -> None:
    task = world.create_person("Task", Subject="Ring Ada", ActivityDate=DAY)
    world.run()
    world.edit_person(task, ActivityDate=None)
    world.run()
    assert world.activity("task", world.hubspot_of(task).id, "hs_timestamp") == "2026-12-01T00:00:00.000Z"
    assert world.parked() == []


@pytest.mark.parametrize("object_type", ["Contact", "Lead"])
def test_the_person_of_a_salesforce_task_is_associated(world: ActivityWorld, object_type: str) -> None:
    person = world.linked(object_type=object_type)
    task = world.create_person("Task", Subject="Ring Ada", WhoId=person.salesforce)
    world.run()
    assert world.related("task", world.hubspot_of(task).id, "contact") == [person.hubspot]


@pytest.mark.parametrize("object_type", ["Contact", "Lead"])
def test_the_contact_of_a_hubspot_task_stands_in_salesforces(world: ActivityWorld, object_type: str) -> None:
    person = world.linked(object_type=object_type)
    task = world.log("task", hs_task_subject="Ring Ada")
    world.run()
    world.about("task", task, "contact", person.hubspot)
    world.run()
    own = world.salesforce_of("task", task)
    assert world.person(own, "WhoId") == person.salesforce
    world.no_longer_about("task", task, "contact", person.hubspot)
    world.run()
    assert world.person(own, "WhoId") is None


@pytest.mark.parametrize("rule", ["two_way", "always_salesforce"])
def test_of_two_contacts_the_other_counts_once_the_task_names_nobody(world: ActivityWorld, rule: str) -> None:
    """No event tells of what our own dissociation leaves."""
    world.put("mappings/task", {"mappings": [{"hubspot": "associated_person", "salesforce": "WhoId", "rule": rule}]})
    ada, bob = world.linked(), world.linked("bob@example.org")
    task = world.create_person("Task", Subject="Ring Ada", WhoId=ada.salesforce)
    world.run()
    hubspot = world.hubspot_of(task).id
    world.about("task", hubspot, "contact", bob.hubspot)
    world.run()
    assert world.person(task, "WhoId") == ada.salesforce
    world.edit_person(task, WhoId=None)
    world.run()
    expected = (bob.salesforce, [bob.hubspot]) if rule == "two_way" else (None, [])
    assert (world.person(task, "WhoId"), world.related("task", hubspot, "contact")) == expected


def test_a_task_waits_for_a_contact_that_is_not_linked_yet(world: ActivityWorld) -> None:
    stranger = world.create_contact(lastname="Lovelace")
    task = world.log("task", hs_task_subject="Ring Ada")
    world.about("task", task, "contact", stranger)
    world.run()
    own = world.salesforce_of("task", task)
    assert world.person(own, "WhoId") is None
    assert world.parked() == []
    world.edit_contact(stranger, email="ada@example.org")
    world.run_on()
    assert world.person(own, "WhoId") == world.people_of("ada@example.org")[0]


def test_what_a_salesforce_task_is_about_is_associated_and_replaced(world: ActivityWorld) -> None:
    account = world.create_account(Name="Analytical")
    case = world.create_case(Subject="Broken")
    world.run_on()
    task = world.create_person("Task", Subject="Ring", WhatId=account)
    world.run()
    hubspot = world.hubspot_of(task).id
    (company,) = world.companies("Analytical")
    assert world.related("task", hubspot, "company") == [company]
    world.edit_person(task, WhatId=case)
    world.run()
    assert world.related("task", hubspot, "ticket") == [world.ticket_of(case)]
    assert world.related("task", hubspot, "company") == []
    world.edit_person(task, WhatId=None)
    world.run()
    assert world.related("task", hubspot, "ticket") == []


def test_the_company_of_a_hubspot_task_stands_in_salesforces(world: ActivityWorld) -> None:
    account = world.create_account(Name="Analytical")
    world.run_on()
    (company,) = world.companies("Analytical")
    task = world.log("task", hs_task_subject="Ring")
    world.about("task", task, "company", company)
    world.run()
    assert world.person(world.salesforce_of("task", task), "WhatId") == account


def test_what_cannot_be_synced_stays_as_it_is(world: ActivityWorld) -> None:
    campaign = world.create_person("Campaign", Name="Spring")
    task = world.create_person("Task", Subject="Ring", WhatId=campaign)
    world.run()
    world.edit_activity("task", world.hubspot_of(task).id, hs_task_subject="Ring again")
    world.run()
    assert world.person(task, "Subject", "WhatId") == ("Ring again", campaign)
    assert world.parked() == []


def test_a_pair_that_is_switched_off_takes_no_record_away(world: ActivityWorld) -> None:
    account = world.create_account(Name="Analytical")
    world.run_on()
    task = world.create_person("Task", Subject="Ring", WhatId=account)
    world.run()
    world.put("settings/company", {"enabled": False})
    world.edit_activity("task", world.hubspot_of(task).id, hs_task_subject="Ring again")
    world.run()
    assert world.person(task, "Subject", "WhatId") == ("Ring again", account)


@pytest.mark.parametrize("subtype", ["Call", "Email"])
def test_calls_and_emails_logged_in_salesforce_are_no_tasks(world: ActivityWorld, subtype: str) -> None:
    world.create_person("Task", Subject="Rang", TaskSubtype=subtype)
    assert world.run()[CREATED] == 0


def test_tasks_cross_one_way_where_their_type_says_so() -> None:
    world = ActivityWorld({"task": "to_salesforce"})
    world.create_person("Task", Subject="From Salesforce")
    task = world.log("task", hs_task_subject="From HubSpot")
    assert world.run()[CREATED] == 1
    own = world.salesforce_of("task", task)
    world.edit_person(own, Subject="Edited in Salesforce")
    world.run()
    assert world.activity("task", task, "hs_task_subject") == "From HubSpot"
    assert world.person(own, "Subject") == "From HubSpot"


def test_a_creation_whose_answer_was_lost_is_not_made_twice(world: ActivityWorld) -> None:
    world.fault(Side.SALESFORCE, "drop_response", ".*composite/sobjects.*")
    task = world.log("task", hs_task_subject="Ring Ada")
    world.run_on()
    assert world.salesforce_of("task", task)


@pytest.mark.parametrize("way", ["to_salesforce", "both"])
def test_nor_is_that_of_a_note_which_has_no_name_of_its_own(way: str) -> None:
    world = ActivityWorld({"note": way}, told_by={"note": {"field": "Type", "value": "Note"}})
    world.fault(Side.SALESFORCE, "drop_response", ".*composite/sobjects.*")
    note = world.log("note", hs_note_body="<p>She likes looms</p><p>of all kinds</p>")
    other = world.log("note", hs_note_body="He likes mills")
    world.run_on()
    soql = "SELECT+Id+FROM+Task+WHERE+Subject+LIKE+'Note%25'"
    found = world.salesforce_user.send("GET", f"/services/data/v67.0/query?q={soql}").json()["records"]
    assert {row["Id"] for row in found} == {world.salesforce_of("note", one) for one in (note, other)}
    assert world.person(world.salesforce_of("note", note), "Subject") == "Note: She likes looms"


def test_a_lost_answer_of_hubspot_makes_no_second_task(world: ActivityWorld) -> None:
    task = world.create_person("Task", Subject="Ring")
    world.fault(Side.HUBSPOT, "drop_response", ".*tasks/batch/create")
    world.run_on()
    body = {"filterGroups": [{"filters": [{"propertyName": "salesforcetaskid", "operator": "EQ", "value": task}]}]}
    found = world.hubspot_user.send("POST", "/crm/v3/objects/tasks/search", body).json()["results"]
    assert [one["id"] for one in found] == [world.hubspot_of(task).id]


@pytest.mark.parametrize("setting", ["keep", "delete"])
def test_a_deleted_salesforce_task_takes_hubspots_along_if_it_is_to(setting: str) -> None:
    world = ActivityWorld(on_salesforce_delete=setting)
    task = world.create_person("Task", Subject="Ring")
    world.run()
    hubspot = world.hubspot_of(task).id
    world.salesforce_user.delete("Task", task)
    world.run_on()
    assert (world.hubspot_user.show(hubspot, [], "tasks") is None) == (setting == "delete")


@pytest.mark.parametrize("setting", ["keep", "delete"])
def test_a_deleted_hubspot_task_takes_salesforces_along_if_it_is_to(setting: str) -> None:
    world = ActivityWorld(on_hubspot_delete=setting)
    task = world.create_person("Task", Subject="Ring")
    world.run()
    world.hubspot_user.delete(world.hubspot_of(task).id, "tasks")
    world.run_on()
    assert (world.salesforce_user.show("Task", task) is None) == (setting == "delete")


def _millis(text: str) -> float:
    return datetime.fromisoformat(text).timestamp() * 1_000
