"""What campaigns ask of Salesforce: members with their person, members that changed, names and statuses."""

from __future__ import annotations

from typing import Any

import pytest
from crmsync.core.campaign_join import OpenCampaign
from crmsync.core.campaign_members import MEMBER_FIELDS
from crmsync.core.campaigns import MEMBER, MEMBERSHIPS
from crmsync.core.failure import Consequence, Failure
from crmsync.core.parked import Category
from crmsync.core.record import NewRecord, Record
from crmsync.ports.crm import Look
from crmsync.ports.feed import Feed

from sandbox.salesforce.ids import to_18
from tests.contract.crm.salesforce_world import SalesforceWorld, written

pytestmark = pytest.mark.s("S21")
FIELDS = {"Contact": ("Email", MEMBERSHIPS), "Lead": ("Email", MEMBERSHIPS)}


def campaign(salesforce: SalesforceWorld, name: str = "Fair", **fields: Any) -> str:
    made = salesforce.by_person("POST", "sobjects/Campaign", {"Name": name, "IsActive": True, **fields})
    return str(made["id"])


def join(salesforce: SalesforceWorld, campaign_id: str, **person: str) -> str:
    (outcome,) = salesforce.crm.create([NewRecord("1", MEMBER, {"CampaignId": campaign_id, **person})])
    salesforce.calls()
    return written(outcome).id


def test_a_read_shows_the_campaigns_of_each_person(salesforce: SalesforceWorld) -> None:
    first, second = campaign(salesforce), campaign(salesforce, "Gala")
    (contact,) = salesforce.add("Contact", {"Email": "c@example.org"})
    lead, nobody = salesforce.add("Lead", {"Email": "l@example.org"}, {"Email": "n@example.org"})
    join(salesforce, first, ContactId=contact.id)
    join(salesforce, second, ContactId=contact.id)
    gone = join(salesforce, first, LeadId=lead.id)
    join(salesforce, second, LeadId=lead.id)
    salesforce.by_person("DELETE", f"sobjects/CampaignMember/{gone}")
    seen = salesforce.crm.look(Look(refs=(contact, lead, nobody), emails=("c@example.org",), fields=FIELDS))
    assert salesforce.calls() == 1
    shown = {ref: one.values[MEMBERSHIPS] for ref, one in seen.records.items() if isinstance(one, Record)}
    assert shown == {contact: ";".join(sorted([first, second])), lead: second, nobody: None}
    assert [one.values[MEMBERSHIPS] for one in seen.matches["c@example.org"]] == [shown[contact]]


def test_the_poll_shows_who_joined_and_who_left(salesforce: SalesforceWorld) -> None:
    start, fair = salesforce.clock.millis(), campaign(salesforce)
    contact, other = salesforce.add("Contact", {"Email": "c@example.org"}, {"Email": "o@example.org"})
    join(salesforce, fair, ContactId=contact.id)
    gone = join(salesforce, fair, ContactId=other.id)
    salesforce.by_person("DELETE", f"sobjects/CampaignMember/{gone}")
    until = salesforce.clock.millis() + 10_000
    feeds = [Feed("Contact", FIELDS["Contact"], start, until), Feed(MEMBER, MEMBER_FIELDS, start, until)]
    salesforce.calls()
    _, members = salesforce.crm.changed_since_many(feeds)
    assert salesforce.calls() == 1
    told = {str(one.values["ContactId"]): one.values["IsDeleted"] for one in members.records}
    assert (told, members.gone) == ({contact.id: False, other.id: True}, ())


def crowd(salesforce: SalesforceWorld, number: int) -> list[str]:
    """The ids of so many contacts, loaded past the API."""
    ids = [to_18(f"003gK{place:010d}") for place in range(1, number + 1)]
    records = [{"LastName": "Crowd", "Email": f"crowd{place}@example.org"} for place in range(number)]
    salesforce.control("load", {"object": "Contact", "records": records, "ids": ids})
    return ids


def memberships(campaign_id: str, people: list[str]) -> list[NewRecord]:
    return [NewRecord(one, MEMBER, {"CampaignId": campaign_id, "ContactId": one}) for one in people]


