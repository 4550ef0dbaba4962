"""Limits, faults, call counts."""

from __future__ import annotations

import json
from typing import Any

import pytest

from tests.unit.salesforce_simulator.simulated_org import SimulatedOrg, error_of


class TestLimits:
    def test_every_answer_tells_the_usage(self, org: SimulatedOrg) -> None:
        for number, path in enumerate(("/limits", "/sobjects/Lead/nonsense", "/query?q=nonsense"), start=1):
            assert org.call("GET", path).headers["Sforce-Limit-Info"] == f"api-usage={number}/100000"

    def test_callers_and_other_integrations_share_the_limit(self, org: SimulatedOrg) -> None:
        org.control("limits", {"daily_max": 10, "daily_used": 7})
        org.call("GET", "/limits")
        org.person("GET", "/limits")
        left = org.call("GET", "/limits").json()["DailyApiRequests"]
        assert left == {"Max": 10, "Remaining": 0}
        answer = org.call("GET", "/sobjects")
        assert error_of(answer) == (403, "REQUEST_LIMIT_EXCEEDED")
        assert answer.json()[0]["message"] == "TotalRequests Limit exceeded."
        assert answer.headers["Sforce-Limit-Info"] == "api-usage=10/10"

    def test_calls_age_out_after_a_day(self, org: SimulatedOrg) -> None:
        org.control("limits", {"daily_max": 1})
        org.call("GET", "/limits")
        assert org.person("GET", "/limits").status == 403
        org.clock.now += 86_400 - 900
        assert org.person("GET", "/limits").status == 403
        org.clock.now += 1800
        assert org.person("GET", "/limits").status == 200

    def test_logging_in_is_free_and_asking_for_limits_may_be(self, org: SimulatedOrg) -> None:
        org.log_in()
        org.control("settings", {"limits_call_counts": False})
        assert org.call("GET", "/limits").headers["Sforce-Limit-Info"] == "api-usage=0/100000"


class TestFaults:
    def _fault(self, org: SimulatedOrg, **fault: Any) -> None:
        org.send("POST", "/__sim__/faults", json.dumps([fault]).encode())

    @pytest.mark.parametrize(
        ("fault", "error"),
        [
            ({"kind": "status", "status": 503}, (503, "SERVER_UNAVAILABLE")),
            ({"kind": "status", "status": 500}, (500, "UNKNOWN_EXCEPTION")),
            ({"kind": "status", "status": 401}, (401, "INVALID_SESSION_ID")),
            ({"kind": "rate_limit"}, (403, "REQUEST_LIMIT_EXCEEDED")),
        ],
    )
    def test_injected_errors_do_nothing(self, org: SimulatedOrg, fault: Any, error: tuple[int, str]) -> None:
        self._fault(org, **fault)
        before = org.control("limits")["daily_used"]
        assert error_of(org.call("POST", "/sobjects/Lead", {"LastName": "Doe", "Company": "Acme"})) == error
        assert org.control("limits")["daily_used"] == before
        org.lead()

    def test_a_locked_row_of_a_single_write(self, org: SimulatedOrg) -> None:
        lead_id = org.lead()
        self._fault(org, kind="lock_row", times=2)
        assert error_of(org.call("PATCH", f"/sobjects/Lead/{lead_id}", {"Title": "x"})) == (400, "UNABLE_TO_LOCK_ROW")
        assert error_of(org.call("POST", "/sobjects/Lead", {"LastName": "a", "Company": "b"})) == (
            400,
            "UNABLE_TO_LOCK_ROW",
        )
        assert org.call("PATCH", f"/sobjects/Lead/{lead_id}", {"Title": "x"}).status == 204

    def test_a_locked_row_of_a_collection(self, org: SimulatedOrg) -> None:
        ids = [org.lead() for _ in range(3)]
        rows = [{"attributes": {"type": "Lead"}, "id": one, "Title": "CEO"} for one in ids]
        self._fault(org, kind="lock_row")
        outcomes = org.call("PATCH", "/composite/sobjects", {"records": rows}).json()
        assert [one["success"] for one in outcomes] == [False, True, True]
        assert outcomes[0]["errors"][0]["statusCode"] == "UNABLE_TO_LOCK_ROW"
        assert [org.read("Lead", one)["Title"] for one in ids] == [None, "CEO", "CEO"]

    def test_a_lost_answer_after_the_write(self, org: SimulatedOrg) -> None:
        self._fault(org, kind="drop_response", match={"method": "POST", "path": "/sobjects/Lead"})
        with pytest.raises(AssertionError):
            org.lead(LastName="Lost")
        assert len(org.records("SELECT Id FROM Lead WHERE LastName = 'Lost'")) == 1


def test_call_counts(org: SimulatedOrg) -> None:
    org.send("POST", "/__sim__/calls/reset")
    lead_id = org.lead()
    org.person("PATCH", f"/sobjects/Lead/{lead_id}", {"Title": "CEO"})
    org.call("GET", "/query?q=nonsense")
    org.call("GET", "/limits", token="nobody's")
    org.call("GET", "/nowhere")
    org.control("expire_sessions")
    org.call("GET", "/limits")
    org.log_in()
    calls = org.control("calls", method="GET")
    assert calls == {
        "total": 7,
        "by_client": {"app": 5, "user": 1, "other": 1},
        "by_route": {
            "POST /services/data/{version}/sobjects/{kind}": 1,
            "PATCH /services/data/{version}/sobjects/{kind}/{record_id}": 1,
            "GET /services/data/{version}/query": 1,
            "GET /services/data/{version}/limits": 2,
            "GET unknown": 1,
            "POST /services/oauth2/token": 1,
        },
    }
