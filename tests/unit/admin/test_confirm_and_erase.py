"""`breaker.confirm` and `privacy.erase`."""

from typing import Any

import pytest
from crmsync.core.breaker import HOUR, clears_of, deletions_of
from crmsync.core.change import ChangeKind
from crmsync.core.link import Link
from crmsync.core.message import unpack
from crmsync.core.parked import WHOLE_RECORD, Category, Parked
from crmsync.core.record import RecordRef, Side

CONTACT = RecordRef(Side.HUBSPOT, "contact", "51")
PERSON = RecordRef(Side.SALESFORCE, "Contact", "003000000000001AAA")


def park(admin: Any, category: Category, part: str, record_id: str = "51", object_type: str = "contact") -> None:
    ref = RecordRef(Side.HUBSPOT, object_type, record_id)
    admin.parking.park([Parked(ref, category, "", "", 0, part)])


def due(admin: Any) -> set[tuple[str, str]]:
    return {(row.ref.id, row.part) for row in admin.parking.due(admin.clock.now(), 100)}


def test_only_what_is_confirmed_goes_on(active: Any) -> None:
    park(active, Category.MASS_CLEAR, "city")
    park(active, Category.MASS_CLEAR, "jobtitle")
    park(active, Category.PROPERTY_VALUES, "city", "52")
    park(active, Category.MASS_CLEAR, "city", "53", "company")
    park(active, Category.MASS_DELETION, WHOLE_RECORD, "54")
    now = active.clock.now()
    answer = active.ask("breaker.confirm", object="contact", field="city")
    assert answer == {"resumed": 1, "confirmed_until": now + HOUR}
    assert due(active) == {("51", "city")}
    assert active.breakers.take(clears_of("contact", "city"), 9, 1, now) == 9
    assert active.breakers.take(clears_of("contact", "jobtitle"), 9, 1, now) == 1
    assert active.breakers.take(deletions_of("contact"), 9, 1, now) == 1
    assert active.ask("breaker.confirm", object="contact", deletions=True)["resumed"] == 1
    assert due(active) == {("51", "city"), ("54", WHOLE_RECORD)}


@pytest.mark.parametrize("args", [{}, {"field": "city", "deletions": True}, {"deletions": "yes"}])
def test_what_is_confirmed_must_be_said(active: Any, args: dict[str, Any]) -> None:
    assert active.refused("breaker.confirm", object="contact", **args)[0] == "bad_arguments"
    assert active.refused("breaker.confirm", object="cheese", field="city")[0] == "bad_arguments"


@pytest.mark.parametrize(("args", "ref"), [({"hubspot_id": "51"}, CONTACT), ({"salesforce_id": PERSON.id}, PERSON)])
def test_an_erasure_is_enqueued(active: Any, args: dict[str, str], ref: RecordRef) -> None:
    assert active.ask("privacy.erase", **args) == {"enqueued": ref.key, "was_linked": False}
    active.links.create([Link(CONTACT, PERSON)])
    assert active.ask("privacy.erase", **args)["was_linked"] is True
    changes = [change for message in active.queue.receive("live", 10) for change in unpack(message.body)]
    assert {(change.ref, change.kind, change.cause) for change in changes} == {(ref, ChangeKind.ERASE, "privacy_erase")}


def test_an_erasure_takes_one_id(active: Any) -> None:
    assert active.refused("privacy.erase")[0] == "bad_arguments"
    assert active.refused("privacy.erase", email="ada@example.org")[0] == "bad_arguments"
