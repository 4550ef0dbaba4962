"""An inclusion list on the real functions: who is outside waits, who joins syncs, who leaves is frozen."""

from __future__ import annotations

from collections.abc import Iterator

import pytest

from tests.e2e.journey import Journey, Pair, eventually

pytestmark = pytest.mark.stack

LIST = "/crm/v3/lists"
INSIDE = "https://inside.example.org"


@pytest.fixture
def listed(journey: Journey) -> Iterator[str]:
    """Those whose website is ours may sync; the id of their list."""
    list_id = list_of_insiders(journey)
    with journey.parameter("settings/contact", {"inclusion_list_id": list_id}):
        yield list_id


def list_of_insiders(journey: Journey) -> str:
    """An active list of those whose website is ours; its id."""
    operation = {"operationType": "MULTISTRING", "operator": "IS_EQUAL_TO", "values": [INSIDE]}
    condition = {"filterType": "PROPERTY", "property": "website", "operation": operation}
    both = {"filterBranchType": "AND", "filters": [condition], "filterBranches": []}
    body = {
        "name": journey.email("list"),
        "objectTypeId": "0-1",
        "processingType": "DYNAMIC",
        "filterBranch": {"filterBranchType": "OR", "filters": [], "filterBranches": [both]},
    }
    return str(journey.hubspot.request("POST", LIST, body)["list"]["listId"])


def poll(journey: Journey) -> None:
    journey.stack.invoke("HubspotPollFunction", {"force": True})


@pytest.mark.s("S12", "S34", "S38")
def test_who_joins_is_created(journey: Journey, listed: str) -> None:
    email = journey.email("joins")
    contact = journey.hubspot.create("contacts", {"email": email, "lastname": "Doe"})
    poll(journey)
    assert journey.people_of(email) == []
    journey.hubspot.update("contacts", contact, {"website": INSIDE})
    poll(journey)
    eventually(lambda: len(journey.people_of(email)), 1)


@pytest.mark.s("S42", "S43")
def test_a_person_of_salesforce_crosses_once_and_again_on_joining(journey: Journey, listed: str) -> None:
    email = journey.email("sam")
    person = journey.salesforce.create("Contact", {"Email": email, "LastName": "Force", "Title": "Lady"})
    eventually(lambda: len(journey.contacts_of(email)), 1)
    pair = Pair(journey.contacts_of(email)[0], person, email)
    journey.edit_person(pair, Title="Countess")
    inside = journey.email("inside")
    journey.hubspot.create("contacts", {"email": inside, "lastname": "Doe", "website": INSIDE})
    eventually(lambda: len(journey.people_of(inside)), 1)
    assert journey.contact(pair, "jobtitle") == ("Lady",)
    journey.edit_contact(pair, website=INSIDE)
    poll(journey)
    eventually(lambda: journey.contact(pair, "jobtitle"), ("Countess",))


@pytest.mark.s("S36", "S43")
def test_who_leaves_is_frozen(journey: Journey, listed: str) -> None:
    pair = journey.linked(website=INSIDE, jobtitle="Lady")
    journey.edit_contact(pair, website="", jobtitle="Countess")
    inside = journey.linked(website=INSIDE)
    assert journey.person(inside, "LastName") == ("Doe",)
    assert journey.person(pair, "Title") == ("Lady",)


@pytest.mark.s("S35")
def test_a_static_list_is_refused(journey: Journey) -> None:
    body = {"name": journey.email("static"), "objectTypeId": "0-1", "processingType": "MANUAL"}
    made = str(journey.hubspot.request("POST", LIST, body)["list"]["listId"])
    stack = journey.stack
    path = f"/crmsync/{stack.env['CRMSYNC_STAGE']}/settings/contact"
    try:
        assert stack.put_parameter("settings/contact", {"inclusion_list_id": made})["outcome"] == "refused"
        (refused,) = stack.admin("config.show")["refused"]
        assert (refused["place"], made in refused["reason"]) == ("/inclusion_list_id", True)
    finally:
        stack.aws.ssm.delete_parameter(Name=path)
        stack.invoke("ConfigGuardFunction", {"force": True})
