"""Limits, failed calls, and scopes that are missing."""

from __future__ import annotations

import pytest
from crmsync.core.failure import Consequence, CrmError, Failure
from crmsync.core.parked import Category
from crmsync.ports.crm import Look

from tests.contract.crm.hubspot_people import FIELDS, people
from tests.contract.crm.hubspot_world import HubspotWorld, new, ref


def test_daily_usage(hubspot: HubspotWorld) -> None:
    hubspot.control("limits", {"daily_used": 500, "daily_max": 1000})
    used, limit = hubspot.crm.daily_usage()
    assert (used, limit) in {(500, 1000), (501, 1000)}


@pytest.mark.parametrize(
    ("kind", "more", "consequence"),
    [
        ("drop_response", {}, Consequence.OUTCOME_UNKNOWN),
        ("reset", {}, Consequence.OUTCOME_UNKNOWN),
        ("status", {"status": 502}, Consequence.OUTCOME_UNKNOWN),
        ("status", {"status": 423}, Consequence.RETRY_LATER),
        ("status", {"status": 401}, Consequence.BAD_CONFIGURATION),
        ("status", {"status": 202}, Consequence.OUTCOME_UNKNOWN),
        ("rate_limit", {}, Consequence.RETRY_LATER),
    ],
)
def test_a_failed_write_is_the_outcome_of_every_record(
    hubspot: HubspotWorld, kind: str, more: dict[str, int], consequence: Consequence
) -> None:
    hubspot.fault(kind, "batch/create", **more)
    outcomes = hubspot.crm.create([new(1, email="a@example.org"), new(2, email="b@example.org")])
    assert [outcome.consequence for outcome in outcomes if isinstance(outcome, Failure)] == [consequence] * 2
    assert hubspot.calls() == 1
    matches = hubspot.crm.look(Look(emails=("a@example.org",), fields=FIELDS)).matches["a@example.org"]
    assert len(matches) == (1 if kind == "drop_response" else 0)


@pytest.mark.parametrize(
    ("kind", "more", "consequence"),
    [
        ("reset", {}, Consequence.RETRY_LATER),
        ("status", {"status": 504}, Consequence.RETRY_LATER),
        ("status", {"status": 202}, Consequence.RETRY_LATER),
        ("status", {"status": 403}, Consequence.BAD_CONFIGURATION),
    ],
)
def test_a_failed_read_raises(hubspot: HubspotWorld, kind: str, more: dict[str, int], consequence: Consequence) -> None:
    (one,) = hubspot.add({"email": "a@example.org"})
    hubspot.fault(kind, "batch/read", **more)
    with pytest.raises(CrmError) as caught:
        hubspot.crm.look(Look((one,), (), FIELDS))
    assert caught.value.failure.consequence is consequence
    assert hubspot.calls() == 1


def test_the_daily_limit_stops_the_remaining_batches(hubspot: HubspotWorld) -> None:
    hubspot.control("limits", {"daily_used": 1000, "daily_max": 1000})
    outcomes = hubspot.crm.create([new(index, **values) for index, values in enumerate(people(250))])
    assert {one.consequence for one in outcomes if isinstance(one, Failure)} == {Consequence.QUOTA_EXHAUSTED}
    assert len(outcomes) == 250
    assert hubspot.calls() == 1


def test_a_missing_scope_is_named(hubspot: HubspotWorld) -> None:
    hubspot.settings(missing_scopes=["crm.objects.contacts.read"])
    with pytest.raises(CrmError) as caught:
        hubspot.crm.look(Look((ref("1"),), (), FIELDS))
    assert caught.value.failure.consequence is Consequence.BAD_CONFIGURATION
    assert caught.value.failure.category == Category.PERMISSIONS
