"""A mapping that comes late, on the local stack: previewed, filled, and taken back."""

from __future__ import annotations

from typing import Any

import pytest

from tests.e2e.journey import Journey, eventually
from tests.e2e.test_reconcile import PATIENCE_S, at_rest, status

pytestmark = pytest.mark.stack

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


def told_so_far(journey: Journey) -> None:
    """CRMs tell in order: what is heard after the edits comes after them. An edit that is heard of when the mapping is
    back would be merged like any other.
    """
    email = journey.email()
    journey.salesforce.create("Contact", {"Email": email, "LastName": "Doe"})
    journey.linked()
    eventually(lambda: len(journey.contacts_of(email)), 1)


def test_a_back_fill_is_previewed_done_and_undone(journey: Journey) -> None:
    with journey.parameter("mappings/contact/fax", {"mappings": [{**FAX, "rule": "dont_sync"}]}):
        pair = journey.linked()
        journey.edit_person(pair, Fax="1")
        journey.edit_contact(pair, fax="2")
        told_so_far(journey)
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
