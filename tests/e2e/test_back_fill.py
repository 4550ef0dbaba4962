"""A mapping that comes late, on the local stack: previewed, filled, and taken back."""

from __future__ import annotations

from typing import Any

import pytest

from tests.e2e.journey import Journey, Pair, eventually
from tests.e2e.test_reconcile import PATIENCE_S, at_rest, status

pytestmark = pytest.mark.stack

DOE = {"LastName": "Doe"}
FAX: dict[str, Any] = {"hubspot": "fax", "salesforce": "Fax"}


def fill(journey: Journey, *, preview: bool) -> dict[str, Any]:
    """The report of the round, when it is done."""
    begun = journey.stack.admin("resync", object="contact", mapping="fax", preview=preview)
    eventually(lambda: (status(journey)["round_id"], status(journey)["state"]), (begun["round_id"], "done"), PATIENCE_S)
    report: dict[str, Any] = journey.stack.admin("reconcile.report")
    return report


def filled(report: dict[str, Any]) -> int:
    """Values of the field that both sides held before."""
    own = [
        one for one in report["drift"] if (one["object"], one["field"], one["cause"]) == ("contact", "fax", "back_fill")
    ]
    return sum(one["values"] for one in own)


def met_apart(journey: Journey) -> Pair:
    """Linked, and each side has a fax number of its own. No event tells of the numbers: one that is heard of once the
    mapping is back would be merged like any edit.
    """
    email = journey.email()
    journey.stack.control("salesforce", "load", {"object": "Contact", "records": [{**DOE, "Email": email, "Fax": "1"}]})
    (person,) = journey.people_of(email)
    records = [{"lastname": "Doe", "email": email, "fax": "2"}]
    (contact,) = journey.stack.control("hubspot", "load", {"object": "contacts", "records": records})["ids"]
    journey.stack.admin("resync", object="contact", hubspot_ids=[contact])
    eventually(lambda: journey.stack.admin("record.show", hubspot_id=contact)["link"] is not None)
    return Pair(contact, person, email)


def test_a_back_fill_is_previewed_done_and_undone(journey: Journey) -> None:
    with journey.parameter("mappings/contact/fax", {"mappings": [{**FAX, "rule": "dont_sync"}]}):
        pair = met_apart(journey)
    at_rest(journey)
    preview = fill(journey, preview=True)
    assert (preview["preview"], filled(preview) >= 1) == (True, True)
    assert (journey.contact(pair, "fax"), journey.person(pair, "Fax")) == (("2",), ("1",))
    done = fill(journey, preview=False)
    assert filled(done) == filled(preview)
    eventually(lambda: journey.contact(pair, "fax"), ("1",), PATIENCE_S)
    told = journey.stack.admin("undo", job=done["round_id"], preview=True)
    assert told["would_change"] >= 1
    assert journey.contact(pair, "fax") == ("1",)
    assert journey.stack.admin("undo", job=done["round_id"])["enqueued"] >= 1
    eventually(lambda: journey.contact(pair, "fax"), ("2",), PATIENCE_S)
    assert journey.person(pair, "Fax") == ("1",)
