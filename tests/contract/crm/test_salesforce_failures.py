"""Limits, failed calls, and sessions that end."""

from __future__ import annotations

import pytest
from crmsync.core.failure import Consequence, CrmError, Failure, Written
from crmsync.core.record import RecordUpdate
from crmsync.ports.crm import Look

from tests.contract.crm.salesforce_people import FIELDS, addresses, people
from tests.contract.crm.salesforce_world import SalesforceWorld, new


def test_daily_usage_and_what_every_answer_tells_of_it(salesforce: SalesforceWorld) -> None:
    assert salesforce.crm.last_usage is None
    salesforce.control("limits", {"daily_used": 500, "daily_max": 1000})
    used, limit = salesforce.crm.daily_usage()
    assert limit == 1000
    assert 500 <= used <= 502
    assert salesforce.crm.last_usage in {(used, limit), (used + 1, limit)}


def test_the_daily_limit_stops_the_remaining_batches(salesforce: SalesforceWorld) -> None:
    salesforce.crm.daily_usage()
    salesforce.calls()
    salesforce.control("limits", {"daily_used": 1000, "daily_max": 1000})
    outcomes = salesforce.crm.create([new(index, "Contact") for index in range(450)])
    assert {one.consequence for one in outcomes if isinstance(one, Failure)} == {Consequence.QUOTA_EXHAUSTED}
    assert len(outcomes) == 450
    assert salesforce.calls() == 1


@pytest.mark.parametrize(
    ("kind", "more", "consequence"),
    [
        ("drop_response", {}, Consequence.OUTCOME_UNKNOWN),
        ("reset", {}, Consequence.OUTCOME_UNKNOWN),
        ("status", {"status": 503}, Consequence.OUTCOME_UNKNOWN),
        ("status", {"status": 202}, Consequence.OUTCOME_UNKNOWN),
        ("rate_limit", {}, Consequence.QUOTA_EXHAUSTED),
    ],
)
def test_a_failed_write_is_the_outcome_of_every_record(
    salesforce: SalesforceWorld, kind: str, more: dict[str, int], consequence: Consequence
) -> None:
    salesforce.crm.daily_usage()
    salesforce.calls()
    salesforce.fault(kind, "composite/sobjects", **more)
    outcomes = salesforce.crm.create([new(index, "Contact", **values) for index, values in enumerate(people(2))])
    assert [outcome.consequence for outcome in outcomes if isinstance(outcome, Failure)] == [consequence] * 2
    assert salesforce.calls() == 1
    matches = salesforce.crm.look(Look(emails=addresses(1), fields=FIELDS)).matches["p0@example.org"]
    assert len(matches) == (1 if kind == "drop_response" else 0)


@pytest.mark.parametrize(("kind", "more"), [("reset", {}), ("status", {"status": 500}), ("status", {"status": 202})])
def test_a_failed_read_raises(salesforce: SalesforceWorld, kind: str, more: dict[str, int]) -> None:
    salesforce.crm.daily_usage()
    salesforce.fault(kind, "composite", **more)
    with pytest.raises(CrmError) as caught:
        salesforce.crm.look(Look(emails=addresses(1), fields=FIELDS))
    assert caught.value.failure.consequence is Consequence.RETRY_LATER


def test_an_ended_session_is_renewed_within_the_call(salesforce: SalesforceWorld) -> None:
    (one,) = salesforce.add("Contact", *people(1))
    salesforce.control("expire_sessions", {})
    (outcome,) = salesforce.crm.update([RecordUpdate(one, {"Title": "x"})])
    assert isinstance(outcome, Written)
    assert salesforce.calls() == 2
    salesforce.crm.daily_usage()
    assert salesforce.calls() == 1


@pytest.mark.s("S72")
def test_wrong_credentials_are_a_misconfiguration_told_once(salesforce: SalesforceWorld) -> None:
    salesforce.settings(consumer_secret="changed")
    for _ in range(3):
        with pytest.raises(CrmError) as caught:
            salesforce.crm.daily_usage()
        assert caught.value.failure.consequence is Consequence.BAD_CONFIGURATION
    assert salesforce.gateway.calls.as_json()["total"] == 1
