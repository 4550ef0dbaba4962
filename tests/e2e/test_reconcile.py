"""The nightly round on the local stack: what no event told of is put in step and reported."""

from __future__ import annotations

from typing import Any

import pytest

from tests.e2e.journey import Journey, eventually

pytestmark = pytest.mark.stack

PATIENCE_S = 180.0


def status(journey: Journey) -> dict[str, Any]:
    shown: dict[str, Any] = journey.stack.admin("reconcile.status")
    return shown


def at_rest(journey: Journey) -> None:
    """Another test's round may run."""
    if journey.stack.admin("reconcile.start")["state"] == "running":
        eventually(lambda: status(journey)["state"], "done", PATIENCE_S)


def test_a_round_puts_in_step_what_no_event_told_of(journey: Journey) -> None:
    at_rest(journey)
    pair = journey.linked(jobtitle="Countess")
    journey.stack.control("salesforce", "events/chaos", {"lose": 1})
    try:
        journey.edit_person(pair, Title="Analyst")
    finally:
        journey.stack.control("salesforce", "events/chaos", {})
    journey.stack.invoke("ReconcileFunction", {"force": True})
    eventually(lambda: journey.contact(pair, "jobtitle"), ("Analyst",), PATIENCE_S)
    eventually(lambda: status(journey)["state"], "done", PATIENCE_S)
    report = journey.stack.admin("reconcile.report")
    assert report["counts"]["repaired"] >= 1
    assert {one["field"] for one in report["drift"]} >= {"jobtitle"}


def test_an_administrator_asks_for_a_round_and_one_runs_at_a_time(journey: Journey) -> None:
    at_rest(journey)
    begun = journey.stack.admin("reconcile.start")
    again = journey.stack.admin("reconcile.start")
    assert begun["begun"] is True
    assert again["begun"] is False or again["round_id"] != begun["round_id"]
    eventually(lambda: status(journey)["state"], "done", PATIENCE_S)
    assert status(journey)["counts"]["total"] >= 1


def test_a_round_meets_somebody_whose_account_does_not_sync(journey: Journey) -> None:
    """Who waits for it is noted, as the worker notes it."""
    at_rest(journey)
    with journey.switched_on("company", create_in_hubspot=False):
        account = journey.salesforce.create("Account", {"Name": journey.email("account")})
        pair = journey.linked()
        journey.edit_person(pair, AccountId=account, Title="Analyst")
        eventually(lambda: journey.contact(pair, "jobtitle"), ("Analyst",))
        journey.stack.admin("reconcile.start")
        eventually(lambda: status(journey)["state"] != "running", True, PATIENCE_S)
        assert status(journey)["state"] == "done"
