import json
from typing import Any

import pytest
from crmsync.core.bad_request import BadRequestError
from crmsync.core.change import Change, ChangeKind
from crmsync.core.delivery import Delivery
from crmsync.core.hubspot_webhook import MAX_BODY_BYTES, parse
from crmsync.core.record import RecordRef, Side

NOW = 1_900_000_000_000
PORTAL = "4711"


def event(subscription: str, **extra: Any) -> dict[str, Any]:
    return {
        "eventId": 1,
        "subscriptionId": 9,
        "portalId": 4711,
        "appId": 5,
        "occurredAt": NOW - 1_000,
        "subscriptionType": subscription,
        "attemptNumber": 0,
        "objectId": 101,
        **extra,
    }


def deliver(*events: Any) -> Delivery:
    return parse(json.dumps(events).encode(), PORTAL, NOW)


def hubspot(record_id: str = "101") -> RecordRef:
    return RecordRef(Side.HUBSPOT, "contact", record_id)


@pytest.mark.parametrize(
    ("action", "kind", "cause"),
    [
        ("creation", ChangeKind.CREATE, "hubspot_webhook"),
        ("deletion", ChangeKind.DELETE, "hubspot_webhook"),
        ("privacyDeletion", ChangeKind.ERASE, "hubspot_privacy_deletion"),
        ("restore", ChangeKind.UNDELETE, "hubspot_webhook"),
    ],
)
@pytest.mark.parametrize("form", [{"family": "contact"}, {"family": "object", "objectTypeId": "0-1"}])
def test_what_happens_to_a_whole_record(action: str, kind: ChangeKind, cause: str, form: dict[str, str]) -> None:
    extra = {name: value for name, value in form.items() if name != "family"}
    delivery = deliver(event(f"{form['family']}.{action}", **extra))
    assert delivery == Delivery((Change(hubspot(), kind, NOW, cause),))


def test_a_property_change_tells_field_time_and_value() -> None:
    delivery = deliver(event("contact.propertyChange", propertyName="jobtitle", propertyValue="CTO"))
    assert delivery.changes == (
        Change(
            hubspot(),
            ChangeKind.UPDATE,
            NOW,
            "hubspot_webhook",
            fields={"jobtitle": NOW - 1_000},
            event_values={"jobtitle": "CTO"},
        ),
    )


@pytest.mark.parametrize("value", [{}, {"propertyValue": ""}, {"propertyValue": None}])
def test_an_empty_or_missing_value_is_a_clear(value: dict[str, Any]) -> None:
    delivery = deliver(event("contact.propertyChange", propertyName="jobtitle", **value))
    assert delivery.changes[0].event_values == {"jobtitle": None}


def test_a_withheld_value_is_not_a_clear() -> None:
    delivery = deliver(event("contact.propertyChange", propertyName="health", isSensitive=True))
    assert delivery.changes[0].event_values is None
    assert delivery.changes[0].fields == {"health": NOW - 1_000}


def test_a_merge_names_the_losers_and_the_survivor() -> None:
    delivery = deliver(event("contact.merge", primaryObjectId=101, mergedObjectIds=[102, 103], newObjectId=104))
    assert [(change.ref.id, change.kind) for change in delivery.changes] == [
        ("102", ChangeKind.MERGE),
        ("103", ChangeKind.MERGE),
        ("101", ChangeKind.MERGE),
        ("104", ChangeKind.LOOK),
    ]


@pytest.mark.parametrize("object_type", ["contact", "company", "deal", "ticket"])
def test_a_merge_is_heard_of_every_object_that_people_merge(object_type: str) -> None:
    delivery = deliver(event(f"{object_type}.merge", primaryObjectId=101, mergedObjectIds=[102], newObjectId=104))
    assert [(change.ref.object_type, change.ref.id, change.kind) for change in delivery.changes] == [
        (object_type, "102", ChangeKind.MERGE),
        (object_type, "101", ChangeKind.MERGE),
        (object_type, "104", ChangeKind.LOOK),
    ]
    assert delivery.ignored == 0


def test_a_merge_without_new_id_keeps_the_primary() -> None:
    delivery = deliver(event("contact.merge", primaryObjectId=101, mergedObjectIds=[102]))
    assert [(change.ref.id, change.kind) for change in delivery.changes] == [
        ("102", ChangeKind.MERGE),
        ("101", ChangeKind.LOOK),
    ]


FORMS: list[dict[str, Any]] = [
    {"subscriptionType": "contact.associationChange", "associationType": "CONTACT_TO_COMPANY"},
    {"subscriptionType": "object.associationChange", "objectTypeId": "0-1", "toObjectTypeId": "0-2"},
]


def association(extra: dict[str, Any], **more: object) -> dict[str, Any]:
    return {**event(""), "fromObjectId": 101, "toObjectId": 202, "occurredAt": NOW, **extra, **more}


