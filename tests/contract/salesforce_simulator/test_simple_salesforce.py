"""The simulator as simple-salesforce sees it, over real HTTP."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from typing import Any

import pytest
from simple_salesforce import Salesforce, SalesforceAuthenticationFailed, format_soql
from simple_salesforce.exceptions import (
    SalesforceExpiredSession,
    SalesforceMalformedRequest,
    SalesforceMoreThanOneRecord,
    SalesforceRefusedRequest,
    SalesforceResourceNotFound,
)

from tests.contract.salesforce_simulator.served_org import SETTINGS, ServedOrg

LEAD = {"LastName": "Doe", "Company": "Acme"}


def _codes(error: Any) -> list[str]:
    return [one["errorCode"] for one in error.content]


def test_login_by_client_credentials(org: ServedOrg, sf: Salesforce) -> None:
    assert sf.query("SELECT COUNT() FROM Lead")["totalSize"] == 22
    assert org.control("calls", method="GET")["by_client"] == {"app": 2, "user": 0}


def test_a_wrong_secret(org: ServedOrg) -> None:
    with pytest.raises(SalesforceAuthenticationFailed, match="client identifier invalid"):
        Salesforce(
            consumer_key="nobody", consumer_secret="x", domain="sandbox.my", session=org.session(), version="62.0"
        )


def test_the_life_of_a_record(sf: Salesforce) -> None:
    created = sf.Lead.create({**LEAD, "Email": "jane@example.com"})
    assert created["success"] is True
    assert sf.Lead.update(created["id"], {"Title": "CEO"}) == 204
    assert sf.Lead.get(created["id"])["Title"] == "CEO"
    assert sf.Lead.get_by_custom_id("Email", "jane@example.com")["Id"] == created["id"]
    assert sf.Lead.delete(created["id"]) == 204
    with pytest.raises(SalesforceResourceNotFound) as refused:
        sf.Lead.get(created["id"])
    assert _codes(refused.value) == ["ENTITY_IS_DELETED"]


def test_upsert(org: ServedOrg, sf: Salesforce) -> None:
    org.control(
        "schema",
        {"op": "add_field", "object": "Lead", "field": {"name": "Ext__c", "type": "string", "externalId": True}},
    )
    assert sf.Lead.upsert("Ext__c/A1", LEAD) == 201
    assert sf.Lead.upsert("Ext__c/A1", {"Title": "CEO"}) == 200
    for _ in range(2):
        sf.Lead.create({**LEAD, "Email": "twice@example.com"})
    with pytest.raises(SalesforceMoreThanOneRecord):
        sf.Lead.upsert("Email/twice@example.com", {"Title": "CEO"})


def test_queries_with_their_pages(org: ServedOrg, sf: Salesforce) -> None:
    org.control("load", {"object": "Lead", "records": [{"LastName": f"L{n}", "Company": "Acme"} for n in range(2100)]})
    everyone = sf.query_all("SELECT Id, LastName FROM Lead")
    assert everyone["done"] is True
    assert len({one["Id"] for one in everyone["records"]}) == everyone["totalSize"] == 2122
    first = sf.query("SELECT Id FROM Lead")
    assert (len(first["records"]), first["done"]) == (2000, False)
    assert len(sf.query_more(first["nextRecordsUrl"], identifier_is_url=True)["records"]) == 122
    sf.Lead.delete(everyone["records"][0]["Id"])
    assert sf.query("SELECT COUNT() FROM Lead", include_deleted=True)["totalSize"] == 2122


@pytest.mark.parametrize("name", ["O'Brien", "back\\slash", 'say "x"', "new\nline", "' OR Name != '", "100%_"])
def test_values_that_need_escapes(sf: Salesforce, name: str) -> None:
    lead_id = sf.Lead.create({**LEAD, "LastName": name})["id"]
    found = sf.query(format_soql("SELECT Id FROM Lead WHERE LastName = {}", name))
    assert [one["Id"] for one in found["records"]] == [lead_id]


def test_collections_by_restful(sf: Salesforce) -> None:
    rows = [{"attributes": {"type": "Lead"}, **LEAD}, {"attributes": {"type": "Lead"}, "Company": "Acme"}]
    good, bad = sf.restful("composite/sobjects", method="POST", json={"allOrNone": False, "records": rows})
    assert good["success"] is True
    assert bad["errors"][0]["statusCode"] == "REQUIRED_FIELD_MISSING"
    changes = [{"attributes": {"type": "Lead"}, "id": good["id"], "Title": "CEO"}]
    assert sf.restful("composite/sobjects", method="PATCH", json={"records": changes})[0]["success"] is True
    body = {"ids": [good["id"]], "fields": ["Id", "Title"]}
    assert sf.restful("composite/sobjects/Lead", method="POST", json=body)[0]["Title"] == "CEO"
    assert sf.restful("composite/sobjects", params={"ids": good["id"]}, method="DELETE")[0]["success"] is True


def test_describe_and_limits(sf: Salesforce) -> None:
    assert {"Lead", "Contact", "Account", "User"} <= {one["name"] for one in sf.describe()["sobjects"]}
    fields = {one["name"]: one for one in sf.Lead.describe()["fields"]}
    assert fields["Email"]["type"] == "email"
    assert sf.limits()["DailyApiRequests"]["Max"] == SETTINGS.daily_max
    assert sf.api_usage["api-usage"].total == SETTINGS.daily_max


def test_refusals_as_the_client_raises_them(org: ServedOrg, sf: Salesforce) -> None:
    with pytest.raises(SalesforceMalformedRequest) as refused:
        sf.Lead.create({"Company": "Acme"})
    assert refused.value.content == [
        {
            "message": "Required fields are missing: [LastName]",
            "errorCode": "REQUIRED_FIELD_MISSING",
            "fields": ["LastName"],
        }
    ]
    with pytest.raises(SalesforceMalformedRequest) as malformed:
        sf.query("SELECT Nope FROM Lead")
    assert _codes(malformed.value) == ["INVALID_FIELD"]
    org.control("limits", {"daily_max": 1})
    with pytest.raises(SalesforceRefusedRequest) as exhausted:
        sf.limits()
    assert _codes(exhausted.value) == ["REQUEST_LIMIT_EXCEEDED"]


def test_an_ended_session(org: ServedOrg, sf: Salesforce) -> None:
    given = Salesforce(
        session_id=sf.session_id, instance_url=SETTINGS.instance_url, version="62.0", session=org.session()
    )
    assert given.query("SELECT COUNT() FROM Lead")["totalSize"] == 22
    org.control("expire_sessions", {})
    with pytest.raises(SalesforceExpiredSession):
        given.query("SELECT COUNT() FROM Lead")
    assert sf.query("SELECT COUNT() FROM Lead")["totalSize"] == 22  # logged in again by itself


def test_what_a_person_does_is_told_apart(org: ServedOrg, sf: Salesforce) -> None:
    lead_id = sf.Lead.create(LEAD)["id"]
    org.control("calls/reset", {})
    assert org.person("PATCH", f"/sobjects/Lead/{lead_id}", {"Title": "CEO"}).status_code == 204
    assert org.control("calls", method="GET")["by_client"] == {"app": 0, "user": 1}
    modifier = sf.query(f"SELECT LastModifiedBy.Username FROM Lead WHERE Id = '{lead_id}'")["records"][0]
    assert modifier["LastModifiedBy"]["Username"] == SETTINGS.person_username


def test_changes_since(sf: Salesforce) -> None:
    since = datetime.now(UTC) - timedelta(minutes=5)
    lead_id = sf.Lead.create(LEAD)["id"]
    soql = format_soql("SELECT Id FROM Lead WHERE SystemModstamp >= {} ORDER BY SystemModstamp, Id", since)
    assert [one["Id"] for one in sf.query(soql)["records"]] == [lead_id]


def test_a_deal_with_its_account_role_activities_and_case(sf: Salesforce) -> None:
    account = sf.Account.create({"Name": "Acme", "Website": "https://www.acme.example"})["id"]
    contact = sf.Contact.create({"LastName": "Doe", "AccountId": account})["id"]
    deal = {"Name": "Big deal", "StageName": "Prospecting", "CloseDate": "2027-02-28", "AccountId": account}
    deal_id = sf.Opportunity.create(deal)["id"]
    sf.OpportunityContactRole.create({"OpportunityId": deal_id, "ContactId": contact, "IsPrimary": True})
    sf.Task.create({"Subject": "Call", "WhoId": contact, "WhatId": deal_id, "ActivityDate": "2026-12-01"})
    sf.Event.create(
        {"Subject": "Visit", "WhatId": deal_id, "StartDateTime": "2026-12-01T10:00:00Z", "DurationInMinutes": 30}
    )
    sf.Case.create({"Subject": "It hums", "ContactId": contact})
    sf.Opportunity.update(deal_id, {"StageName": "Closed Won"})
    soql = (
        "SELECT IsWon, Account.Name, (SELECT Contact.LastName, IsPrimary FROM OpportunityContactRoles), "
        f"(SELECT Subject, Who.Name FROM Tasks), (SELECT Subject FROM Events) FROM Opportunity WHERE Id = '{deal_id}'"
    )
    (found,) = sf.query(soql)["records"]
    assert (found["IsWon"], found["Account"]["Name"]) == (True, "Acme")
    assert found["OpportunityContactRoles"]["records"][0]["Contact"]["LastName"] == "Doe"
    assert (found["Tasks"]["records"][0]["Who"]["Name"], found["Events"]["totalSize"]) == ("Doe", 1)
    with pytest.raises(SalesforceMalformedRequest) as held:
        sf.Account.delete(account)
    assert _codes(held.value) == ["DELETE_FAILED"]


def test_campaign_members_and_their_statuses(sf: Salesforce) -> None:
    campaign = sf.Campaign.create({"Name": "Webinar", "IsActive": True})["id"]
    lead = sf.Lead.create(LEAD)["id"]
    member = {"CampaignId": campaign, "LeadId": lead, "Status": "Responded"}
    assert sf.CampaignMember.get(sf.CampaignMember.create(member)["id"])["HasResponded"] is True
    with pytest.raises(SalesforceMalformedRequest) as again:
        sf.CampaignMember.create(member)
    assert _codes(again.value) == ["DUPLICATE_VALUE"]
    soql = f"SELECT Name, (SELECT Label FROM CampaignMemberStatuses) FROM Campaign WHERE Id = '{campaign}'"
    assert sf.query(soql)["records"][0]["CampaignMemberStatuses"]["totalSize"] == 2


def test_a_custom_object_with_a_lookup(org: ServedOrg, sf: Salesforce) -> None:
    lookup = {
        "name": "Contact__c",
        "type": "lookup",
        "referenceTo": "Contact",
        "relationshipName": "Contact__r",
        "childRelationshipName": "Machines__r",
    }
    org.control("schema", {"op": "add_object", "object": "Machine__c", "fields": []})
    org.control("schema", {"op": "add_field", "object": "Machine__c", "field": lookup})
    contact = sf.Contact.create({"LastName": "Doe"})["id"]
    machine = sf.Machine__c.create({"Name": "Difference Engine", "Contact__c": contact})["id"]
    (found,) = sf.query(f"SELECT Contact__r.LastName FROM Machine__c WHERE Id = '{machine}'")["records"]
    assert found["Contact__r"]["LastName"] == "Doe"
    (found,) = sf.query(f"SELECT Id, (SELECT Name FROM Machines__r) FROM Contact WHERE Id = '{contact}'")["records"]
    assert found["Machines__r"]["records"][0]["Name"] == "Difference Engine"
    fields = {one["name"]: one for one in sf.Machine__c.describe()["fields"]}
    assert fields["Contact__c"]["referenceTo"] == ["Contact"]
    sf.Contact.delete(contact)
    assert sf.Machine__c.get(machine)["Contact__c"] is None
