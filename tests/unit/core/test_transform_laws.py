"""The laws of the merge with transforms: whatever both sides, the base, the rules and the recipes are."""

from __future__ import annotations

import json
from dataclasses import replace
from typing import Any

import pytest
from crmsync.core.absent import Absent
from crmsync.core.change import CallClass, Change, ChangeKind
from crmsync.core.configuration import PairConfiguration
from crmsync.core.default_configuration import CONTACT_PAIR
from crmsync.core.echo import is_echo
from crmsync.core.link import BaseValue, Link
from crmsync.core.mapped_field import field_names, field_type, field_value
from crmsync.core.mapping import FieldMapping, FieldType, Kind, Rule
from crmsync.core.normal_form import normalise
from crmsync.core.overwritten import Told
from crmsync.core.parameters.compile import compile_configuration
from crmsync.core.plan import plan_record
from crmsync.core.plan_input import PlanInput
from crmsync.core.record import Record, RecordRef, Side, Value
from crmsync.core.record_plan import RecordPlan
from hypothesis import assume, given
from hypothesis import strategies as st
from hypothesis.strategies import DrawFn

pytestmark = pytest.mark.no_cover

H, S = Side.HUBSPOT, Side.SALESFORCE
NOW = 10_000_000
CONTACT, PERSON = RecordRef(H, "contact", "1"), RecordRef(S, "Contact", "003000000000001AAA")
OFF = [
    {"hubspot": "firstname", "salesforce": "FirstName", "rule": "dont_sync"},
    {"hubspot": "lastname", "salesforce": "LastName", "rule": "dont_sync"},
]
HUBSPOT = {mapping.hubspot: mapping.hubspot_type for mapping in CONTACT_PAIR.mappings} | {
    "fullname": FieldType(),
    "greeting": FieldType(max_length=12),
    "tier": FieldType(Kind.PICKLIST, options=("gold", "silver")),
    "price": FieldType(Kind.NUMBER),
    "mark": FieldType(),
}
SALESFORCE = {
    "Contact": {
        mapping.salesforce["Contact"]: mapping.salesforce_types["Contact"] for mapping in CONTACT_PAIR.mapped("Contact")
    }
    | {
        "Kind__c": FieldType(Kind.PICKLIST, options=("a", "b")),
        "Cents__c": FieldType(Kind.NUMBER, scale=0),
        "Full__c": FieldType(max_length=20),
        "Mark__c": FieldType(),
    }
}
SPLIT = {"to_hubspot": {"concatenate": {"separator": " "}}, "to_salesforce": {"split": {"separator": " "}}}
TIER = {"to_hubspot": {"choose": {"by": "Kind__c", "cases": {"a": "gold", "": None, "b": {"field": "Title"}}}}}
TIER_BACK = {"to_salesforce": {"choose": {"cases": {"gold": "a", "silver": "b", "": None}}}}
CENTS = {"to_hubspot": {"divide": 100}, "to_salesforce": {"multiply": 100}}
MARK = {"to_hubspot": {"expression": "upper(not_null(value, 'none'))"}, "to_salesforce": {"constant": "crm"}}
GREETING = {"to_hubspot": {"expression": "join(' ', ['Dear', FirstName, LastName])"}}
FULL = {"to_salesforce": {"concatenate": {"separator": " "}}}
WORDS = [None, "", "a", "b", "gold", "silver", "Ada King", "Ada", "x" * 200, "[not provided]", "two\nlines", "crm"]
NUMBERS = [None, "", "1", "12.345", "1999", "0", "no number", 7]
NUMERIC = {"price", "Cents__c"}


