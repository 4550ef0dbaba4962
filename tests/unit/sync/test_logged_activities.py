"""Meetings, calls, e-mails and notes: each type on its own way, as far as it is switched on."""

from __future__ import annotations

import pytest
from crmsync.core.outcome import OutcomeName
from crmsync.core.record import RecordRef, Side

from tests.unit.sync.activity_world import DAY, MORNING, ActivityWorld

pytestmark = pytest.mark.no_cover

CREATED, UPDATED = OutcomeName.CREATED, OutcomeName.UPDATED
NOON = "2026-12-01T12:00:00.000Z"
EVENT_MORNING, EVENT_NOON = "2026-12-01T09:30:00.000+0000", "2026-12-01T12:00:00.000+0000"
ALL = {"meeting": "both", "call": "both", "email": "both", "note": "to_salesforce"}
TEXTS = {
    "call": ("hs_call_title", "hs_call_body"),
    "email": ("hs_email_subject", "hs_email_text"),
    "meeting": ("hs_meeting_title", "hs_meeting_body"),
}
TIMES = {"hs_meeting_start_time": MORNING, "hs_meeting_end_time": NOON}


@pytest.fixture
def world() -> ActivityWorld:
    return ActivityWorld(ALL)


def test_only_tasks_sync_where_nothing_else_is_switched_on() -> None:
    world = ActivityWorld()
    world.log("call", hs_call_title="Rang")
    world.log("note", hs_note_body="Thought")
    world.log("email", hs_email_subject="Wrote", hs_email_direction="EMAIL")
    world.log("meeting", hs_meeting_title="Met", **TIMES)
    world.create_person("Event", Subject="Met", StartDateTime=MORNING, EndDateTime=NOON)
    with world.counting() as calls:
        world.run()
    assert calls.total == 0


@pytest.mark.parametrize(("activity", "subtype"), [("call", "Call"), ("email", "Email")])
def test_what_was_logged_in_hubspot_is_a_task_that_is_done(world: ActivityWorld, activity: str, subtype: str) -> None:
    person = world.linked()
    subject, body = TEXTS[activity]
    logged = world.log(activity, **{subject: "About the mill", body: "It smokes"})
    world.about(activity, logged, "contact", person.hubspot)
    world.run()
    task = world.salesforce_of(activity, logged)
    names = ("Subject", "Description", "ActivityDate", "Status", "TaskSubtype", "WhoId")
    expected = ("About the mill", "It smokes", DAY, "Completed", subtype, person.salesforce)
    assert world.person(task, *names) == expected
    with world.counting() as calls:
        world.run()
    assert calls.total == 0


@pytest.mark.parametrize(("activity", "subtype"), [("call", "Call"), ("email", "Email"), ("task", "Task")])
def test_a_salesforce_task_becomes_what_its_subtype_says(world: ActivityWorld, activity: str, subtype: str) -> None:
    person = world.linked()
    task = world.create_person("Task", Subject="About the mill", TaskSubtype=subtype, WhoId=person.salesforce)
    assert world.run()[CREATED] == 1
    hubspot = world.hubspot_of(task)
    assert hubspot.object_type == activity
    assert world.related(activity, hubspot.id, "contact") == [person.hubspot]


@pytest.mark.parametrize("activity", ["call", "email"])
def test_edits_of_what_was_logged_cross_both_ways(world: ActivityWorld, activity: str) -> None:
    subject, body = TEXTS[activity]
    logged = world.log(activity, **{subject: "About the mill"})
    world.run()
    task = world.salesforce_of(activity, logged)
    world.edit_person(task, Subject="About the engine")
    assert world.run()[UPDATED] == 1
    assert world.activity(activity, logged, subject) == "About the engine"
    world.edit_activity(activity, logged, **{body: "It smokes"})
    assert world.run()[UPDATED] == 1
    assert world.person(task, "Description", "TaskSubtype") == ("It smokes", activity.capitalize())


def test_how_long_a_call_took_and_who_rang_whom(world: ActivityWorld) -> None:
    call = world.log("call", hs_call_title="Rang", hs_call_duration="90400", hs_call_direction="INBOUND")
    world.run()
    task = world.salesforce_of("call", call)
    assert world.person(task, "CallDurationInSeconds", "CallType") == (90, "Inbound")
    world.run()
    assert world.activity("call", call, "hs_call_duration") == "90400"
    world.edit_person(task, CallType="Outbound")
    _time(world, task, 120)
    world.run()
    assert world.activity("call", call, "hs_call_duration", "hs_call_direction") == ("120000", "OUTBOUND")


