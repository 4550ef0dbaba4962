"""Campaigns cross the real functions: memberships are shown in HubSpot, and a list's people become members."""

from __future__ import annotations

import uuid
from collections.abc import Iterator

import pytest

from tests.e2e.journey import Journey, Pair, eventually

pytestmark = [pytest.mark.stack, pytest.mark.s("S21")]

SHOWN = "salesforcecampaignids"


@pytest.fixture
def campaign(journey: Journey) -> Iterator[str]:
    """An active one that HubSpot's property has an option for."""
    made = journey.salesforce.create("Campaign", {"Name": journey.email("campaign"), "IsActive": True})
    with journey.parameter("settings/campaign", {"enabled": True}):
        # The hour's round may be over that another test set off, and the schedules are off here.
        journey.stack.invoke("ConfigGuardFunction", {"force": True})
        journey.forget_configuration()
        yield made


def test_who_joins_and_leaves_a_campaign_shows_it(journey: Journey, campaign: str) -> None:
    pair = journey.linked()
    member = join(journey, campaign, pair)
    eventually(lambda: looked(journey, pair), (campaign,))
    journey.salesforce.delete("CampaignMember", member)
    eventually(lambda: looked(journey, pair), (None,))


def test_who_joins_a_list_becomes_a_member(journey: Journey, campaign: str) -> None:
    pair = journey.linked()
    list_id = a_list(journey)
    with journey.parameter("campaigns/visitors", {"list_id": list_id, "campaign_id": campaign, "status": "Responded"}):
        journey.hubspot.request("PUT", f"/crm/v3/lists/{list_id}/memberships/add", [pair.hubspot])
        eventually(lambda: joined(journey, campaign), [(pair.salesforce, "Responded")])
    eventually(lambda: looked(journey, pair), (campaign,))


def test_who_submits_a_form_becomes_a_member(journey: Journey, campaign: str) -> None:
    pair, form = journey.linked(), str(uuid.uuid4())
    with journey.parameter("campaigns/visit", {"form_id": form, "campaign_id": campaign, "status": "Responded"}):
        did = {"contact": pair.hubspot, "did": "form_submission", "name": "Fair", "form": form}
        journey.stack.control("hubspot", "engage", did)
        eventually(lambda: joined(journey, campaign), [(pair.salesforce, "Responded")])
    eventually(lambda: looked(journey, pair), (campaign,))


def test_the_status_of_a_member_crosses_both_ways(journey: Journey, campaign: str) -> None:
    pair, status = journey.linked(), f"status_{uuid.uuid4().hex[:12]}"
    field = {"name": status, "label": "Status", "type": "string", "fieldType": "text"}
    journey.hubspot.request("POST", "/crm/v3/properties/contacts", {**field, "groupName": "contactinformation"})
    followed = {"list_id": a_list(journey), "campaign_id": campaign, "status_property": status}
    with journey.parameter("campaigns/visitors", followed):
        member = join(journey, campaign, pair)
        eventually(lambda: looked(journey, pair, status), ("Sent",))
        journey.salesforce.update("CampaignMember", member, {"Status": "Responded"})
        eventually(lambda: looked(journey, pair, status), ("Responded",))
        journey.edit_contact(pair, **{status: "Sent"})
        eventually(lambda: joined(journey, campaign), [(pair.salesforce, "Sent")])


def a_list(journey: Journey) -> str:
    body = {"name": journey.email("list"), "objectTypeId": "0-1", "processingType": "MANUAL"}
    return str(journey.hubspot.request("POST", "/crm/v3/lists", body)["list"]["listId"])


def join(journey: Journey, campaign: str, pair: Pair) -> str:
    return str(journey.salesforce.create("CampaignMember", {"CampaignId": campaign, "ContactId": pair.salesforce}))


def looked(journey: Journey, pair: Pair, name: str = SHOWN) -> tuple[str | None, ...]:
    """What the contact shows after a round of the poll: a removal's event names nobody."""
    journey.stack.invoke("SalesforcePollFunction", {"force": True})
    return journey.contact(pair, name)


def joined(journey: Journey, campaign: str) -> list[tuple[str, str]]:
    journey.stack.invoke("HubspotPollFunction", {"force": True})
    rows = journey.salesforce.query(f"SELECT ContactId, Status FROM CampaignMember WHERE CampaignId = '{campaign}'")
    return [(str(row["ContactId"]), str(row["Status"])) for row in rows]
