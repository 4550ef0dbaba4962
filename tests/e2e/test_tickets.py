"""Tickets and cases on the real functions: switched on, created, moved and edited both ways."""

from __future__ import annotations

import uuid
from collections.abc import Iterator

import pytest

from tests.e2e.journey import Journey, eventually

pytestmark = pytest.mark.stack


@pytest.fixture
def support(journey: Journey) -> Iterator[Journey]:
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


def associated(journey: Journey, path: str) -> list[dict[str, object]]:
    return list(journey.hubspot.request("GET", path)["results"])
