"""Activities on the real functions: each type both ways, with the person that it is about."""

from __future__ import annotations

import uuid
from collections.abc import Iterator

import pytest
from crmsync.core.association import CONTACT

from sandbox.stack.stack import Stack
from tests.e2e.journey import Journey, eventually

pytestmark = pytest.mark.stack

MORNING = "2026-12-01T09:30:00Z"
EVENING = "2026-12-01T18:00:00Z"
TYPES = {**dict.fromkeys(("task", "call", "email", "meeting", "note"), "both"), "form_submission": "to_salesforce"}
TOLD_BY = {"note": {"field": "Type", "value": "Note"}}
LOGGED = {
    "calls": ("hs_call_title", "hs_call_body", "TaskSubtype", "Call"),
    "emails": ("hs_email_subject", "hs_email_text", "TaskSubtype", "Email"),
    "notes": ("", "hs_note_body", "Type", "Note"),
}
"""By HubSpot's path: the properties of subject and body, and how Salesforce tells such a Task from others."""

each_logged = pytest.mark.parametrize("kind", LOGGED)


@pytest.fixture(scope="module")
def active(stack: Stack) -> Iterator[Journey]:
    journey = Journey(stack)
    with journey.switched_on("task", types=TYPES, told_by=TOLD_BY):
        yield journey


def subject() -> str:
    return f"Ring {uuid.uuid4().hex[:12]}"


def tasks_of(journey: Journey, name: str) -> list[str]:
    return [str(row["Id"]) for row in journey.salesforce.query(f"SELECT Id FROM Task WHERE Subject = '{name}'")]


def tasks_about(journey: Journey, words: str) -> list[str]:
    """By the body, which cannot be asked for."""
    rows = journey.salesforce.query("SELECT Id, Description FROM Task")
    return [str(row["Id"]) for row in rows if row["Description"] == words]


def events_of(journey: Journey, name: str) -> list[str]:
    return [str(row["Id"]) for row in journey.salesforce.query(f"SELECT Id FROM Event WHERE Subject = '{name}'")]


def test_a_hubspot_task_becomes_one_in_salesforce_and_is_done_there(active: Journey) -> None:
    name = subject()
    task = active.hubspot.create("tasks", {"hs_task_subject": name, "hs_timestamp": MORNING})
    eventually(lambda: len(tasks_of(active, name)), 1)
    (own,) = tasks_of(active, name)
    active.salesforce.update("Task", own, {"Status": "Completed"})
    active.stack.invoke("SalesforcePollFunction", {"force": True})
    eventually(lambda: active.hubspot.read("tasks", task, "hs_task_status")["hs_task_status"], "COMPLETED")


def test_a_logged_call_is_a_task_of_its_contact(active: Journey) -> None:
    name, pair = subject(), active.linked()
    call = active.hubspot.create("calls", {"hs_call_title": name, "hs_timestamp": MORNING})
    kind = {"associationCategory": "HUBSPOT_DEFINED", "associationTypeId": CONTACT["call"].type_id}
    path = f"/crm/v4/objects/calls/{call}/associations/contacts/{pair.hubspot}"
    active.hubspot.request("PUT", path, [kind])
    eventually(lambda: len(tasks_of(active, name)), 1)
    (own,) = tasks_of(active, name)
    assert active.salesforce.read("Task", own, "TaskSubtype")["TaskSubtype"] == "Call"
    eventually(lambda: active.salesforce.read("Task", own, "WhoId")["WhoId"], pair.salesforce)


