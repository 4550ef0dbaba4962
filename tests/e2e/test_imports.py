"""Imports on the local stack: estimated, confirmed, run by the deployed function, followed to the end."""

from __future__ import annotations

import uuid
from typing import Any

import pytest
import requests

from sandbox.data.people import people
from sandbox.data.shapes import SHAPES
from tests.e2e.journey import Journey, eventually

pytestmark = pytest.mark.stack

CROWD = 200
PATIENCE_S = 180.0


def crowd(journey: Journey) -> str:
    """Made-up people in Salesforce; the SOQL condition that selects them."""
    mark = uuid.uuid4().hex[:12]
    shape = SHAPES["salesforce", "contact"]
    records: list[dict[str, Any]] = []
    for number, person in enumerate(people(CROWD, seed=int(mark, 16))):
        records.append({**shape.record(person), "Email": f"{number}.{mark}@example.org", "Department": mark})
    answer = journey.stack.control("salesforce", "load", {"object": "Contact", "records": records, "ids": []})
    assert answer["loaded"] >= CROWD
    return f"Department = '{mark}'"


def status(journey: Journey, job_id: str) -> dict[str, Any]:
    shown: dict[str, Any] = journey.stack.admin("import.status", job_id=job_id)
    return shown


@pytest.mark.s("S98", "S100", "S102")
def test_a_crowd_is_imported_page_by_page(journey: Journey) -> None:
    where = crowd(journey)
    estimated = journey.stack.admin("import.start", kind="contacts", where=where)
    assert estimated["state"] == "estimated"
    assert estimated["estimate"]["records"] >= CROWD
    before = journey.calls()
    assert journey.stack.admin("import.confirm", job_id=estimated["job_id"])["state"] == "running"
    eventually(lambda: status(journey, estimated["job_id"])["state"], "done", PATIENCE_S)
    done = status(journey, estimated["job_id"])
    counts = done["counts"]
    assert counts["total"] == estimated["estimate"]["records"]
    assert counts["created"] + counts["updated"] >= 0.9 * CROWD
    after = journey.calls()
    assert after["salesforce"] - before["salesforce"] < 30
    found = requests.get(
        f"{journey.stack.env['HUBSPOT_BASE_URL']}/crm/v3/lists/{done['list_id']}",
        headers={"Authorization": f"Bearer {journey.stack.env['HUBSPOT_USER_TOKEN']}"},
        timeout=10,
    ).json()["list"]
    assert found["size"] == counts["created"] + counts["updated"] + counts["unchanged"]


def test_what_was_left_out_can_be_downloaded(journey: Journey) -> None:
    mark = uuid.uuid4().hex[:12]
    records = [{"LastName": mark}, {"LastName": mark, "Email": f"{mark}@example.org"}]
    journey.stack.control("salesforce", "load", {"object": "Contact", "records": records, "ids": []})
    started = journey.stack.admin("import.start", kind="contacts", where=f"LastName = '{mark}'")
    journey.stack.admin("import.confirm", job_id=started["job_id"])
    eventually(lambda: status(journey, started["job_id"])["state"], "done", PATIENCE_S)
    shown = journey.stack.admin("import.failed", job_id=started["job_id"])
    rows = requests.get(shown["url"], timeout=10).text.splitlines()
    assert (shown["skipped"], shown["failed"]) == (1, 0)
    assert rows[0].startswith("crm,object,record_id,outcome")
    assert "no_email" in rows[1]


def test_a_hubspot_list_is_brought_into_salesforce(journey: Journey) -> None:
    mark = uuid.uuid4().hex[:12]
    records = [{"lastname": mark, "email": f"{number}.{mark}@example.org"} for number in range(3)]
    ids = journey.stack.control("hubspot", "load", {"object": "contacts", "records": records, "ids": []})["ids"]
    url = f"{journey.stack.env['HUBSPOT_BASE_URL']}/crm/v3/lists"
    headers = {"Authorization": f"Bearer {journey.stack.env['HUBSPOT_USER_TOKEN']}"}
    body = {"name": mark, "objectTypeId": "0-1", "processingType": "MANUAL"}
    list_id = requests.post(url, json=body, headers=headers, timeout=10).json()["list"]["listId"]
    requests.put(f"{url}/{list_id}/memberships/add", json=ids[:2], headers=headers, timeout=10)
    started = journey.stack.admin("import.start", kind="hubspot_contacts", list_id=list_id)
    assert started["estimate"]["records"] == 2
    journey.stack.admin("import.confirm", job_id=started["job_id"])
    eventually(lambda: status(journey, started["job_id"])["state"], "done", PATIENCE_S)
    assert status(journey, started["job_id"])["counts"]["created"] == 2


@pytest.mark.s("S92")
def test_the_account_of_a_syncing_contact_is_imported_and_the_contact_joins_it(journey: Journey) -> None:
    pair, name = journey.linked(), f"Company {uuid.uuid4().hex[:12]}"
    account = journey.salesforce.create("Account", {"Name": name})
    journey.salesforce.update("Contact", pair.salesforce, {"AccountId": account})
    with journey.switched_on("company"):
        started = journey.stack.admin("import.start", kind="accounts", where=f"Name = '{name}'")
        assert started["estimate"]["records"] == 1
        journey.stack.admin("import.confirm", job_id=started["job_id"])
        eventually(lambda: status(journey, started["job_id"])["state"], "done", PATIENCE_S)
        assert status(journey, started["job_id"])["counts"]["total"] == 1
        (company,) = [str(one["id"]) for one in journey.hubspot.find("companies", "name", name)]
        eventually(lambda: journey.contact(pair, "associatedcompanyid"), (company,), PATIENCE_S)
