import json
from pathlib import Path
from typing import Any

import pytest
from crmsync.core.bad_request import BadRequestError
from crmsync.core.change import Change, ChangeKind
from crmsync.core.change_event import parse
from crmsync.core.delivery import Delivery
from crmsync.core.record import RecordRef, Side

EVENTS = Path(__file__).parents[3] / "events"
NOW = 1_900_000_000_000
ORG = "00D5g000004abcDEAW"
SOURCE = f"aws.partner/salesforce.com/{ORG}/0YLRO00000000014AA"
ID = "0035g00000AbCdEAAV"


def cdc(
    kind: str,
    *,
    entity: str = "Contact",
    ids: tuple[str, ...] = (ID,),
    body: dict[str, Any] | None = None,
    source: str = SOURCE,
    **header: Any,
) -> dict[str, Any]:
    full = {
        "entityName": entity,
        "recordIds": list(ids),
        "changeType": kind,
        "commitTimestamp": NOW - 500,
        "changedFields": [],
        "nulledFields": [],
        "diffFields": [],
        **header,
    }
    payload = {"ChangeEventHeader": full, **(body or {})}
    return {"source": source, "detail-type": f"{entity}ChangeEvent", "detail": {"payload": payload}}


def parsed(event: dict[str, Any]) -> Delivery:
    return parse(event, ORG, NOW)


def only(event: dict[str, Any]) -> Change:
    (change,) = parsed(event).changes
    return change


def test_an_update_tells_the_changed_fields_at_commit_time() -> None:
    change = only(
        cdc(
            "UPDATE",
            changedFields=["Title", "Phone", "LastModifiedDate"],
            nulledFields=["Phone"],
            body={"Title": "CTO", "Phone": None, "Email": None, "LastModifiedDate": NOW - 500},
        )
    )
    assert change == Change(
        RecordRef(Side.SALESFORCE, "Contact", ID),
        ChangeKind.UPDATE,
        NOW,
        "salesforce_change_event",
        fields={"Title": NOW - 500, "Phone": NOW - 500},
        event_values={"Title": "CTO", "Phone": None},
    )


def test_a_field_that_the_relay_shows_as_null_without_having_changed_is_absent() -> None:
    change = only(cdc("UPDATE", changedFields=["Title"], body={"Title": "CTO", "Email": None, "Fax": None}))
    assert change.event_values == {"Title": "CTO"}


def test_compound_names_and_addresses_are_flattened() -> None:
    change = only(
        cdc(
            "UPDATE",
            changedFields=["Name.LastName", "MailingAddress.City", "Site__c.Latitude"],
            body={
                "Name": {"LastName": "Frank", "FirstName": None},
                "MailingAddress": {"City": "Bonn", "Street": None},
                "Site__c": {"Latitude": 50.7, "Longitude": None},
            },
        )
    )
    assert change.event_values == {"LastName": "Frank", "MailingCity": "Bonn", "Site__Latitude__s": 50.7}
    assert set(change.fields) == {"LastName", "MailingCity", "Site__Latitude__s"}


def test_a_leads_address_has_no_prefix_and_a_nulled_one_clears_its_parts() -> None:
    event = cdc("UPDATE", entity="Lead", changedFields=["Address"], nulledFields=["Address"], body={"Address": None})
    change = only(event)
    assert change.event_values == dict.fromkeys(["Street", "City", "State", "PostalCode", "Country"])
    assert set(change.fields) == {"Street", "City", "State", "PostalCode", "Country"}


def test_a_large_text_sent_as_a_diff_has_a_time_and_no_value() -> None:
    body = {"Description": "--- \n+++ \n@@ -1 +1 @@", "Title": "CTO"}
    change = only(cdc("UPDATE", changedFields=["Description", "Title"], diffFields=["Description"], body=body))
    assert set(change.fields) == {"Description", "Title"}
    assert change.event_values == {"Title": "CTO"}


def test_a_creation_shows_what_is_not_null() -> None:
    body = {
        "Name": {"FirstName": "Ada", "LastName": "King"},
        "Email": "ada@example.com",
        "Fax": None,
        "CreatedDate": NOW,
    }
    change = only(cdc("CREATE", body=body))
    assert change.kind is ChangeKind.CREATE
    assert change.event_values == {"FirstName": "Ada", "LastName": "King", "Email": "ada@example.com"}


