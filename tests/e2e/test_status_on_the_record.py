"""What people see on the HubSpot record, and what an administrator can hold back."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import suppress
from typing import Any

import pytest
import requests

from sandbox.simulation.portal_properties import own_properties
from tests.e2e.journey import Journey, Pair, eventually

pytestmark = pytest.mark.stack

WRITES = ("batch/create", "batch/update", "/composite/sobjects")


@pytest.fixture
def stamped(journey: Journey) -> Journey:
    """The portal has the properties that crmsync's set-up creates."""
    for path, body in own_properties():
        with suppress(requests.HTTPError):  # it is there already
            journey.hubspot.request("POST", path, body)
    journey.stack.invoke("ConfigGuardFunction", {"force": True})
    journey.forget_configuration()
    return journey


@pytest.fixture
def refusing(journey: Journey) -> Iterator[Journey]:
    rule = {"object": "Contact", "name": "NoCity", "message": "no such city"}
    where = {"field": "MailingCity", "operator": "equals", "value": "nowhere"}
    journey.stack.control("salesforce", "schema", {"op": "add_validation_rule", **rule, **where})
    yield journey
    journey.stack.control("salesforce", "schema", {"op": "remove_validation_rule", **rule})


def status(journey: Journey, pair: Pair) -> Any:
    journey.stack.invoke("FlushStampsFunction", {"force": True})
    return journey.contact(pair, "crmsync_status")[0]


def test_a_parked_record_says_why_and_says_so_no_more_when_mended(stamped: Journey, refusing: Journey) -> None:
    pair = stamped.linked()
    eventually(lambda: status(stamped, pair), "in_sync")
    assert stamped.contact(pair, "salesforcecontactid") == (pair.salesforce,)
    link = f"{stamped.stack.env['SALESFORCE_INSTANCE_URL']}/{pair.salesforce}"
    assert stamped.contact(pair, "crmsync_link") == (link,)
    stamped.edit_contact(pair, city="nowhere")
    eventually(lambda: status(stamped, pair), "parked")
    (error,) = stamped.contact(pair, "crmsync_error")
    assert error is not None
    assert "no such city" in error
    stamped.edit_contact(pair, city="Bern")
    eventually(lambda: stamped.person(pair, "MailingCity"), ("Bern",))
    eventually(lambda: status(stamped, pair), "in_sync")
    assert stamped.contact(pair, "crmsync_error") == (None,)
    assert stamped.parked(pair.hubspot) == []


def test_a_pause_and_its_end_by_command(journey: Journey) -> None:
    pair = journey.linked()
    admin = journey.stack.admin
    try:
        answer = admin("pause")
        assert (answer["paused"], answer["taken"]) == (True, True)
        journey.forget_configuration()
        before = journey.calls()
        journey.edit_contact(pair, city="Bern")
        eventually(lambda: journey.parked(pair.hubspot), [("record", "paused")])
        assert journey.calls() == before
        assert admin("pause")["waiting"] >= 1
        assert admin("pause")["since"] == answer["since"]
    finally:
        assert admin("resume")["paused"] is False
        journey.forget_configuration()
    journey.stack.invoke("ResumeParkedFunction", {"force": True})
    eventually(lambda: journey.person(pair, "MailingCity"), ("Bern",))
    eventually(lambda: journey.parked(pair.hubspot), [])


def test_a_dry_run_tells_and_writes_nothing_and_its_end_does_it(journey: Journey) -> None:
    pair = journey.linked()
    plan = journey.stack.admin("record.plan", hubspot_id=pair.hubspot)
    assert plan["sentence"] == "is in step: nothing would be written"
    with journey.parameter("settings/global", {"dry_run": True}):
        before = _writes(journey)
        journey.edit_contact(pair, city="Bern")
        eventually(lambda: journey.parked(pair.hubspot), [("record", "dry_run")])
        assert _writes(journey) == before
        items = {item["id"]: item for item in journey.stack.admin("preview.list", limit=500)["items"]}
        assert items[pair.hubspot]["sentence"] == "would write 1 value to Salesforce"
        assert "Bern" not in repr(items)
        (field,) = journey.stack.admin("record.plan", hubspot_id=pair.hubspot)["fields"]
        assert (field["field"], field["new"]) == ("city", "Bern")
        assert journey.person(pair, "MailingCity") == (None,)
    journey.stack.invoke("ResumeParkedFunction", {"force": True})
    eventually(lambda: journey.person(pair, "MailingCity"), ("Bern",))
    eventually(lambda: journey.parked(pair.hubspot), [])


def _writes(journey: Journey) -> dict[str, int]:
    """The calls that create or update, by side; people write one record at a time."""
    routes = {
        side: journey.stack.control(side, "calls", method="GET")["by_route"] for side in ("hubspot", "salesforce")
    }
    return {
        side: sum(n for name, n in own.items() if any(part in name for part in WRITES)) for side, own in routes.items()
    }
