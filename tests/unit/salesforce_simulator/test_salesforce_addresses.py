"""An org with picklists for states and countries."""

from __future__ import annotations

from typing import Any

import pytest

from tests.unit.salesforce_simulator.simulated_org import SimulatedOrg, error_of

COUNTRIES = {
    "US": {"name": "United States", "states": {"CA": "California", "TX": "Texas"}},
    "CA": {"name": "Canada", "states": {"ON": "Ontario"}},
    "DE": {"name": "Germany"},
}
IN_TEXAS = {"State": "Texas", "StateCode": "TX", "Country": "United States", "CountryCode": "US"}


@pytest.fixture
def lead(org: SimulatedOrg) -> str:
    org.control("schema", {"op": "set_countries", "object": "Lead", "countries": COUNTRIES})
    return org.lead(State="Texas", Country="United States")


def shown(org: SimulatedOrg, lead: str) -> dict[str, Any]:
    record = org.call("GET", f"/sobjects/Lead/{lead}").json()
    return {name: record[name] for name in IN_TEXAS}


def test_the_code_fields_are_described(org: SimulatedOrg, lead: str) -> None:
    fields = {field["name"]: field for field in org.call("GET", "/sobjects/Lead/describe").json()["fields"]}
    assert (fields["State"]["type"], fields["StateCode"]["type"]) == ("string", "picklist")
    assert [(one["value"], one["label"]) for one in fields["CountryCode"]["picklistValues"]] == [
        ("US", "United States"),
        ("CA", "Canada"),
        ("DE", "Germany"),
    ]
    assert fields["StateCode"]["restrictedPicklist"]


@pytest.mark.parametrize(
    ("values", "expected"),
    [
        ({"State": "California"}, {**IN_TEXAS, "State": "California", "StateCode": "CA"}),
        ({"StateCode": "CA"}, {**IN_TEXAS, "State": "California", "StateCode": "CA"}),
        (
            {"Country": "Canada", "State": "Ontario"},
            {"State": "Ontario", "StateCode": "ON", "Country": "Canada", "CountryCode": "CA"},
        ),
        ({"CountryCode": None}, dict.fromkeys(IN_TEXAS)),
        ({"Country": None}, dict.fromkeys(IN_TEXAS)),
        ({"State": None}, {**IN_TEXAS, "State": None, "StateCode": None}),
        ({"City": "Austin"}, IN_TEXAS),
    ],
)
def test_names_and_codes_follow_each_other(org: SimulatedOrg, lead: str, values: Any, expected: Any) -> None:
    assert shown(org, lead) == IN_TEXAS
    assert org.call("PATCH", f"/sobjects/Lead/{lead}", values).status == 204
    assert shown(org, lead) == expected


@pytest.mark.parametrize(
    ("values", "words", "field"),
    [
        ({"Country": "Atlantis"}, "problem with this country", "Country"),
        ({"State": "Bavaria"}, "problem with this state", "State"),
        ({"State": "Ontario"}, "problem with this state", "State"),
        ({"Country": "Canada"}, "doesn't recognize the state", "State"),
        ({"Country": None, "State": "Ontario"}, "must be specified before", "State"),
    ],
)
def test_what_is_not_listed_is_refused(org: SimulatedOrg, lead: str, values: Any, words: str, field: str) -> None:
    refusal = org.call("PATCH", f"/sobjects/Lead/{lead}", values)
    [error] = refusal.json()
    assert (refusal.status, error["errorCode"], error["fields"]) == (400, "FIELD_INTEGRITY_EXCEPTION", [field])
    assert words in error["message"]
    assert shown(org, lead) == IN_TEXAS


def test_a_state_without_country_is_refused_at_creation(org: SimulatedOrg, lead: str) -> None:
    body = {"LastName": "Doe", "Company": "Example", "State": "Texas"}
    assert error_of(org.call("POST", "/sobjects/Lead", body))[1] == "FIELD_INTEGRITY_EXCEPTION"