@pytest.mark.parametrize(
    ("kind", "expected"),
    [
        ("DELETE", ChangeKind.DELETE),
        ("UNDELETE", ChangeKind.UNDELETE),
        ("GAP_CREATE", ChangeKind.LOOK),
        ("GAP_UPDATE", ChangeKind.LOOK),
        ("GAP_DELETE", ChangeKind.LOOK),
        ("GAP_UNDELETE", ChangeKind.LOOK),
    ],
)
def test_events_without_field_data(kind: str, expected: ChangeKind) -> None:
    change = only(cdc(kind, body={"Title": "x"}))
    assert (change.kind, change.fields, change.event_values) == (expected, {}, None)


def test_one_change_a_record_id() -> None:
    other = "0035g00000ZZZZZAA1"
    delivery = parsed(cdc("UPDATE", ids=(ID, other[:15]), changedFields=["Title"], body={"Title": "x"}))
    assert [change.ref.id[:15] for change in delivery.changes] == [ID[:15], other[:15]]
    assert all(len(change.ref.id) == 18 for change in delivery.changes)


@pytest.mark.parametrize(
    ("kind", "ids", "changes"),
    [
        ("GAP_OVERFLOW", ("000000000000000AAA",), 0),
        ("UPDATE", ("003*",), 0),
        ("UPDATE", (ID, "003*"), 1),
    ],
)
def test_lost_detail_is_reported_as_needing_a_poll(kind: str, ids: tuple[str, ...], changes: int) -> None:
    delivery = parsed(cdc(kind, ids=ids))
    assert (len(delivery.changes), delivery.needs_poll, delivery.ignored) == (changes, ("Contact",), 0)


def test_a_converted_lead_is_a_conversion() -> None:
    body = {"IsConverted": True, "ConvertedContactId": ID}
    event = cdc("UPDATE", entity="Lead", changedFields=["IsConverted", "ConvertedContactId"], body=body)
    assert only(event).kind is ChangeKind.CONVERT


@pytest.mark.parametrize("event", [cdc("UPDATE", entity="Product2"), cdc("SNAPSHOT")])
def test_what_is_not_followed_is_ignored_and_counted(event: dict[str, Any]) -> None:
    assert parsed(event) == Delivery((), ignored=1)


def test_the_appflow_shape_is_taken() -> None:
    event = cdc(
        "UPDATE",
        changedFields=["Title"],
        body={"Title": "CTO"},
        source="aws.partner/appflow/salesforce.com/123456789012/crm",
    )
    event["detail"] = event["detail"]["payload"]
    assert only(event).event_values == {"Title": "CTO"}


@pytest.mark.parametrize(
    "source",
    ["aws.partner/salesforce.com/00D5g000009zzzzEAX/0YLRO00000000014AA", "local.partner/00D5g000009zzzz/0YL"],
)
def test_another_organisation_is_refused(source: str) -> None:
    with pytest.raises(BadRequestError) as refused:
        parsed(cdc("UPDATE", source=source))
    assert (refused.value.status, refused.value.place) == (403, "source")


def test_the_short_form_of_the_organisation_id_is_the_same_organisation() -> None:
    assert parse(cdc("DELETE"), ORG[:15], NOW).changes


@pytest.mark.parametrize(
    "event",
    [
        {"source": SOURCE},
        {"source": SOURCE, "detail": "text"},
        {"source": SOURCE, "detail": {"payload": {}}},
        {"source": SOURCE, "detail": {"payload": {"ChangeEventHeader": 1}}},
        cdc("UPDATE", ids=("nonsense",)),
        cdc("UPDATE", recordIds=None),
        cdc("UPDATE", commitTimestamp="soon"),
        cdc("UPDATE", changedFields=[1]),
    ],
)
def test_a_malformed_event_is_refused(event: dict[str, Any]) -> None:
    with pytest.raises(BadRequestError) as refused:
        parsed(event)
    assert refused.value.status == 400


def test_an_object_that_is_not_synced_is_dropped_and_any_other_is_taken() -> None:
    event = cdc(
        "UPDATE",
        entity="Account",
        ids=("0015g00000AbCdEAAV",),
        changedFields=["BillingAddress.City", "Name"],
        body={"Name": "Acme", "BillingAddress": {"City": "Bath"}},
    )
    assert parse(event, ORG, NOW) == Delivery((), ignored=1)
    (change,) = parse(event, ORG, NOW, {"Account"}).changes
    assert change.ref == RecordRef(Side.SALESFORCE, "Account", "0015g00000AbCdEAAV")
    assert change.event_values == {"BillingCity": "Bath", "Name": "Acme"}