@each_logged
def test_what_was_logged_in_hubspot_is_a_task_and_hears_of_it(active: Journey, kind: str) -> None:
    subject_of, body_of, told_by, value = LOGGED[kind]
    name = subject()
    direction = {"hs_email_direction": "EMAIL", "hs_email_status": "SENT"} if kind == "emails" else {}
    words = {body_of: name, **({subject_of: name} if subject_of else {})}
    logged = active.hubspot.create(kind, {"hs_timestamp": MORNING, **words, **direction})
    eventually(lambda: len(tasks_about(active, name)), 1)
    (own,) = tasks_about(active, name)
    shown = active.salesforce.read("Task", own, told_by, "Status", "Subject")
    assert shown == {**shown, told_by: value, "Status": "Completed", "Subject": name if subject_of else f"Note: {name}"}
    active.salesforce.update("Task", own, {"Description": f"{name} again"})
    active.stack.invoke("SalesforcePollFunction", {"force": True})
    eventually(lambda: active.hubspot.read(kind, logged, body_of)[body_of], f"{name} again")


@each_logged
def test_what_was_logged_in_salesforce_is_of_its_type_and_hears_of_it(active: Journey, kind: str) -> None:
    subject_of, body_of, told_by, value = LOGGED[kind]
    name = subject()
    words = {"Subject": name, "Description": name, told_by: value, "Status": "Completed"}
    task = active.salesforce.create("Task", words)
    active.stack.invoke("SalesforcePollFunction", {"force": True})
    shown_in = subject_of or body_of
    eventually(lambda: len(active.hubspot.find(kind, shown_in, name)), 1)
    (logged,) = active.hubspot.find(kind, shown_in, name)
    active.hubspot.update(kind, str(logged["id"]), {body_of: f"{name} again"})
    eventually(lambda: active.salesforce.read("Task", task, "Description")["Description"], f"{name} again")


def test_a_hubspot_meeting_is_an_event_and_moves_with_it(active: Journey) -> None:
    name = subject()
    times = {"hs_timestamp": MORNING, "hs_meeting_start_time": MORNING, "hs_meeting_end_time": EVENING}
    meeting = active.hubspot.create("meetings", {"hs_meeting_title": name, **times})
    eventually(lambda: len(events_of(active, name)), 1)
    (event,) = events_of(active, name)
    active.salesforce.update("Event", event, {"EndDateTime": "2026-12-01T19:00:00Z"})
    active.stack.invoke("SalesforcePollFunction", {"force": True})
    ends = "hs_meeting_end_time"
    eventually(lambda: active.hubspot.read("meetings", meeting, ends)[ends], "2026-12-01T19:00:00.000Z")


def test_a_salesforce_event_is_a_meeting_with_its_contact(active: Journey) -> None:
    name, pair = subject(), active.linked()
    times = {"StartDateTime": MORNING, "EndDateTime": "2026-12-01T10:30:00Z"}
    event = active.salesforce.create("Event", {"Subject": name, "WhoId": pair.salesforce, **times})
    eventually(lambda: len(active.hubspot.find("meetings", "hs_meeting_title", name)), 1)
    (meeting,) = active.hubspot.find("meetings", "hs_meeting_title", name)
    path = f"/crm/v4/objects/meetings/{meeting['id']}/associations/contacts"
    eventually(lambda: _ids(active.hubspot.request("GET", path)), [pair.hubspot])
    active.hubspot.update("meetings", str(meeting["id"]), {"hs_meeting_location": "Room 7"})
    eventually(lambda: active.salesforce.read("Event", event, "Location")["Location"], "Room 7")


def test_a_submitted_form_is_a_task_of_the_person(active: Journey) -> None:
    name, pair = subject(), active.linked()
    active.stack.control("hubspot", "engage", {"contact": pair.hubspot, "did": "form_submission", "name": name})
    eventually(lambda: len(tasks_of(active, f"Form submitted: {name}")), 1)
    (own,) = tasks_of(active, f"Form submitted: {name}")
    assert active.salesforce.read("Task", own, "WhoId")["WhoId"] == pair.salesforce
    assert active.hubspot.find("tasks", "hs_task_subject", f"Form submitted: {name}") == []


def _ids(answer: dict[str, list[dict[str, object]]]) -> list[str]:
    return [str(one["toObjectId"]) for one in answer["results"]]
