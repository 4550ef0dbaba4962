"""What holds for the plan of any record, whatever both sides, the base, the events and the rules are."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

import pytest
from crmsync.core.configuration import PairConfiguration
from crmsync.core.default_configuration import CONTACT_PAIR
from crmsync.core.link import Base, BaseValue, Link
from crmsync.core.mapped_field import field_type
from crmsync.core.mapping import CHOOSABLE_RULES, FieldMapping, Rule
from crmsync.core.normal_form import normalise
from crmsync.core.overwritten import Told
from crmsync.core.plan import plan_record
from crmsync.core.plan_input import PlanInput
from crmsync.core.record import Record, RecordRef, Side, Value
from crmsync.core.record_plan import RecordPlan
from hypothesis import assume, given
from hypothesis import strategies as st
from hypothesis.strategies import DrawFn

pytestmark = pytest.mark.no_cover

H, S = Side.HUBSPOT, Side.SALESFORCE
RULES = (*CHOOSABLE_RULES, Rule.OPT_OUT_LATCH)
NOW = 10_000_000
CONTACT = RecordRef(H, "contact", "1")
IDS = {"Contact": "003000000000001AAA", "Lead": "00Q000000000001AAA"}
KEYS = ["jobtitle", "lastname", "phone", "city", "company", "salutation"]
VALUES = st.sampled_from([None, "", "a", "b", "A ", "[not provided]", "x" * 200, "two\nlines"])
TIMES = st.integers(NOW - 50_000, NOW)


@st.composite
def pairs(draw: DrawFn) -> PairConfiguration:
    mappings = [mapping for mapping in CONTACT_PAIR.mappings if mapping.hubspot in KEYS]
    ruled = tuple(replace(mapping, rule=draw(st.sampled_from(RULES))) for mapping in mappings)
    return replace(CONTACT_PAIR, mappings=ruled)


def normal(mapping: FieldMapping, object_type: str, hubspot: Value, salesforce: Value) -> BaseValue:
    return BaseValue(
        normalise(hubspot, H, mapping.hubspot_type),
        normalise(salesforce, S, field_type(mapping, S, object_type)),
    )


@st.composite
def inputs(draw: DrawFn) -> PlanInput:
    """Two records that may be linked; each field may be absent, unchanged, changed on either side or on both."""
    pair = draw(pairs())
    object_type = draw(st.sampled_from(["Contact", "Lead"]))
    hubspot: dict[str, Value] = {}
    salesforce: dict[str, Value] = {}
    base: dict[str, BaseValue] = {}
    for mapping in pair.mapped(object_type):
        was_hubspot, was_salesforce = draw(VALUES), draw(VALUES)
        if draw(st.booleans()):
            base[mapping.hubspot] = normal(mapping, object_type, was_hubspot, was_salesforce)
        if draw(st.integers(0, 9)):
            hubspot[mapping.hubspot] = draw(VALUES) if draw(st.booleans()) else was_hubspot
        if draw(st.integers(0, 9)):
            salesforce[mapping.salesforce[object_type]] = draw(VALUES) if draw(st.booleans()) else was_salesforce
    person = RecordRef(S, object_type, IDS[object_type])
    link = Link(CONTACT, person, base=base) if draw(st.booleans()) else None
    return PlanInput(
        pair=pair,
        salesforce_type=object_type,
        hubspot=Record(CONTACT, hubspot, draw(TIMES)),
        salesforce=Record(person, salesforce, draw(TIMES)),
        now=NOW,
        link=link,
        told=draw(tellings(object_type, pair)),
        first_link=link is None or draw(st.booleans()),
        left_out=frozenset(draw(st.sets(st.sampled_from(KEYS), max_size=2))) if link is not None else frozenset(),
        property_times=draw(st.none() | st.dictionaries(st.sampled_from(KEYS), TIMES)),
    )


@st.composite
def tellings(draw: DrawFn, object_type: str, pair: PairConfiguration) -> dict[Side, Told]:
    told: dict[Side, Told] = {}
    if draw(st.booleans()):
        told[H] = Told(draw(st.dictionaries(st.sampled_from(KEYS), TIMES, max_size=3)))
    if draw(st.booleans()):
        names = [mapping.salesforce[object_type] for mapping in pair.mapped(object_type)]
        told[S] = Told(draw(st.dictionaries(st.sampled_from(names), TIMES, max_size=3)))
    return told


def settled(asked: PlanInput) -> RecordPlan:
    """The plan once the times of conflicts were read."""
    plan = plan_record(asked)
    return plan_record(replace(asked, property_times={})) if plan.needs_times else plan


def applied(asked: PlanInput, plan: RecordPlan) -> PlanInput:
    """Both records and the link after the plan was carried out."""
    assert asked.hubspot is not None
    assert asked.salesforce is not None
    hubspot = replace(asked.hubspot, values={**asked.hubspot.values, **plan.writes[H]})
    salesforce = replace(asked.salesforce, values={**asked.salesforce.values, **plan.writes[S]})
    link = asked.link or Link(asked.hubspot.ref, asked.salesforce.ref)
    return replace(
        asked, hubspot=hubspot, salesforce=salesforce, link=replace(link, base=plan.base), told={}, first_link=False
    )


@given(inputs())
def test_it_is_deterministic(asked: PlanInput) -> None:
    assert plan_record(asked) == plan_record(asked)


@given(inputs())
def test_a_plan_after_apply_is_empty(asked: PlanInput) -> None:
    plan = settled(asked)
    after = applied(asked, plan)
    again = settled(replace(after, property_times={}))
    parked = plan.parked.keys()
    assert {name: value for name, value in again.writes[H].items() if again.key_of(H, name) not in parked} == {}
    assert {name: value for name, value in again.writes[S].items() if again.key_of(S, name) not in parked} == {}
    assert again.parked.keys() <= parked


@given(inputs())
def test_once_the_times_are_read_nothing_waits_for_them(asked: PlanInput) -> None:
    assert settled(asked).needs_times == ()


@given(inputs(), st.sampled_from(Side))
def test_what_is_absent_never_moves(asked: PlanInput, side: Side) -> None:
    record = asked.hubspot if side is H else asked.salesforce
    assert record is not None
    blind = replace(record, values={})
    asked = replace(asked, hubspot=blind) if side is H else replace(asked, salesforce=blind)
    plan = settled(asked)
    assert plan.writes == {H: {}, S: {}}
    before: Base = asked.link.base if asked.link is not None else {}
    synced = {mapping.hubspot for mapping in asked.pair.mappings if mapping.rule is not Rule.DONT_SYNC}
    for key in before.keys() & synced:
        assert plan.base[key] == before[key]


@given(inputs())
def test_parked_fields_that_wait_are_left_alone(asked: PlanInput) -> None:
    plan = settled(asked)
    for side in Side:
        assert not {plan.key_of(side, name) for name in plan.writes[side]} & asked.left_out
    assert set(plan.still_parked) == asked.left_out
    assert not plan.parked.keys() & asked.left_out
    if asked.link is not None:
        for key in asked.left_out & asked.link.base.keys():
            assert plan.base[key] == asked.link.base[key]


@given(inputs())
def test_every_write_is_told_once_with_its_rule_and_reason(asked: PlanInput) -> None:
    plan = settled(asked)
    written = [(side, plan.key_of(side, name)) for side in Side for name in plan.writes[side]]
    assert sorted(written) == sorted((entry.side, entry.field) for entry in plan.entries)
    assert all(entry.rule and entry.reason for entry in plan.entries)


@given(inputs())
def test_no_field_is_invented(asked: PlanInput) -> None:
    plan = settled(asked)
    mapped = asked.pair.mapped(asked.salesforce_type)
    assert plan.writes[H].keys() <= {mapping.hubspot for mapping in mapped}
    assert plan.writes[S].keys() <= {mapping.salesforce[asked.salesforce_type] for mapping in mapped}


@given(inputs())
def test_a_value_never_moves_against_its_rule(asked: PlanInput) -> None:
    for entry in settled(asked).entries:
        assert entry.rule != Rule.DONT_SYNC
        assert (entry.rule, entry.side) not in {(Rule.ALWAYS_SALESFORCE, S), (Rule.ALWAYS_HUBSPOT, H)}


@given(inputs())
def test_a_field_that_cannot_travel_keeps_its_base_and_holds_nothing_up(asked: PlanInput) -> None:
    plan = settled(asked)
    before: Base = asked.link.base if asked.link is not None else {}
    for key, obstacle in plan.parked.items():
        assert obstacle.reason
        assert obstacle.fix
        assert plan.base.get(key) == before.get(key)
        assert key not in {entry.field for entry in plan.entries}


@given(inputs())
def test_a_creation_in_salesforce_has_all_that_is_required(asked: PlanInput) -> None:
    plan = settled(replace(asked, salesforce=None, link=None, first_link=True, left_out=frozenset()))
    assert plan.writes[H] == {}
    assert plan.writes[S].get("LastName")
    assert asked.salesforce_type != "Lead" or plan.writes[S].get("Company")


@given(inputs())
def test_a_creation_in_hubspot_gets_no_fallback(asked: PlanInput) -> None:
    plan = settled(replace(asked, hubspot=None, link=None, first_link=True, left_out=frozenset()))
    assert plan.writes[S] == {}
    assert "[not provided]" not in {plan.writes[H].get("lastname"), plan.writes[H].get("company")}


@given(inputs(), st.data())
def test_without_what_was_refused_the_rest_stays(asked: PlanInput, data: Any) -> None:
    plan = settled(asked)
    assume(plan.writes[S])
    refused = data.draw(st.sampled_from(sorted(plan.writes[S])))
    rest = plan.without(S, [refused])
    assert rest.writes[S] == {name: value for name, value in plan.writes[S].items() if name != refused}
    assert rest.writes[H] == plan.writes[H]
    key = plan.key_of(S, refused)
    assert {(entry.side, entry.field) for entry in plan.entries} - {(S, key)} == {
        (entry.side, entry.field) for entry in rest.entries
    }
