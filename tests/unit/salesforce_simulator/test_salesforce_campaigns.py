"""Campaigns: their members, the members' statuses, what becomes of members in a merge or conversion."""

from __future__ import annotations

from typing import Any

from tests.unit.salesforce_simulator.simulated_org import SimulatedOrg, error_of


def _campaign(org: SimulatedOrg, name: str = "Webinar") -> str:
    return org.create("Campaign", Name=name, IsActive=True)


def _member(org: SimulatedOrg, campaign: str, **fields: Any) -> str:
    return org.create("CampaignMember", CampaignId=campaign, **fields)


def _members(org: SimulatedOrg, campaign: str) -> list[dict[str, Any]]:
    fields = "Id, LeadId, ContactId, Type, Status, HasResponded"
    return org.records(f"SELECT {fields} FROM CampaignMember WHERE CampaignId = '{campaign}' ORDER BY Id")


def test_a_new_campaign_has_two_statuses(org: SimulatedOrg) -> None:
    soql = f"SELECT Label, IsDefault, HasResponded FROM CampaignMemberStatus WHERE CampaignId = '{_campaign(org)}'"
    found = [(one["Label"], one["IsDefault"], one["HasResponded"]) for one in org.records(f"{soql} ORDER BY SortOrder")]
    assert found == [("Sent", True, False), ("Responded", False, True)]


def test_the_status_decides_who_responded(org: SimulatedOrg) -> None:
    campaign = _campaign(org)
    member = _member(org, campaign, LeadId=org.lead())
    read = org.read("CampaignMember", member)
    assert (read["Status"], read["HasResponded"], read["FirstRespondedDate"], read["Type"]) == (
        "Sent",
        False,
        None,
        "Lead",
    )
    org.call("PATCH", f"/sobjects/CampaignMember/{member}", {"Status": "Responded"})
    read = org.read("CampaignMember", member)
    assert (read["HasResponded"], read["FirstRespondedDate"]) == (True, "2026-11-22")


def test_a_status_that_the_campaign_lacks_becomes_its_default(org: SimulatedOrg) -> None:
    campaign = _campaign(org)
    status = {"CampaignId": campaign, "Label": "Registered", "SortOrder": 3, "HasResponded": True}
    org.create("CampaignMemberStatus", **status)
    told = [_member(org, campaign, LeadId=org.lead(), Status=name) for name in ("Registered", "Abducted")]
    assert [org.read("CampaignMember", one)["Status"] for one in told] == ["Registered", "Sent"]


def test_a_member_is_one_lead_or_one_contact_once(org: SimulatedOrg) -> None:
    campaign, contact, lead = _campaign(org), org.create("Contact", LastName="Doe"), org.lead()
    refused = org.call("POST", "/sobjects/CampaignMember", {"CampaignId": campaign})
    assert error_of(refused) == (400, "REQUIRED_FIELD_MISSING")
    member = org.read("CampaignMember", _member(org, campaign, ContactId=contact, LeadId=lead))
    assert (member["ContactId"], member["LeadId"], member["Type"]) == (contact, None, "Contact")
    again = org.call("POST", "/sobjects/CampaignMember", {"CampaignId": campaign, "ContactId": contact})
    assert error_of(again) == (400, "DUPLICATE_VALUE")
    org.call("DELETE", f"/sobjects/CampaignMember/{member['Id']}")
    _member(org, campaign, ContactId=contact)


def test_members_go_with_their_campaign_and_their_person(org: SimulatedOrg) -> None:
    one, two, lead = _campaign(org, "One"), _campaign(org, "Two"), org.lead()
    _member(org, one, LeadId=lead)
    _member(org, two, LeadId=lead)
    org.call("DELETE", f"/sobjects/Campaign/{one}")
    assert (_members(org, one), len(_members(org, two))) == ([], 1)
    org.call("DELETE", f"/sobjects/Lead/{lead}")
    assert _members(org, two) == []


def test_a_converted_leads_memberships_become_the_contacts(org: SimulatedOrg) -> None:
    one, both, lead = _campaign(org, "One"), _campaign(org, "Both"), org.lead()
    contact = org.create("Contact", LastName="Doe", AccountId=org.create("Account", Name="Acme"))
    _member(org, one, LeadId=lead, Status="Responded")
    _member(org, both, LeadId=lead)
    _member(org, both, ContactId=contact)
    account = org.read("Contact", contact)["AccountId"]
    org.control("convert", {"lead": lead, "contact": contact, "account": account})
    (moved,) = _members(org, one)
    assert (moved["ContactId"], moved["LeadId"], moved["Status"]) == (contact, lead, "Responded")
    assert [one["ContactId"] for one in _members(org, both)] == [contact]


def test_a_merged_person_is_a_member_once(org: SimulatedOrg) -> None:
    one, both = _campaign(org, "One"), _campaign(org, "Both")
    master, loser = org.lead(), org.lead()
    _member(org, one, LeadId=loser)
    _member(org, both, LeadId=loser)
    kept = _member(org, both, LeadId=master)
    org.control("merge", {"object": "Lead", "master": master, "losers": [loser]})
    assert [member["LeadId"] for member in _members(org, one)] == [master]
    assert [member["Id"] for member in _members(org, both)] == [kept]


def test_a_lead_is_converted_to_the_records_that_are_named(org: SimulatedOrg) -> None:
    account = org.create("Account", Name="Acme")
    contact = org.create("Contact", LastName="Doe", AccountId=account)
    deal = org.create(
        "Opportunity", Name="Big deal", StageName="Prospecting", CloseDate="2027-02-28", AccountId=account
    )
    lead = org.lead()
    wish = {"lead": lead, "account": account, "contact": contact, "opportunity": deal}
    assert org.control("convert", wish) == {**wish}
    assert org.read("Lead", lead)["ConvertedOpportunityId"] == deal
    roles = org.records(f"SELECT ContactId FROM OpportunityContactRole WHERE OpportunityId = '{deal}'")
    assert [role["ContactId"] for role in roles] == [contact]


def test_change_events_of_members(org: SimulatedOrg) -> None:
    org.control("event_relay", {"bus": "b", "source": "s", "entities": ["Campaign", "CampaignMember"]})
    campaign = _campaign(org)
    member = _member(org, campaign, LeadId=org.lead())
    org.call("DELETE", f"/sobjects/CampaignMember/{member}")
    told = [(one["ChangeEventHeader"]["entityName"], one["ChangeEventHeader"]["changeType"]) for one in org.events()]
    assert told == [("Campaign", "CREATE"), ("CampaignMember", "CREATE"), ("CampaignMember", "DELETE")]