@st.composite
def pairs(draw: DrawFn) -> PairConfiguration:
    """Both ways, with any rule; one way; and beside plain mappings that write what a transform reads."""
    both = st.sampled_from(["two_way", "prefer_salesforce_unless_blank", "always_salesforce", "always_hubspot"])
    entries: list[dict[str, Any]] = [
        {"hubspot": "price", "salesforce": "Cents__c", "rule": draw(both), "transform": CENTS},
        {"hubspot": "mark", "salesforce": "Mark__c", "rule": draw(both), "transform": MARK},
    ]
    if draw(st.booleans()):
        named = {"hubspot": "fullname", "salesforce": ["FirstName", "LastName"], "rule": draw(both), "transform": SPLIT}
        tier = {"hubspot": "tier", "salesforce": "Kind__c", "rule": draw(both)}
        entries += [*OFF, named, {**tier, "transform": {**TIER_BACK, "to_hubspot": {"constant": "gold"}}}]
    else:
        both_names = ["FirstName", "LastName"]
        entries += [
            {"hubspot": "firstname", "salesforce": "FirstName", "rule": draw(both)},
            {"hubspot": "greeting", "salesforce": both_names, "rule": "always_salesforce", "transform": GREETING},
            {
                "hubspot": ["firstname", "lastname"],
                "salesforce": "Full__c",
                "rule": "always_hubspot",
                "transform": FULL,
            },
            {"hubspot": "tier", "salesforce": ["Kind__c", "Title"], "rule": "always_salesforce", "transform": TIER},
        ]
    texts = {"mappings/contact/own": json.dumps({"mappings": entries})}
    configuration, refusals = compile_configuration(texts, {"contact": HUBSPOT}, SALESFORCE, 1)
    assert configuration is not None, refusals
    keys = {mapping.hubspot for mapping in configuration.pairs["contact"].mappings if mapping.transform is not None}
    kept = keys | {"firstname", "lastname", "jobtitle"}
    pair = configuration.pairs["contact"]
    return replace(pair, mappings=tuple(mapping for mapping in pair.mappings if mapping.hubspot in kept))


def values_of(draw: DrawFn, pair: PairConfiguration, side: Side) -> dict[str, Value]:
    names = dict.fromkeys(name for one in pair.mapped("Contact") for name in field_names(one, side, "Contact"))
    return {name: draw(st.sampled_from(NUMBERS if name in NUMERIC else WORDS)) for name in names}


def own_form(mapping: FieldMapping, values: dict[str, Value], side: Side) -> Value:
    shown = field_value(values, mapping, side, "Contact")
    assert not isinstance(shown, Absent)
    return normalise(shown, side, field_type(mapping, side, "Contact"))


@st.composite
def inputs(draw: DrawFn) -> PlanInput:
    """Two records; each mapping may have a base; each field may be as it was, or another."""
    pair = draw(pairs())
    was = {side: values_of(draw, pair, side) for side in Side}
    now = {
        side: {name: draw(st.sampled_from(WORDS)) if draw(st.booleans()) else was[side][name] for name in was[side]}
        for side in Side
    }
    base = {
        mapping.hubspot: BaseValue(own_form(mapping, was[H], H), own_form(mapping, was[S], S))
        for mapping in pair.mapped("Contact")
        if mapping.rule is not Rule.DONT_SYNC and draw(st.integers(0, 4))
    }
    link = Link(CONTACT, PERSON, base=base) if draw(st.booleans()) else None
    times = st.dictionaries(st.sampled_from(sorted(was[S])), st.integers(NOW - 50_000, NOW), max_size=3)
    return PlanInput(
        pair=pair,
        salesforce_type="Contact",
        hubspot=Record(CONTACT, now[H], NOW - 5_000),
        salesforce=Record(PERSON, now[S], NOW - 6_000),
        now=NOW,
        link=link,
        told={S: Told(draw(times))} if draw(st.booleans()) else {},
        first_link=link is None or draw(st.booleans()),
    )


def settled(asked: PlanInput) -> RecordPlan:
    plan = plan_record(asked)
    return plan_record(replace(asked, property_times={})) if plan.needs_times else plan


