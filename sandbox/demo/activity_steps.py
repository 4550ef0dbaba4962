"""Steps of the demo about activities."""

from __future__ import annotations

from crmsync.core.association import CONTACT

from sandbox.demo.stage import Stage
from sandbox.stack.local_deployment import CONFIG_CACHE_SECONDS

SETTINGS = {"enabled": True, "types": {"call": "to_salesforce"}}


def activities(stage: Stage) -> str:
    """A call that was logged in HubSpot is a task of its contact; a task made in Salesforce is one in HubSpot."""
    stage.stack.put_parameter("settings/task", SETTINGS)
    stage.stack.admin("setup.properties")
    stage.stack.put_parameter("settings/task", {**SETTINGS, "create_in_hubspot": True})
    stage.rest(CONFIG_CACHE_SECONDS)  # until no worker remembers the old setting
    contact_id, person_id = stage.new_pair("vera")
    name = f"Ring {stage.email('x').partition('@')[0]}"
    call_id = stage.hubspot.create("calls", {"hs_call_title": name, "hs_timestamp": "2026-12-01T09:30:00Z"})
    kind = {"associationCategory": "HUBSPOT_DEFINED", "associationTypeId": CONTACT["call"].type_id}
    stage.hubspot.request("PUT", f"/crm/v4/objects/calls/{call_id}/associations/contacts/{contact_id}", [kind])
    stage.edited()
    there = stage.wait("the call in Salesforce", lambda: _calls(stage, name), [person_id])
    stage.salesforce.create("Task", {"Subject": f"{name} again", "WhoId": person_id, "ActivityDate": "2026-12-02"})
    stage.edited()
    back = stage.wait(
        "the task in HubSpot", lambda: len(stage.hubspot.find("tasks", "hs_task_subject", f"{name} again")), 1
    )
    return f"a logged call is a Task of its Contact after {there:.2f} s, a Task is one in HubSpot after {back:.2f} s"


def _calls(stage: Stage, name: str) -> list[object]:
    soql = f"SELECT WhoId FROM Task WHERE Subject = '{name}' AND TaskSubtype = 'Call'"
    return [row["WhoId"] for row in stage.salesforce.query(soql)]
