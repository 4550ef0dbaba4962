"""`parked.list` and `usage`."""

from typing import Any

import pytest
from crmsync.core.parked import Category, Parked
from crmsync.core.record import RecordRef, Side

ADA = RecordRef(Side.HUBSPOT, "contact", "51")


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


def test_usage_before_the_vendor_was_asked(admin: Any) -> None:
    assert admin.ask("usage")["salesforce"]["vendor"] == {"used": None, "limit": None, "at": None}
