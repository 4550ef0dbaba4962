"""What campaigns ask of Salesforce: members with their person, members that changed, names and statuses."""

from __future__ import annotations

from typing import Any

import pytest
from crmsync.core.campaign_join import OpenCampaign
from crmsync.core.campaign_members import MEMBER_FIELDS
from crmsync.core.campaigns import MEMBER, MEMBERSHIPS
from crmsync.core.failure import Failure
from crmsync.core.parked import Category
from crmsync.core.record import NewRecord, Record
from crmsync.ports.crm import Look
from crmsync.ports.feed import Feed

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