def test_an_administrator_maps_fields_of_calls(world: ActivityWorld) -> None:
    world.put(
        "mappings/call",
        {
            "mappings": [
                {"hubspot": "hs_call_from_number", "salesforce": "CallObject", "rule": "two_way"},
                {"hubspot": "hs_call_duration", "salesforce": "CallDurationInSeconds", "rule": "always_salesforce"},
            ]
        },
    )
    call = world.log("call", hs_call_title="Rang", hs_call_from_number="+49301234")
    world.run()
    task = world.salesforce_of("call", call)
    assert world.person(task, "CallObject") == "+49301234"
    _time(world, task, 60)
    world.run()
    assert world.activity("call", call, "hs_call_duration") == "60000"


def test_the_poll_finds_what_no_event_told(world: ActivityWorld) -> None:
    world.control(Side.SALESFORCE, "event_relay", {"bus": "relay", "entities": ["LeadChangeEvent"]})
    world.clock.advance(60_000)
    task = world.create_person("Task", Subject="Rang", TaskSubtype="Call")
    event = world.create_person("Event", Subject="Mill", StartDateTime=MORNING, EndDateTime=NOON)
    world.clock.advance(600_000)
    world.product.poll(Side.SALESFORCE, world.clock.now() + 60_000)
    assert world.run()[CREATED] == 2
    assert (world.hubspot_of(task).object_type, world.hubspot_of(event).object_type) == ("call", "meeting")


def test_activities_cost_calls_by_the_batch(world: ActivityWorld) -> None:
    person = world.linked()
    for subtype in ["Task", "Call"] * 30:
        world.create_person("Task", Subject="About the mill", WhoId=person.salesforce, TaskSubtype=subtype)
    with world.counting() as calls:
        assert world.run()[CREATED] == 60
    assert calls.hubspot <= 11
    assert calls.salesforce <= 3


def test_a_note_becomes_a_task_and_keeps_to_hubspot_where_it_crosses_one_way(world: ActivityWorld) -> None:
    note = world.log("note", hs_note_body="<p>She likes <b>looms</b></p>")
    world.run()
    task = world.salesforce_of("note", note)
    shown = world.person(task, "Subject", "Description", "Status", "ActivityDate")
    assert shown == ("Note: She likes looms", "She likes looms", "Completed", DAY)
    world.edit_person(task, Description="Edited in Salesforce")
    world.run()
    assert world.activity("note", note, "hs_note_body") == "<p>She likes <b>looms</b></p>"
    assert world.person(task, "Description") == "She likes looms"


def test_a_type_crosses_one_way_only() -> None:
    world = ActivityWorld({"call": "to_hubspot", "task": "off"})
    task = world.create_person("Task", Subject="Rang", TaskSubtype="Call")
    world.create_person("Task", Subject="To do")
    world.log("call", hs_call_title="Rang back")
    assert world.run()[CREATED] == 1
    call = world.hubspot_of(task)
    world.edit_activity("call", call.id, hs_call_title="Edited in HubSpot")
    world.run()
    assert world.activity("call", call.id, "hs_call_title") == "Rang"


def test_a_new_event_becomes_a_meeting(world: ActivityWorld) -> None:
    person = world.linked()
    event = world.create_person(
        "Event",
        Subject="Mill",
        Description="Bring drawings",
        StartDateTime=MORNING,
        EndDateTime=NOON,
        Location="London",
        WhoId=person.salesforce,
    )
    assert world.run()[CREATED] == 1
    meeting = world.hubspot_of(event)
    names = (*TEXTS["meeting"], *TIMES, "hs_timestamp", "hs_meeting_location", "salesforceeventid")
    expected = ("Mill", "Bring drawings", MORNING, NOON, MORNING, "London", event)
    assert meeting.object_type == "meeting"
    assert world.activity("meeting", meeting.id, *names) == expected
    assert world.related("meeting", meeting.id, "contact") == [person.hubspot]