@pytest.mark.parametrize(
    ("example", "key", "fields"),
    [
        ("account_create", "Account#0015g00000AbCdEAAV", {"Name", "BillingCity", "BillingCountry", "Website"}),
        ("account_update", "Account#0015g00000AbCdEAAV", {"ParentId", "NumberOfEmployees", "BillingCity", "Website"}),
        ("account_delete", "Account#0015g00000AbCdEAAV", set()),
        ("opportunity_create", "Opportunity#0065g00000AbCdEAAV", {"Name", "StageName", "Amount", "CloseDate"}),
        ("opportunity_update", "Opportunity#0065g00000AbCdEAAV", {"StageName", "Amount", "IsWon", "NextStep"}),
        ("opportunity_contact_role_create", "Opportunity#0065g00000AbCdEAAV", {"OpportunityContactRoles"}),
        ("task_create", "Task#00T5g00000AbCdEEAV", {"WhoId", "WhatId", "Subject", "ActivityDate"}),
        ("task_update", "Task#00T5g00000AbCdEEAV", {"Status", "IsClosed"}),
        ("event_create", "Event#00U5g00000AbCdEEAV", {"WhoId", "Subject", "StartDateTime", "DurationInMinutes"}),
        ("case_create", "Case#5005g00000AbCdEAAV", {"Subject", "Status", "ContactId", "AccountId"}),
        ("case_update", "Case#5005g00000AbCdEAAV", {"Status", "IsClosed", "ClosedDate"}),
        ("custom_object_update", "Machine__c#a005g00000AbCdEAAV", {"Contact__c", "Columns__c", "Site__Latitude__s"}),
    ],
)
def test_example_events_of_all_objects(example: str, key: str, fields: set[str]) -> None:
    event = json.loads((EVENTS / f"salesforce_change_event__{example}.json").read_text("utf-8"))
    (change,) = parse(event, ORG, NOW, {key.partition("#")[0]}).changes
    assert change.ref.key == f"salesforce#{key}"
    assert fields <= set(change.fields)
    others = parse(event, ORG, NOW, {"Contact"}).changes
    assert others == ((change,) if key.startswith("Machine__c") else ()), (
        "a custom object's pair is the worker's to know"
    )


def test_an_event_of_a_custom_object() -> None:
    event = cdc(
        "CREATE",
        entity="Visit__c",
        ids=("a005g00000AbCdEAAV",),
        body={"Name": "V-1", "Site__c": {"City": "Bath"}, "When__c": NOW},
    )
    (change,) = parse(event, ORG, NOW, {"Visit__c"}).changes
    assert change.ref.key == "salesforce#Visit__c#a005g00000AbCdEAAV"
    assert change.event_values == {"Name": "V-1", "Site__City__s": "Bath", "When__c": NOW}


MEMBER, CAMPAIGN = "00v5g00000AbCdEAAV", "7015g000000AbCdAAK"


@pytest.mark.s("S21")
def test_a_member_that_a_conversion_moved_is_the_contacts() -> None:
    moved = {"ContactId": ID, "LeadId": "00Q5g00000AbCdEAAV", "CampaignId": CAMPAIGN}
    event = cdc("UPDATE", entity="CampaignMember", ids=(MEMBER,), changedFields=["ContactId"], body=moved)
    change = only(event)
    assert change.ref == RecordRef(Side.SALESFORCE, "Contact", ID)
    assert (change.fields, change.event_values) == ({"CampaignMembers": NOW - 500}, None), "which one is not told"


@pytest.mark.s("S21")
def test_a_members_new_status_is_nothing_and_a_gap_is_for_the_poll() -> None:
    body = {"Status": "Responded"}
    update = cdc("UPDATE", entity="CampaignMember", ids=(MEMBER,), changedFields=["Status"], body=body)
    assert parsed(update) == Delivery(())
    assert parsed(cdc("GAP_CREATE", entity="CampaignMember", ids=(MEMBER,))).needs_poll == ("CampaignMember",)
    assert parsed(cdc("UNDELETE", entity="CampaignMember", ids=(MEMBER,))).needs_poll == ("CampaignMember",)
