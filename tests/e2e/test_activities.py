"""Activities on the real functions: tasks both ways and logged calls, with the person they are about."""

from __future__ import annotations

import uuid
from collections.abc import Iterator

import pytest
from crmsync.core.association import CONTACT

from sandbox.stack.stack import Stack
from tests.e2e.journey import Journey, eventually

pytestmark = pytest.mark.stack

MORNING = "2026-12-01T09:30:00Z"
TYPES = {"task": "both", "call": "to_salesforce", "meeting": "both", "form_submission": "to_salesforce"}


@pytest.fixture(scope="module")
def active(stack: Stack) -> Iterator[Journey]:
    journey = Journey(stack)
    with journey.switched_on("task", types=TYPES):
        yield journey


def subject() -> str:
    return f"Ring {uuid.uuid4().hex[:12]}"


def tasks_of(journey: Journey, name: str) -> list[str]:
    return [str(row["Id"]) for row in journey.salesforce.query(f"SELECT Id FROM Task WHERE Subject = '{name}'")]


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