def test_a_new_meeting_becomes_an_event_and_is_moved_both_ways(world: ActivityWorld) -> None:
    meeting = world.log("meeting", hs_meeting_title="Mill", **TIMES)
    assert world.run()[CREATED] == 1
    event = world.salesforce_of("meeting", meeting)
    assert world.person(event, "Subject", "StartDateTime", "EndDateTime") == ("Mill", EVENT_MORNING, EVENT_NOON)
    world.edit_activity("meeting", meeting, hs_meeting_end_time="2026-12-01T13:00:00.000Z")
    world.run()
    assert world.person(event, "EndDateTime") == "2026-12-01T13:00:00.000+0000"
    world.edit_person(event, StartDateTime="2026-12-01T10:00:00.000Z", EndDateTime=NOON)
    world.run()
    shown = world.activity("meeting", meeting, "hs_meeting_start_time", "hs_meeting_end_time", "hs_timestamp")
    assert shown == ("2026-12-01T10:00:00.000Z", NOON, "2026-12-01T10:00:00.000Z")


def test_a_meeting_without_end_is_parked_until_it_has_one(world: ActivityWorld) -> None:
    meeting = world.log("meeting", hs_meeting_title="Mill", hs_meeting_start_time=MORNING)
    world.run()
    (parked,) = world.parked()
    assert "EndDateTime" in parked.reason
    world.edit_activity("meeting", meeting, hs_meeting_end_time=NOON)
    world.run_on()
    assert world.person(world.salesforce_of("meeting", meeting), "EndDateTime") == EVENT_NOON
    assert world.parked() == []


def test_a_deleted_call_leaves_its_task_where_that_is_the_setting(world: ActivityWorld) -> None:
    call = world.log("call", hs_call_title="Rang")
    world.run()
    task = world.salesforce_of("call", call)
    world.hubspot_user.delete(call, "calls")
    world.run_on()
    assert world.salesforce_user.show("Task", task) is not None
    assert world.link_of(RecordRef(Side.HUBSPOT, "call", call)).salesforce.id == task


def _time(world: ActivityWorld, task: str, seconds: int) -> None:
    path = f"/services/data/v67.0/sobjects/Task/{task}"
    assert world.salesforce_user.send("PATCH", path, {"CallDurationInSeconds": seconds}).status == 204


def test_who_comes_back_stands_in_the_tasks_that_were_told_of_them_meanwhile(world: ActivityWorld) -> None:
    """The note's event came when its contact was deleted; no event tells of the association again."""
    person = world.linked()
    note, other = world.log("note", hs_note_body="Looms"), world.log("note", hs_note_body="Mills")
    world.about("note", other, "contact", person.hubspot)
    world.run()
    world.about("note", note, "contact", person.hubspot)
    world.hubspot_user.delete(person.hubspot)
    world.run()
    task = world.salesforce_of("note", note)
    assert world.person(task, "WhoId") is None
    answer = world.hubspot_user.send("POST", "/__sim__/restore", {"id": person.hubspot})
    assert answer.status == 200
    with world.counting() as calls:
        world.run()
    assert world.person(task, "WhoId") == person.salesforce
    assert world.person(world.salesforce_of("note", other), "WhoId") == person.salesforce
    assert calls.hubspot <= 11


def test_the_other_contact_of_a_call_counts_once_the_person_of_the_first_is_deleted() -> None:
    """Where HubSpot always wins, nobody takes the association with the first one away."""
    world, call, ada = _call_whose_person_is_deleted()
    bob = world.linked("bob@example.org")
    world.about("call", call, "contact", bob.hubspot)
    world.run()
    assert world.person(world.salesforce_of("call", call), "WhoId") == bob.salesforce
    assert world.related("call", call, "contact") == [ada, bob.hubspot]


def test_so_it_does_if_it_is_linked_later() -> None:
    world, call, _ = _call_whose_person_is_deleted()
    stranger = world.create_contact(lastname="Babbage")
    world.about("call", call, "contact", stranger)
    world.run()
    assert world.person(world.salesforce_of("call", call), "WhoId") is None
    world.edit_contact(stranger, email="bob@example.org")
    world.run_on()
    (bob,) = world.people_of("bob@example.org")
    assert world.person(world.salesforce_of("call", call), "WhoId") == bob


def _call_whose_person_is_deleted() -> tuple[ActivityWorld, str, str]:
    """And the contact, which is still there."""
    world = ActivityWorld({"call": "to_salesforce"})
    world.control(Side.SALESFORCE, "settings", {"activities_go_with_their_record": False})
    ada, call = world.linked(), world.log("call", hs_call_title="Rang")
    world.about("call", call, "contact", ada.hubspot)
    world.run()
    task = world.salesforce_of("call", call)
    assert world.person(task, "WhoId") == ada.salesforce
    world.salesforce_user.delete("Contact", ada.salesforce)
    world.run()
    assert world.person(task, "WhoId") is None
    return world, call, ada.hubspot