@pytest.mark.parametrize(("number", "calls"), [(200, 1), (450, 1), (1_000, 1), (1_010, 2)])
def test_a_thousand_join_in_one_call_each_for_themselves(salesforce: SalesforceWorld, number: int, calls: int) -> None:
    fair = campaign(salesforce)
    people = crowd(salesforce, number)
    join(salesforce, fair, ContactId=people[130])
    outcomes = salesforce.crm.create(memberships(fair, people))
    assert salesforce.calls() == calls
    refused = {place: one for place, one in enumerate(outcomes) if isinstance(one, Failure)}
    assert {place: one.category for place, one in refused.items()} == {130: Category.DUPLICATES}
    made = [written(one).id for one in outcomes if not isinstance(one, Failure)]
    assert len(set(made)) == number - 1
    rows = salesforce.by_person("GET", f"sobjects/CampaignMember/{made[-1]}")
    assert rows["ContactId"] == people[-1]


def test_a_collection_that_is_refused_whole_takes_no_other_down(salesforce: SalesforceWorld) -> None:
    """For one unreadable value: its rows are asked for again, and the one to blame is found."""
    salesforce.settings(unreadable_value_fails_collection=True)
    fair = campaign(salesforce)
    wanted = memberships(fair, crowd(salesforce, 450))
    wanted[210] = wanted[210]._replace(values={**wanted[210].values, "Status": True})
    outcomes = salesforce.crm.create(wanted)
    assert [place for place, one in enumerate(outcomes) if isinstance(one, Failure)] == [210]


def test_when_nothing_is_answered_nobody_is_known_to_have_joined(salesforce: SalesforceWorld) -> None:
    fair = campaign(salesforce)
    wanted = memberships(fair, crowd(salesforce, 450))
    salesforce.fault("drop_response", "/composite")
    outcomes = salesforce.crm.create(wanted)
    failures = [one for one in outcomes if isinstance(one, Failure)]
    assert {one.consequence for one in failures} == {Consequence.OUTCOME_UNKNOWN}
    assert len(failures) == len(wanted)
    again = salesforce.crm.create(wanted)
    assert {one.category for one in again if isinstance(one, Failure)} == {Category.DUPLICATES}


def test_members_are_polled_two_thousand_in_a_call(salesforce: SalesforceWorld) -> None:
    start, fair = salesforce.clock.millis(), campaign(salesforce)
    people = crowd(salesforce, 1_999)
    records = [{"CampaignId": fair, "ContactId": one} for one in people]
    salesforce.control("load", {"object": MEMBER, "records": records, "ids": []})
    salesforce.calls()
    page = salesforce.crm.changed_since(MEMBER, MEMBER_FIELDS, start, salesforce.clock.millis() + 10_000, None)
    assert salesforce.calls() == 1
    assert {one.values["ContactId"] for one in page.records} == set(people)
    assert page.cursor is None


def test_nobody_is_a_member_twice(salesforce: SalesforceWorld) -> None:
    fair = campaign(salesforce)
    (contact,) = salesforce.add("Contact", {"Email": "c@example.org"})
    join(salesforce, fair, ContactId=contact.id)
    again = salesforce.crm.create([NewRecord("1", MEMBER, {"CampaignId": fair, "ContactId": contact.id})])[0]
    assert isinstance(again, Failure)
    assert again.category == Category.DUPLICATES


def test_names_of_the_newest_active_ones_and_of_those_asked_for(salesforce: SalesforceWorld) -> None:
    sleeping = campaign(salesforce, "Old", IsActive=False)
    campaign(salesforce, "Older")
    newest = campaign(salesforce, "It's new")
    salesforce.calls()
    names = salesforce.crm.campaign_names([sleeping, "701000000000999AAA"], newest=1)
    assert salesforce.calls() == 1
    assert names == {newest: "It's new", sleeping: "Old"}


def test_campaigns_with_the_statuses_of_their_members(salesforce: SalesforceWorld) -> None:
    fair, sleeping = campaign(salesforce), campaign(salesforce, "Old", IsActive=False)
    more = {"CampaignId": fair, "Label": "Visited", "SortOrder": 3}
    salesforce.by_person("POST", "sobjects/CampaignMemberStatus", more)
    assert salesforce.crm.open_campaigns([fair, sleeping, "701000000000999AAA"]) == {
        fair: OpenCampaign("Fair", True, ("Sent", "Responded", "Visited")),
        sleeping: OpenCampaign("Old", False, ("Sent", "Responded")),
    }
