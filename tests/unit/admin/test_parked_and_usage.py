"""`parked.list` and `usage`."""

from dataclasses import replace
from typing import Any

import pytest
from crmsync.core.parked import Category, Parked
from crmsync.core.record import RecordRef, Side

ADA = RecordRef(Side.HUBSPOT, "contact", "51")
FAR = 1_990_000_000_000


def parked(ref: RecordRef, **more: Any) -> Parked:
    return Parked(ref, Category.DUPLICATES, "two have this e-mail", "merge them", 1_795_305_600_000, **more)


def test_nothing_is_parked(admin: Any) -> None:
    assert admin.ask("parked.list") == {"items": [], "next": None}


def test_a_parked_record(admin: Any) -> None:
    admin.parking.park([parked(ADA, part="email", next_try_at=1_795_305_660_000)])
    assert admin.ask("parked.list")["items"] == [
        {
            "side": "hubspot",
            "object": "contact",
            "id": "51",
            "part": "email",
            "category": "duplicates",
            "reason": "two have this e-mail",
            "fix": "merge them",
            "attempts": 1,
            "parked_at": "2026-11-22T00:00:00.000Z",
            "next_try_at": "2026-11-22T00:01:00.000Z",
        }
    ]


def test_pages_follow_each_other(admin: Any) -> None:
    refs = [RecordRef(Side.HUBSPOT, "contact", str(number)) for number in range(1, 8)]
    admin.parking.park([parked(ref) for ref in refs])
    seen, following = [], None
    for _ in range(4):
        page = admin.ask("parked.list", limit=2, next=following)
        seen += [item["id"] for item in page["items"]]
        following = page["next"]
    assert following is None
    assert sorted(seen) == [ref.id for ref in refs]


@pytest.mark.parametrize("limit", [0, 501, "ten", 1.5, True])
def test_the_limit_is_1_to_500(admin: Any, limit: object) -> None:
    assert admin.refused("parked.list", limit=limit) == ("bad_arguments", "limit must be a number from 1 to 500")


def park_several(admin: Any) -> None:
    lead = RecordRef(Side.SALESFORCE, "Lead", "00Q000000000001AAA")
    contacts = [RecordRef(Side.HUBSPOT, "contact", str(number)) for number in range(1, 10)]
    admin.parking.park([parked(ref, next_try_at=FAR) for ref in (*contacts, lead)])
    admin.parking.park([replace(parked(ADA, part="city", next_try_at=FAR), category=Category.PROPERTY_VALUES)])
    message = RecordRef(Side.HUBSPOT, "message", "m")
    admin.parking.park([replace(parked(message), category=Category.UNDECODABLE)])


@pytest.mark.parametrize(
    ("wanted", "count"),
    [
        ({"category": "property_values"}, 1),
        ({"category": "duplicates"}, 10),
        ({"category": "duplicates", "object": "Lead"}, 1),
        ({"object": "contact"}, 10),
        ({"object": "Contact"}, 0),
    ],
)
@pytest.mark.parametrize("limit", [1, 3, 500])
def test_what_is_parked_by_category_and_object(admin: Any, wanted: dict[str, str], count: int, limit: int) -> None:
    park_several(admin)
    seen, following = [], None
    while True:
        page = admin.ask("parked.list", limit=limit, next=following, **wanted)
        assert len(page["items"]) <= limit
        seen += [(item["id"], item["part"]) for item in page["items"]]
        following = page["next"]
        if following is None:
            break
    assert len(seen) == len(set(seen)) == count


def test_an_unknown_category_is_refused_with_the_known_ones(admin: Any) -> None:
    for command in ("parked.list", "parked.retry"):
        code, message = admin.refused(command, category="bad_luck")
        assert code == "bad_arguments"
        assert "property_values" in message


@pytest.mark.parametrize(
    ("wanted", "count"), [({"category": "property_values"}, 1), ({"object": "Lead"}, 1), ({"id": "51"}, 1), ({}, 11)]
)
def test_parked_rows_are_tried_again_at_once(admin: Any, wanted: dict[str, str], count: int) -> None:
    park_several(admin)
    assert admin.ask("parked.retry", **wanted) == {"due": count}
    assert len(admin.parking.due(admin.clock.now(), 100)) == count


@pytest.mark.s("S79")
def test_usage_of_seven_days(admin: Any) -> None:
    now = admin.clock.now()
    admin.ledger.record(Side.HUBSPOT, now, {("live", "read", "sync_records"): 5, ("poll", "search", "hubspot_poll"): 2})
    admin.ledger.record(Side.HUBSPOT, now - 86_400_000, {("live", "read", "sync_records"): 3})
    admin.ledger.set_vendor(Side.HUBSPOT, 900, 250_000, now)
    usage = admin.ask("usage")
    assert set(usage) == {"hubspot", "salesforce"}
    assert [day["calls"] for day in usage["hubspot"]["days"]] == [0, 0, 0, 0, 0, 3, 7]
    assert usage["hubspot"]["days"][-1]["date"] == "2026-11-22"
    assert usage["hubspot"]["vendor"] == {"used": 900, "limit": 250_000, "at": "2026-11-22T00:00:00.000Z"}


@pytest.mark.s("S79")
def test_usage_by_hour_class_purpose_and_function(admin: Any) -> None:
    now = admin.clock.now()
    read, search = ("live", "read", "sync_records"), ("poll", "changed_since", "hubspot_poll")
    admin.ledger.record(Side.HUBSPOT, now, {read: 5, search: 9})
    admin.ledger.record(Side.HUBSPOT, now - 3_600_000, {read: 3})
    admin.ledger.record(Side.HUBSPOT, now - 8 * 86_400_000, {read: 1_000})
    usage = admin.ask("usage")
    assert usage["hubspot"]["hours"] == [
        {"hour": "2026-11-21T23:00Z", "calls": 3},
        {"hour": "2026-11-22T00:00Z", "calls": 14},
    ]
    assert usage["hubspot"]["by_class"] == {"poll": 9, "live": 8}
    assert list(usage["hubspot"]["by_purpose"].items()) == [("changed_since", 9), ("read", 8)]
    assert usage["hubspot"]["by_function"] == {"hubspot_poll": 9, "sync_records": 8}
    assert usage["salesforce"]["hours"] == []
    assert usage["salesforce"]["by_function"] == {}


def test_usage_before_the_vendor_was_asked(admin: Any) -> None:
    assert admin.ask("usage")["salesforce"]["vendor"] == {"used": None, "limit": None, "at": None}
