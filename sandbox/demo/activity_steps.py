"""Steps of the demo about activities."""

from __future__ import annotations

from collections.abc import Mapping

from crmsync.core.association import CONTACT

from sandbox.demo.stage import Stage
from sandbox.stack.local_deployment import CONFIG_CACHE_SECONDS

SETTINGS = {
    "enabled": True,
    "types": dict.fromkeys(("task", "call", "email", "meeting", "note"), "both"),
    "told_by": {"note": {"field": "Type", "value": "Note"}},
}
DAY = "2026-12-01"
MORNING, NOON = f"{DAY}T09:30:00Z", f"{DAY}T12:00:00Z"

Found = Mapping[str, list[str]]
"""By the type of the activity, whom those of its name are about."""


def activities(stage: Stage) -> str:
    """One of each type is logged in HubSpot, one of each in Salesforce, all about one person."""
    stage.stack.put_parameter("settings/task", SETTINGS)
    stage.stack.admin("setup.properties")
    stage.stack.put_parameter("settings/task", {**SETTINGS, "create_in_hubspot": True})
    stage.rest(CONFIG_CACHE_SECONDS)  # until no worker remembers the old setting
    contact_id, person_id = stage.new_pair("vera")
    name = f"Orbits {stage.email('x').partition('@')[0]}"
    _log_in_hubspot(stage, name, contact_id)
    there = stage.wait("all in Salesforce", lambda: _in_salesforce(stage, name), _each_of(person_id))
    _log_in_salesforce(stage, f"{name} again", person_id)
    back = stage.wait("all in HubSpot", lambda: _in_hubspot(stage, f"{name} again"), _each_of(contact_id))
    return (
        f"a task, call, e-mail, note and meeting of HubSpot are Tasks and an Event of the Contact after {there:.2f} s; "
        f"five of Salesforce are in HubSpot, of their types, after {back:.2f} s"
    )


def _each_of(person: str) -> Found:
    return {activity: [person] for activity in ("call", "email", "meeting", "note", "task")}


def _log_in_hubspot(stage: Stage, name: str, contact_id: str) -> None:
    times = {"hs_meeting_start_time": MORNING, "hs_meeting_end_time": NOON}
    logged = {
        "task": {"hs_task_subject": name},
        "call": {"hs_call_title": name},
        "email": {"hs_email_subject": name, "hs_email_direction": "EMAIL", "hs_email_status": "SENT"},
        "note": {"hs_note_body": name},
        "meeting": {"hs_meeting_title": name, **times},
    }
    for activity, words in logged.items():
        made = stage.hubspot.create(f"{activity}s", {"hs_timestamp": MORNING, **words})
        kind = {"associationCategory": "HUBSPOT_DEFINED", "associationTypeId": CONTACT[activity].type_id}
        stage.hubspot.request("PUT", f"/crm/v4/objects/{activity}s/{made}/associations/contacts/{contact_id}", [kind])
    stage.edited(len(logged))


def _in_salesforce(stage: Stage, name: str) -> Found:
    """A note's subject is made of its text."""
    tasks = stage.salesforce.query(f"SELECT WhoId, TaskSubtype, Type FROM Task WHERE Subject LIKE '%{name}'")
    told = [("note" if row["Type"] == "Note" else str(row["TaskSubtype"]).lower(), str(row["WhoId"])) for row in tasks]
    events = stage.salesforce.query(f"SELECT WhoId FROM Event WHERE Subject = '{name}'")
    told += [("meeting", str(row["WhoId"])) for row in events]
    return {activity: [who for kind, who in told if kind == activity] for activity, _ in sorted(told)}


def _log_in_salesforce(stage: Stage, name: str, person_id: str) -> None:
    about = {"Subject": name, "WhoId": person_id}
    done = {**about, "ActivityDate": DAY, "Status": "Completed"}
    for fields in (
        {**about, "ActivityDate": DAY},
        {**done, "TaskSubtype": "Call"},
        {**done, "TaskSubtype": "Email"},
        {**done, "Type": "Note", "Description": name},
    ):
        stage.salesforce.create("Task", fields)
    stage.salesforce.create("Event", {**about, "StartDateTime": MORNING, "EndDateTime": NOON})
    stage.edited(5)


def _in_hubspot(stage: Stage, name: str) -> Found:
    shown_in = {
        "task": "hs_task_subject",
        "call": "hs_call_title",
        "email": "hs_email_subject",
        "note": "hs_note_body",
        "meeting": "hs_meeting_title",
    }
    return {activity: _about(stage, activity, shown, name) for activity, shown in shown_in.items()}


def _about(stage: Stage, activity: str, shown_in: str, name: str) -> list[str]:
    found = [str(row["id"]) for row in stage.hubspot.find(f"{activity}s", shown_in, name)]
    paths = [f"/crm/v4/objects/{activity}s/{one}/associations/contacts" for one in found]
    return [str(one["toObjectId"]) for path in paths for one in stage.hubspot.request("GET", path)["results"]]
