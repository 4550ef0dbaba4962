"""Merges, conversions, deletions and returns on the real functions: both CRMs, one link, nobody twice."""

from __future__ import annotations

from typing import Any

import pytest
from hubspot import HubSpot

from tests.e2e.journey import Journey, Pair, eventually

ALL_BACK_S = 400.0
"""Until the queue is empty: a message whose worker died is seen again after six minutes."""

pytestmark = [pytest.mark.stack, pytest.mark.timeout(ALL_BACK_S + 100)]


def linked_with(journey: Journey, **record_id: str) -> tuple[str, str]:
    """The ids of both records of the link, by either one; blank when there is none."""
    link: Any = journey.stack.admin("record.show", **record_id)["link"]
    return (link["hubspot"], link["salesforce"]) if link else ("", "")


def assert_one_person(journey: Journey, pair: Pair, *former: str) -> None:
    """Once everything has come to rest: nobody else bears the address, or one that the person had before."""
    eventually(lambda: sum(journey.stack.queue_depths().values()), 0, ALL_BACK_S)
    assert linked_with(journey, hubspot_id=pair.hubspot) == (pair.hubspot, pair.salesforce)
    assert linked_with(journey, salesforce_id=pair.salesforce) == (pair.hubspot, pair.salesforce)
    assert journey.parked(pair.hubspot) == []
    for email in {pair.email, *former}:
        assert set(journey.contacts_of(email)) <= {pair.hubspot}
        assert {*journey.people_of(email), *journey.people_of(email, "Lead")} <= {pair.salesforce}


def assert_edits_cross(journey: Journey, pair: Pair) -> None:
    journey.edit_contact(pair, city="Zürich")
    eventually(lambda: journey.person(pair, "MailingCity"), ("Zürich",))
    journey.edit_person(pair, Title="Professor")
    eventually(lambda: journey.contact(pair, "jobtitle"), ("Professor",))


def merged_in_salesforce(journey: Journey, loser: Pair) -> Pair:
    """With a record that nobody had linked, and that gets an address of its own."""
    master, email = journey.salesforce.create("Contact", {"LastName": "Master"}), journey.email("master")
    journey.stack.control("salesforce", "merge", {"object": "Contact", "master": master, "losers": [loser.salesforce]})
    journey.salesforce.update("Contact", master, {"Email": email})
    return Pair(loser.hubspot, master, email)


def test_a_merge_in_salesforce(journey: Journey) -> None:
    loser = journey.linked(jobtitle="Countess")
    pair = merged_in_salesforce(journey, loser)
    eventually(lambda: journey.contact(pair, "email"), (pair.email,))
    assert_edits_cross(journey, pair)
    assert_one_person(journey, pair, loser.email)


def test_a_merge_in_salesforce_whose_losers_event_is_lost(journey: Journey) -> None:
    loser = journey.linked(jobtitle="Countess")
    with journey.storm(lose=1):
        pair = merged_in_salesforce(journey, loser)
    journey.edit_person(pair, Title="Queen")
    eventually(lambda: journey.contact(pair, "email", "jobtitle"), (pair.email, "Queen"))
    assert_edits_cross(journey, pair)
    assert_one_person(journey, pair, loser.email)


def test_a_merge_in_hubspot_by_its_own_client(journey: Journey) -> None:
    before = journey.linked(jobtitle="Countess")
    primary = journey.hubspot.create("contacts", {"lastname": "Primary"})
    env = journey.stack.env
    client = HubSpot(access_token=env["HUBSPOT_USER_TOKEN"], host=env["HUBSPOT_BASE_URL"])
    merge = {"primaryObjectId": primary, "objectIdToMerge": before.hubspot}
    survivor = client.crm.contacts.basic_api.merge(merge)
    pair = Pair(str(survivor.id), before.salesforce, before.email)
    eventually(lambda: linked_with(journey, salesforce_id=pair.salesforce), (pair.hubspot, pair.salesforce))
    assert_edits_cross(journey, pair)
    assert_one_person(journey, pair)


def test_a_lead_that_is_converted(journey: Journey) -> None:
    email = journey.email("lea")
    lead = journey.salesforce.create("Lead", {"Email": email, "LastName": "Lead", "Company": "Example"})
    eventually(lambda: len(journey.contacts_of(email)), 1)
    (contact,) = journey.contacts_of(email)
    converted = journey.stack.control("salesforce", "convert", {"lead": lead})
    pair = Pair(contact, converted["contact"], email)
    eventually(lambda: linked_with(journey, hubspot_id=contact), (pair.hubspot, pair.salesforce))
    assert_edits_cross(journey, pair)
    assert journey.contact(pair, "company") == ("Example",)
    converted_lead = journey.salesforce.query(f"SELECT Id FROM Lead WHERE Email = '{email}' AND IsConverted = true")
    assert [str(row["Id"]) for row in converted_lead] == [lead]
    eventually(lambda: sum(journey.stack.queue_depths().values()), 0, ALL_BACK_S)
    assert (journey.contacts_of(email), journey.people_of(email)) == ([contact], [pair.salesforce])


@pytest.mark.parametrize("side", ["hubspot", "salesforce"])
def test_a_record_that_is_deleted_and_taken_back(journey: Journey, side: str) -> None:
    pair = journey.linked()
    if side == "hubspot":
        journey.hubspot.archive("contacts", pair.hubspot)
        journey.edit_person(pair, Title="Meanwhile")
    else:
        journey.salesforce.delete("Contact", pair.salesforce)
        journey.edit_contact(pair, jobtitle="Meanwhile")
    eventually(lambda: sum(journey.stack.queue_depths().values()), 0, ALL_BACK_S)
    left = journey.contacts_of(pair.email) if side == "hubspot" else journey.people_of(pair.email)
    assert left == [], "what a person deleted is not made anew"
    if side == "hubspot":
        journey.stack.control("hubspot", "restore", {"id": pair.hubspot})
    else:
        journey.stack.control("salesforce", "undelete", {"ids": [pair.salesforce]})
    eventually(lambda: journey.contact(pair, "jobtitle"), ("Meanwhile",))
    eventually(lambda: journey.person(pair, "Title"), ("Meanwhile",))
    assert_edits_cross(journey, pair)
    assert_one_person(journey, pair)
