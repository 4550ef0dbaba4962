"""Steps of the demo about tickets."""

from __future__ import annotations

from sandbox.demo.stage import Stage
from sandbox.stack.local_deployment import CONFIG_CACHE_SECONDS


def ticket(stage: Stage) -> str:
    """Switched on, a case is a ticket of its contact, and moves with it."""
    stage.stack.put_parameter("settings/ticket", {"enabled": True})
    stage.stack.admin("setup.properties")
    stage.rest(CONFIG_CACHE_SECONDS)  # until no worker remembers the old setting
    _, person_id = stage.new_pair("barbara")
    subject = f"Maize {stage.email('x').partition('@')[0]}"
    case_id = stage.salesforce.create("Case", {"Subject": subject, "ContactId": person_id, "Status": "New"})
    stage.edited()
    there = stage.wait("the ticket", lambda: len(_tickets(stage, subject)), 1)
    stage.hubspot.update("tickets", _tickets(stage, subject)[0], {"hs_pipeline_stage": _stage_of(stage, "Working")})
    stage.edited()
    back = stage.wait("its status", lambda: stage.person("Case", case_id, "Status"), "Working")
    return f"a case became a ticket after {there:.2f} s; moved on, it had the case follow after {back:.2f} s"


def _tickets(stage: Stage, subject: str) -> list[str]:
    return [str(row["id"]) for row in stage.hubspot.find("tickets", "subject", subject)]


def _stage_of(stage: Stage, label: str) -> str:
    """In the pipeline that stands for Salesforce's statuses."""
    found = stage.hubspot.request("GET", "/crm/v3/pipelines/tickets")["results"]
    stages = next(one["stages"] for one in found if one["label"] == "Salesforce")
    return next(str(one["id"]) for one in stages if one["label"] == label)
