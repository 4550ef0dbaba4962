"""The plan of a state that Salesforce takes from a picklist."""

from collections.abc import Mapping
from dataclasses import replace
from typing import Any

import pytest
from crmsync.core.default_configuration import CONTACT_PAIR
from crmsync.core.link import BaseValue, Link
from crmsync.core.mapping import FieldMapping, FieldType, Kind, Rule
from crmsync.core.plan import plan_record
from crmsync.core.plan_input import PlanInput
from crmsync.core.reasons import Reason
from crmsync.core.record import Record, RecordRef, Side, Value
from crmsync.core.record_plan import RecordPlan

H, S = Side.HUBSPOT, Side.SALESFORCE
HUBSPOT = RecordRef(H, "contact", "1")
SALESFORCE = RecordRef(S, "Contact", "003000000000001AAA")
TYPES = {
    "state": FieldType(Kind.PICKLIST, options=("Texas",), codes=(("TX", "Texas", "United States"),)),
    "country": FieldType(Kind.PICKLIST, options=("United States",), codes=(("US", "United States"),)),
}
IN_TEXAS = BaseValue("Texas", "Texas")
BASE = {"state": BaseValue(None, None), "country": BaseValue("US", None)}


def planned(
    hubspot: dict[str, Value],
    salesforce: dict[str, Value] | None,
    rule: Rule = Rule.TWO_WAY,
    base: Mapping[str, BaseValue] = BASE,
    **more: Any,
) -> RecordPlan:
    given = PlanInput(
        pair=replace(CONTACT_PAIR, mappings=tuple(_typed(mapping, rule) for mapping in CONTACT_PAIR.mappings)),
        salesforce_type="Contact",
        hubspot=Record(HUBSPOT, hubspot, 1),
        salesforce=None if salesforce is None else Record(SALESFORCE, salesforce, 1),
        link=None if salesforce is None else Link(HUBSPOT, SALESFORCE, base=base),
        now=2,
        first_link=salesforce is None,
        **more,
    )
    return plan_record(given)


def _typed(mapping: FieldMapping, rule: Rule) -> FieldMapping:
    """With the picklists; the rule is the country's."""
    kind = TYPES.get(mapping.hubspot)
    types = mapping.salesforce_types if kind is None else dict.fromkeys(mapping.salesforce_types, kind)
    return replace(mapping, salesforce_types=types, rule=rule if mapping.hubspot == "country" else Rule.TWO_WAY)


def test_hubspots_country_goes_with_the_state() -> None:
    plan = planned({"state": "TX", "country": "US"}, {"MailingState": None, "MailingCountry": None})
    assert plan.writes[S] == {"MailingState": "Texas", "MailingCountry": "United States"}
    assert [(entry.field, entry.reason) for entry in plan.entries][-1] == ("country", Reason.WITH_STATE)
    assert plan.base["country"] == BaseValue("US", "United States")
    assert plan.base["state"] == BaseValue("TX", "Texas")


def test_a_creation_has_both_of_its_own() -> None:
    plan = planned({"state": "Texas", "country": "US", "email": "a@b.example", "lastname": "Doe"}, None)
    assert (plan.writes[S]["MailingState"], plan.writes[S]["MailingCountry"]) == ("Texas", "United States")
    assert plan.parked == {}


@pytest.mark.parametrize(
    ("hubspot", "rule", "more"),
    [
        ({"country": None}, Rule.TWO_WAY, {}),
        ({"country": "Atlantis"}, Rule.TWO_WAY, {}),
        ({"country": "US"}, Rule.DONT_SYNC, {}),
        ({"country": "US"}, Rule.ALWAYS_SALESFORCE, {}),
        ({"country": "US"}, Rule.TWO_WAY, {"left_out": frozenset({"country"})}),
    ],
    ids=["none", "unknown to Salesforce", "does not sync", "never to Salesforce", "parked itself"],
)
def test_without_a_country_that_may_go_the_state_waits(
    hubspot: dict[str, Value], rule: Rule, more: dict[str, Any]
) -> None:
    there: dict[str, Value] = {"MailingState": None, "MailingCountry": None, "MailingCity": None}
    plan = planned({"state": "Texas", **hubspot}, there, rule, **more)
    assert "MailingState" not in plan.writes[S]
    assert "MailingCountry" not in {name for name, value in plan.writes[S].items() if value}
    assert "only together with a country" in plan.parked["state"].reason
    assert plan.base["state"] == BASE["state"]


def test_a_country_that_is_not_known_is_left_to_salesforce() -> None:
    plan = planned({"state": "Texas", "country": "US"}, {"MailingState": None})
    assert plan.writes[S] == {"MailingState": "Texas"}


def test_clearing_a_state_needs_no_country() -> None:
    cleared: dict[str, Value] = {"state": None, "country": None}
    plan = planned(cleared, {"MailingState": "Texas", "MailingCountry": None}, base={"state": IN_TEXAS})
    assert plan.writes[S] == {"MailingState": None}
    assert plan.parked == {}
