"""Taking over from the native connector, set-up and doctor, on the deployed functions."""

from __future__ import annotations

import pytest

from tests.e2e.journey import Journey, eventually

pytestmark = pytest.mark.stack

SCHEDULED_EVERY_S = 60


def test_links_of_the_native_connector_are_adopted(journey: Journey) -> None:
    """The addresses differ: without the adopted link the first edit would make a second person on either side."""
    old, email = journey.email("old"), journey.email("ada")
    journey.stack.control("salesforce", "load", {"object": "Contact", "records": [{"LastName": "Ada", "Email": old}]})
    (person,) = journey.people_of(old)
    row = {"email": email, "lastname": "Ada", "salesforcecontactid": person}
    loaded = journey.stack.control("hubspot", "load", {"records": [row]})
    (contact,) = loaded["ids"]

    answer = journey.stack.admin("links.adopt")
    assert answer["state"] == "done"
    assert answer["counts"]["adopted"] >= 1
    assert journey.stack.admin("links.status")["state"] == "done"

    journey.hubspot.update("contacts", contact, {"city": "London"})
    eventually(lambda: journey.salesforce.read("Contact", person, "MailingCity")["MailingCity"], "London")
    journey.salesforce.update("Contact", person, {"Title": "Countess"})
    eventually(lambda: journey.hubspot.read("contacts", contact, "jobtitle")["jobtitle"], "Countess")
    assert journey.people_of(email) == []
    assert journey.contacts_of(old) == []

    again = journey.stack.admin("links.adopt")
    assert again["counts"]["adopted"] == 0
    assert journey.stack.admin("record.show", hubspot_id=contact)["link"]["salesforce"] == person


def test_set_up_creates_what_is_missing_and_doctor_finds_nothing_failed(journey: Journey) -> None:
    created = journey.stack.admin("setup.properties")
    assert created["refused"] == []
    assert journey.stack.admin("setup.properties")["created"] == []
    app = journey.stack.admin("setup.app")
    assert app["webhook_url"] == journey.stack.env["CRMSYNC_HUBSPOT_WEBHOOK_URL"]
    checks = {one["name"]: one["health"] for one in journey.stack.admin("doctor")["checks"]}
    assert checks["HubSpot scopes"] == checks["HubSpot properties"] == checks["Clocks"] == "ok"
    assert checks["Salesforce permissions"] == checks["Salesforce fields"] == "ok"


def test_a_rebuild_waits_for_the_pause(journey: Journey) -> None:
    answer = journey.stack.invoke("AdminFunction", {"command": "links.rebuild"})
    assert answer["error"]["code"] == "not_paused"


@pytest.mark.lengthy
def test_an_adoption_goes_on_by_schedule_when_nobody_asks(journey: Journey) -> None:
    """Its first turn ends before the first page, since Salesforce is away; the rule of the template does the rest."""
    stack, email = journey.stack, journey.email("ada")
    stack.control("salesforce", "load", {"object": "Contact", "records": [{"LastName": "Ada", "Email": email}]})
    (person,) = journey.people_of(email)
    row = {"email": email, "lastname": "Ada", "salesforcecontactid": person}
    (contact,) = stack.control("hubspot", "load", {"records": [row]})["ids"]
    away = {"match": {"path": "composite"}, "kind": "status", "status": 503, "times": 50}
    stack.control("salesforce", "faults", [away])
    try:
        answer = stack.admin("links.adopt")
    finally:
        stack.control("salesforce", "faults", method="DELETE")
    assert (answer["state"], answer["counts"]["adopted"]) == ("running", 0)

    rule = stack.physical_ids["AdminFunctionSchedule"]
    stack.aws.events.enable_rule(Name=rule)
    try:
        eventually(lambda: stack.admin("links.status")["state"], "done", 3 * SCHEDULED_EVERY_S)
    finally:
        stack.aws.events.disable_rule(Name=rule)
    assert stack.admin("record.show", hubspot_id=contact)["link"]["salesforce"] == person