def applied(asked: PlanInput, plan: RecordPlan) -> PlanInput:
    assert asked.hubspot is not None
    assert asked.salesforce is not None
    hubspot = replace(asked.hubspot, values={**asked.hubspot.values, **plan.writes[H]})
    salesforce = replace(asked.salesforce, values={**asked.salesforce.values, **plan.writes[S]})
    link = replace(asked.link or Link(CONTACT, PERSON), base=plan.base)
    return replace(asked, hubspot=hubspot, salesforce=salesforce, link=link, told={}, first_link=False)


def unparked(plan: RecordPlan, side: Side, parked: set[str]) -> dict[str, Value]:
    return {name: value for name, value in plan.writes[side].items() if plan.key_of(side, name) not in parked}


@given(inputs())
def test_it_is_deterministic(asked: PlanInput) -> None:
    assert plan_record(asked) == plan_record(asked)


@given(inputs())
def test_a_plan_after_apply_is_empty(asked: PlanInput) -> None:
    plan = settled(asked)
    again = settled(replace(applied(asked, plan), property_times={}))
    parked = set(plan.parked)
    assert unparked(again, H, parked) == {}
    assert unparked(again, S, parked) == {}
    assert again.parked.keys() <= parked


@given(inputs(), st.sampled_from(Side))
def test_what_is_absent_never_moves(asked: PlanInput, side: Side) -> None:
    assert asked.hubspot is not None
    assert asked.salesforce is not None
    blind = replace(asked.hubspot if side is H else asked.salesforce, values={})
    plan = settled(replace(asked, hubspot=blind) if side is H else replace(asked, salesforce=blind))
    assert plan.writes == {H: {}, S: {}}


@given(inputs())
def test_a_value_never_moves_against_its_rule(asked: PlanInput) -> None:
    plan = settled(asked)
    rules = {mapping.hubspot: mapping.rule for mapping in asked.pair.mappings}
    for entry in plan.entries:
        only = {Rule.ALWAYS_SALESFORCE: H, Rule.ALWAYS_HUBSPOT: S}.get(rules[entry.field])
        assert only in {None, entry.side}
        assert rules[entry.field] is not Rule.DONT_SYNC


@given(inputs())
def test_only_the_fields_of_the_entries_are_written(asked: PlanInput) -> None:
    plan = settled(asked)
    for side in Side:
        told = {entry.field for entry in plan.entries if entry.side is side}
        assert {plan.key_of(side, name) for name in plan.writes[side]} <= told


@given(inputs())
def test_a_field_that_is_parked_holds_up_no_other(asked: PlanInput) -> None:
    """The same record with a value there that crosses: all else is planned the same."""
    plan = settled(asked)
    assume("price" in plan.parked)
    assert asked.hubspot is not None
    assert asked.salesforce is not None
    mended = replace(
        asked,
        hubspot=replace(asked.hubspot, values={**asked.hubspot.values, "price": "1"}),
        salesforce=replace(asked.salesforce, values={**asked.salesforce.values, "Cents__c": 100}),
    )
    other = settled(mended)
    for side in Side:
        assert unparked(plan, side, {"price"}) == unparked(other, side, {"price"})


@given(inputs(), st.sampled_from(Side), st.data())
def test_the_events_of_our_own_writes_are_echoes(asked: PlanInput, side: Side, data: st.DataObject) -> None:
    """Also one that tells only some of the fields that cross as one."""
    plan = settled(asked)
    after = applied(asked, plan)
    written = {name: value for name, value in plan.writes[side].items() if plan.key_of(side, name) in plan.base}
    assume(written and not plan.parked)
    assert after.link is not None
    named = data.draw(st.sets(st.sampled_from(sorted(written)), min_size=1))
    ref = CONTACT if side is H else PERSON
    change = Change(
        ref,
        ChangeKind.UPDATE,
        NOW,
        "webhook",
        CallClass.LIVE,
        fields=dict.fromkeys(named, NOW),
        event_values={name: written[name] for name in named},
    )
    assert is_echo(change, after.link, asked.pair.mapped("Contact"))
