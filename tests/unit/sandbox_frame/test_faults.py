"""Faults: which requests they hit, and how often."""

from __future__ import annotations

from typing import Any

import pytest

from sandbox.frame.faults import BadFaultError, FaultPlan
from sandbox.frame.gateway import Gateway
from sandbox.frame.http import Request, request_of
from sandbox.hubspot.simulator import HubspotSimulator


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
    ],
)
def test_a_bad_fault_is_refused_and_adds_none(bad: dict[str, Any], named: str) -> None:
    plan = FaultPlan()
    with pytest.raises(BadFaultError, match=named):
        plan.add([{"kind": "reset"}, bad])
    assert plan.take(Request("GET", "/")) is None


def test_faults_must_come_as_a_list() -> None:
    gateway = Gateway(HubspotSimulator(lambda: 0.0))
    exchange = gateway.exchange(request_of("POST", "/__sim__/faults", {}, b'{"kind": "reset"}'))
    assert exchange.response is not None
    assert exchange.response.status == 400


@pytest.mark.parametrize(
    ("kind", "answered", "delay"), [("timeout", False, 3.0), ("slow", True, 3.0), ("reset", False, 0.0)]
)
def test_what_each_kind_does_to_the_exchange(kind: str, answered: bool, delay: float) -> None:
    gateway = Gateway(HubspotSimulator(lambda: 0.0))
    gateway.faults.add([{"kind": kind, "seconds": 3}])
    exchange = gateway.exchange(request_of("GET", "/crm/v3/owners", {}, b""))
    assert ((exchange.response is not None), exchange.delay) == (answered, delay)
