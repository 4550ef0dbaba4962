"""Faults: which requests they hit, and how often."""

from __future__ import annotations

from collections.abc import Callable

import pytest

from sandbox.frame.faults import BadFaultError, FaultPlan
from sandbox.frame.gateway import Gateway
from sandbox.frame.http import Request, request_of
from sandbox.hubspot.settings import HubspotSettings
from sandbox.hubspot.simulator import HubspotSimulator
from sandbox.salesforce.simulator import SalesforceSimulator


def test_a_fault_hits_what_it_matches_as_often_as_it_says() -> None:
    plan = FaultPlan()
    plan.add([{"kind": "reset", "match": {"method": "GET|POST", "path": "/a"}, "times": 2}])
    hits = [
        plan.take(Request(method, path)) is not None for method, path in [("GET", "/b"), ("PUT", "/a"), ("GET", "/a")]
    ]
    assert hits == [False, False, True]
    assert plan.take(Request("POST", "/x/a/y")) is not None
    assert plan.take(Request("POST", "/a")) is None


@pytest.mark.parametrize(
    ("bad", "named"),
    [
        ({"kind": "fire"}, "kind"),
        ({"kind": "reset", "match": {"path": "("}}, "match.path"),
        ({"kind": "reset", "match": 1}, "match"),
        ({"kind": "reset", "times": "often"}, "times"),
        ({"kind": "status", "status": "bad"}, "status"),
        ({"kind": "slow", "seconds": None}, "seconds"),
        ("reset", "an object"),
    ],
)
def test_a_bad_fault_is_refused_and_adds_none(bad: object, named: str) -> None:
    plan = FaultPlan()
    with pytest.raises(BadFaultError, match=named):
        plan.add([{"kind": "reset"}, bad])
    assert plan.take(Request("GET", "/")) is None


def test_faults_must_come_as_a_list() -> None:
    gateway = Gateway(HubspotSimulator(lambda: 0.0))
    exchange = gateway.exchange(request_of("POST", "/__sim__/faults", {}, b'{"kind": "reset"}'))
    assert exchange.response is not None
    assert exchange.response.status == 400


LOGIN = b"grant_type=client_credentials&client_id=3MVG9sandboxConsumerKey&client_secret=sandbox-consumer-secret"
Made = tuple[Gateway, Request, Callable[[], int]]
"""A simulator, a call that creates a contact, and how many contacts there are."""


def on_hubspot() -> Made:
    simulator = HubspotSimulator(lambda: 0.0)
    headers = {"Authorization": f"Bearer {HubspotSettings().app_token}"}
    create = request_of("POST", "/crm/objects/2026-09/contacts", headers, b'{"properties": {"city": "Oslo"}}')
    return Gateway(simulator), create, lambda: len(simulator.portal.store("contacts").records)


def on_salesforce() -> Made:
    simulator = SalesforceSimulator(lambda: 0.0)
    token = simulator.answer(request_of("POST", "/services/oauth2/token", {}, LOGIN)).json()["access_token"]
    headers = {"Authorization": f"Bearer {token}"}
    create = request_of("POST", "/services/data/v67.0/sobjects/Contact", headers, b'{"LastName": "Doe"}')
    return Gateway(simulator), create, lambda: len(simulator.org.store.table(simulator.org.schema["Contact"]).rows)


@pytest.mark.parametrize("make", [on_hubspot, on_salesforce], ids=["hubspot", "salesforce"])
@pytest.mark.parametrize(
    ("kind", "statuses", "delay", "written"),
    [
        ("status", {503}, 0.0, 0),
        ("timeout", {None}, 3.0, 0),
        ("reset", {None}, 0.0, 0),
        ("drop_response", {None}, 0.0, 1),
        ("break_off", {201}, 0.0, 1),
        ("slow", {201}, 3.0, 1),
        ("rate_limit", {429, 403}, 0.0, 0),
        ("lock_row", {423, 400}, 0.0, 0),
    ],
)
def test_what_each_kind_does_on_both_sides(
    make: Callable[[], Made], kind: str, statuses: set[int | None], delay: float, written: int
) -> None:
    gateway, create, count = make()
    before = count()
    gateway.faults.add([{"kind": kind, "seconds": 3}])
    exchange = gateway.exchange(create)
    assert (exchange.response.status if exchange.response else None) in statuses
    assert (exchange.delay, count() - before) == (delay, written)
    after = gateway.exchange(create).response
    assert after is not None
    assert after.status == 201, "a fault ends after its times"


@pytest.mark.parametrize("make", [on_hubspot, on_salesforce], ids=["hubspot", "salesforce"])
def test_an_answer_that_breaks_off_is_no_json(make: Callable[[], Made]) -> None:
    gateway, create, _ = make()
    gateway.faults.add([{"kind": "break_off"}])
    response = gateway.exchange(create).response
    assert response is not None
    with pytest.raises(ValueError, match=r"Unterminated|Expecting"):
        response.json()
