"""Opting addresses out: a few one by one, many in batches where the app may send them."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

import pytest
from crmsync.core.failure import Consequence, Failure, WriteOutcome, Written
from crmsync.core.record import Record, RecordRef
from crmsync.ports.crm import Look

from tests.contract.crm.hubspot_people import people
from tests.contract.crm.hubspot_world import HubspotWorld

OPT_OUT = "hs_email_optout"
SINGLE_SCOPE = "communication_preferences.read_write"
BATCH_SCOPE = "communication_preferences.statuses.batch.write"


def addresses(count: int) -> list[str]:
    """Of the first so many people."""
    return [person["email"] for person in people(count)]


def calls(hubspot: HubspotWorld) -> tuple[int, int]:
    """To the endpoint of single addresses and to that of batches, since the last question about calls."""
    routes: Any = hubspot.gateway.calls.as_json()["by_route"]
    batches = sum(count for route, count in routes.items() if route.endswith("/batch/unsubscribe-all"))
    total = hubspot.calls()
    assert total == sum(count for route, count in routes.items() if "unsubscribe-all" in route)
    return total - batches, batches


def done(outcomes: Sequence[WriteOutcome]) -> list[bool]:
    return [isinstance(outcome, Written) for outcome in outcomes]


def consequences(outcomes: Sequence[WriteOutcome]) -> list[Consequence | None]:
    return [outcome.consequence if isinstance(outcome, Failure) else None for outcome in outcomes]


def opted_out(hubspot: HubspotWorld, refs: Sequence[RecordRef]) -> list[bool]:
    seen = hubspot.crm.look(Look(refs=tuple(refs), fields={"contact": (OPT_OUT,)})).records
    found = [seen[one] for one in refs]
    return [isinstance(one, Record) and one.values[OPT_OUT] == "true" for one in found]


def test_many_are_a_hundred_a_call(hubspot: HubspotWorld) -> None:
    refs = hubspot.add(*people(150))
    outcomes = hubspot.crm.unsubscribe([*addresses(150), "p0@example.org"])
    assert done(outcomes) == [True] * 151
    assert calls(hubspot) == (0, 2)
    assert all(opted_out(hubspot, refs))


@pytest.mark.parametrize("count", [1, 3])
def test_a_few_are_a_call_each_and_need_no_scope_of_batches(hubspot: HubspotWorld, count: int) -> None:
    refs = hubspot.add(*people(count))
    hubspot.settings(missing_scopes=[BATCH_SCOPE])
    outcomes = hubspot.crm.unsubscribe([*addresses(count), "p0@example.org"])
    assert done(outcomes) == [True] * (count + 1)
    assert calls(hubspot) == (count, 0)
    assert all(opted_out(hubspot, refs))


def test_who_is_out_already_is_taken_again(hubspot: HubspotWorld) -> None:
    for _ in range(2):
        assert done(hubspot.crm.unsubscribe(["early+bird@example.org"])) == [True]
    assert calls(hubspot) == (2, 0)
    assert list(hubspot.simulator.portal.opted_out) == ["early+bird@example.org"]


def test_five_with_the_scope_of_batches_are_one_call(hubspot: HubspotWorld) -> None:
    refs = hubspot.add(*people(5))
    assert done(hubspot.crm.unsubscribe(addresses(5))) == [True] * 5
    assert calls(hubspot) == (0, 1)
    assert all(opted_out(hubspot, refs))


@pytest.mark.parametrize("count", [5, 120])
def test_many_without_the_scope_of_batches_are_a_call_each(hubspot: HubspotWorld, count: int) -> None:
    refs = hubspot.add(*people(count))
    hubspot.settings(missing_scopes=[BATCH_SCOPE])
    assert done(hubspot.crm.unsubscribe(addresses(count))) == [True] * count
    assert calls(hubspot) == (count, 1)
    assert all(opted_out(hubspot, refs))


@pytest.mark.parametrize("missing", [[], [BATCH_SCOPE]])
@pytest.mark.parametrize("count", [2, 5])
def test_an_address_that_hubspot_refuses_holds_up_no_other(
    hubspot: HubspotWorld, count: int, missing: list[str]
) -> None:
    refs = hubspot.add(*people(count))
    hubspot.settings(missing_scopes=missing)
    bad, *good = hubspot.crm.unsubscribe(["nonsense", *addresses(count)])
    assert isinstance(bad, Failure)
    assert bad.consequence is Consequence.REJECTED_RECORD
    assert "nonsense" not in bad.message
    assert done(good) == [True] * count
    assert all(opted_out(hubspot, refs))


def test_a_lost_answer_concerns_its_own_address_alone(hubspot: HubspotWorld) -> None:
    hubspot.fault("drop_response", "p1@example.org/unsubscribe-all")
    outcomes = hubspot.crm.unsubscribe(addresses(3))
    assert consequences(outcomes) == [None, Consequence.OUTCOME_UNKNOWN, None]
    assert calls(hubspot) == (3, 0)


@pytest.mark.parametrize(("count", "spent"), [(2, (1, 0)), (5, (1, 1))])
def test_without_any_scope_every_address_fails(hubspot: HubspotWorld, count: int, spent: tuple[int, int]) -> None:
    """And what the first call told is not asked again for each of them."""
    hubspot.settings(missing_scopes=[SINGLE_SCOPE, BATCH_SCOPE])
    outcomes = hubspot.crm.unsubscribe(addresses(count))
    assert consequences(outcomes) == [Consequence.BAD_CONFIGURATION] * count
    assert calls(hubspot) == spent


def test_a_quota_that_ends_between_single_addresses_is_the_outcome_of_the_rest(hubspot: HubspotWorld) -> None:
    hubspot.settings(missing_scopes=[BATCH_SCOPE])
    hubspot.control("limits", {"daily_used": 997, "daily_max": 1000})
    outcomes = hubspot.crm.unsubscribe(addresses(5))
    assert consequences(outcomes) == [None, None, *[Consequence.QUOTA_EXHAUSTED] * 3]
    assert calls(hubspot) == (3, 1)


def test_after_a_limit_of_seconds_the_rest_waits_too(hubspot: HubspotWorld) -> None:
    hubspot.fault("rate_limit", "p1@example.org/unsubscribe-all")
    outcomes = hubspot.crm.unsubscribe(addresses(3))
    assert consequences(outcomes) == [None, Consequence.RETRY_LATER, Consequence.RETRY_LATER]
    assert calls(hubspot) == (2, 0)