@pytest.mark.parametrize("extra", FORMS)
def test_another_company_is_a_change_of_the_property_that_shows_it(extra: dict[str, Any]) -> None:
    (change,) = deliver(association(extra, associationRemoved=False)).changes
    assert (change.ref, change.kind) == (hubspot(), ChangeKind.UPDATE)
    assert (change.fields, change.event_values) == ({"associatedcompanyid": NOW}, {"associatedcompanyid": "202"})


@pytest.mark.parametrize("extra", FORMS)
def test_an_association_that_is_gone_does_not_tell_which_one_is_left(extra: dict[str, Any]) -> None:
    (change,) = deliver(association(extra, associationRemoved=True)).changes
    assert (change.fields, change.event_values) == ({"associatedcompanyid": NOW}, None)


ONE_OF_SEVERAL = [
    ("0-27", "0-1", "associated_person"),
    ("0-27", "0-3", "associated_record"),
    ("0-3", "0-1", "num_associated_contacts"),
]


@pytest.mark.parametrize(("start", "end", "key"), ONE_OF_SEVERAL)
@pytest.mark.parametrize("source_id", ["8123456", "userId:1"])
def test_one_of_several_is_looked_up_unless_the_app_made_it(start: str, end: str, key: str, source_id: str) -> None:
    """Which of them counts, the event does not tell."""
    author = {"changeSource": "INTEGRATION", "sourceId": source_id, "appId": 8123456}
    form = {"subscriptionType": "object.associationChange", "objectTypeId": start, "toObjectTypeId": end}
    told = [(one.fields, one.event_values) for one in deliver(association(form, **author)).changes]
    assert told == ([] if source_id == "8123456" else [({key: NOW}, None)])


@pytest.mark.parametrize(("source_id", "count"), [("8123456", 0), ("userId:1", 1)])
def test_what_the_app_itself_took_away_is_no_news(source_id: str, count: int) -> None:
    author = {"changeSource": "INTEGRATION", "sourceId": source_id, "appId": 8123456}
    assert len(deliver(association(FORMS[0], associationRemoved=True, **author)).changes) == count


def test_the_other_end_is_looked_at_as_if_it_were_new() -> None:
    back = {"subscriptionType": "object.associationChange", "objectTypeId": "0-2", "toObjectTypeId": "0-1"}
    (change,) = deliver(association(back, associationRemoved=False)).changes
    assert (change.ref.key, change.kind) == ("hubspot#company#101", ChangeKind.CREATE)


@pytest.mark.parametrize(
    "foreign",
    [
        event("product.creation"),
        event("object.creation", objectTypeId="0-7"),
        event("object.creation"),
        event("contact.associationChange"),
        event("contact.associationChange", associationType="CONTACT_TO_CONTACT", fromObjectId=1, toObjectId=2),
        event("contact.associationChange", associationType="CONTACT_TO_LINE_ITEM", fromObjectId=1, toObjectId=2),
        event("object.associationChange", objectTypeId="0-1", toObjectTypeId="0-8", fromObjectId=1, toObjectId=2),
        event("contact.somethingNew"),
        event("conversation.creation"),
        event(""),
    ],
)
def test_what_is_not_followed_is_ignored_and_counted(foreign: dict[str, Any]) -> None:
    delivery = deliver(foreign, event("contact.creation"))
    assert (len(delivery.changes), delivery.ignored) == (1, 1)


def test_one_event_of_another_portal_refuses_the_whole_delivery() -> None:
    with pytest.raises(BadRequestError) as refused:
        deliver(event("contact.creation"), event("contact.creation", portalId=12))
    assert (refused.value.status, refused.value.place) == (403, "[1].portalId")


@pytest.mark.parametrize(
    ("body", "status"),
    [
        (b"", 400),
        (b"{", 400),
        (b"\xff\xfe", 400),
        (b"[" * 100_000, 400),
        (b'{"portalId": 4711}', 400),
        (b"[1]", 400),
        (b'"text"', 400),
        (b" " * (MAX_BODY_BYTES + 1), 413),
    ],
)
def test_what_is_no_array_of_events_is_refused(body: bytes, status: int) -> None:
    with pytest.raises(BadRequestError) as refused:
        parse(body, PORTAL, NOW)
    assert refused.value.status == status


@pytest.mark.parametrize(
    "broken",
    [
        event("contact.creation", objectId=None),
        event("contact.creation", objectId="somebody@example.com"),
        event("contact.creation", objectId="9" * 5000),
        event("contact.propertyChange"),
        event("contact.propertyChange", propertyName="a", occurredAt=None),
        event("contact.propertyChange", propertyName="a", occurredAt=float("inf")),
        event("contact.merge", primaryObjectId=1),
        event("contact.merge", primaryObjectId=1, mergedObjectIds=3),
        event("contact.associationChange", associationType="CONTACT_TO_CONTACT"),
    ],
)
def test_an_event_without_ids_or_times_is_refused_without_repeating_it(broken: dict[str, Any]) -> None:
    with pytest.raises(BadRequestError) as refused:
        deliver(broken)
    assert (refused.value.status, refused.value.place) == (400, "[0]")
    assert "example.com" not in str(refused.value.as_dict())
