"""Tickets and cases on the real functions: switched on, created, moved and edited both ways."""

from __future__ import annotations

import uuid
from collections.abc import Iterator

import pytest

from sandbox.stack.stack import Stack
from tests.e2e.journey import Journey, eventually

pytestmark = pytest.mark.stack


@pytest.fixture(scope="module")
def support(stack: Stack) -> Iterator[Journey]:
    journey = Journey(stack)
    with journey.switched_on("ticket"):
        yield journey


def tickets_of(journey: Journey, subject: str) -> list[str]:
    return [str(found["id"]) for found in journey.hubspot.find("tickets", "subject", subject)]


def test_a_case_becomes_a_ticket_and_both_move_one_another(support: Journey) -> None:
    subject = f"Broken {uuid.uuid4().hex[:12]}"
    pair = support.linked()
    case = support.salesforce.create("Case", {"Subject": subject, "ContactId": pair.salesforce, "Status": "Working"})
    eventually(lambda: len(tickets_of(support, subject)), 1)
    (ticket,) = tickets_of(support, subject)
    path = f"/crm/v4/objects/tickets/{ticket}/associations/contacts"
    eventually(lambda: [str(one["toObjectId"]) for one in associated(support, path)], [pair.hubspot])
    support.hubspot.update("tickets", ticket, {"content": "It smokes"})
    eventually(lambda: support.salesforce.read("Case", case, "Description")["Description"], "It smokes")
    support.salesforce.update("Case", case, {"Priority": "High"})
    eventually(lambda: support.hubspot.read("tickets", ticket, "hs_ticket_priority")["hs_ticket_priority"], "HIGH")
    shown = support.stack.admin("record.show", hubspot_id=ticket, object="ticket")
    assert shown["salesforce"]["id"] == case


def test_a_ticket_becomes_a_case_with_its_contact(support: Journey) -> None:
    subject = f"Broken {uuid.uuid4().hex[:12]}"
    pair = support.linked()
    ticket = support.hubspot.create("tickets", {"subject": subject, **stage(support, "New")})
    path = f"/crm/v4/objects/tickets/{ticket}/associations/default/contacts/{pair.hubspot}"
    support.hubspot.request("PUT", path)
    eventually(lambda: cases_of(support, subject), [("New", pair.salesforce)])
    support.hubspot.update("tickets", ticket, stage(support, "Closed"))
    eventually(lambda: cases_of(support, subject), [("Closed", pair.salesforce)])


def cases_of(journey: Journey, subject: str) -> list[tuple[str, str]]:
    rows = journey.salesforce.query(f"SELECT Status, ContactId FROM Case WHERE Subject = '{subject}'")
    return [(row["Status"], row["ContactId"]) for row in rows]


def stage(journey: Journey, label: str) -> dict[str, str]:
    """In the pipeline that stands for Salesforce's statuses."""
    found = journey.hubspot.request("GET", "/crm/v3/pipelines/tickets")["results"]
    pipeline = next(one for one in found if one["label"] == "Salesforce")
    stage_id = next(str(one["id"]) for one in pipeline["stages"] if one["label"] == label)
    return {"hs_pipeline": str(pipeline["id"]), "hs_pipeline_stage": stage_id}


def associated(journey: Journey, path: str) -> list[dict[str, object]]:
    return list(journey.hubspot.request("GET", path)["results"])
