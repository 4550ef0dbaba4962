"""What holds for every field, whatever the values, types, rules and times."""

from dataclasses import dataclass, replace
from typing import Any

import pytest
from crmsync.core.absent import ABSENT
from crmsync.core.conflict import ConflictTimes
from crmsync.core.field_decision import Action, FieldDecision
from crmsync.core.link import BaseValue
from crmsync.core.long_value import shorten
from crmsync.core.mapped_field import field_type
from crmsync.core.mapping import CHOOSABLE_RULES, FieldMapping, FieldType, Kind, Rule
from crmsync.core.merge import is_unchanged, merge_field
from crmsync.core.normal_form import normalise
from crmsync.core.reasons import Reason
from crmsync.core.record import Side, Value
from hypothesis import example, given
from hypothesis import strategies as st
from hypothesis.strategies import DrawFn

pytestmark = pytest.mark.no_cover

H, S = Side.HUBSPOT, Side.SALESFORCE
RULES = (*CHOOSABLE_RULES, Rule.OPT_OUT_LATCH)
NOW = 1_000_000

KIND_PAIRS = [
    (Kind.TEXT, Kind.TEXT),
    (Kind.NUMBER, Kind.NUMBER),
    (Kind.BOOLEAN, Kind.BOOLEAN),
    (Kind.DATE, Kind.DATETIME),
    (Kind.DATETIME, Kind.DATE),
    (Kind.DATETIME, Kind.DATETIME),
    (Kind.PICKLIST, Kind.PICKLIST),
    (Kind.MULTI_PICKLIST, Kind.MULTI_PICKLIST),
    (Kind.EMAIL, Kind.TEXT),
]
RAW = st.one_of(
    st.sampled_from(
        [None, "", "a", "b", "a;b", "true", "false", "12.345", "7", "Ann@example.org", "[not provided]", "x" * 2_100]
    ),
    st.sampled_from(["2026-01-02", "2026-01-02T03:04:05.678Z", "2026-01-02T23:00:00.000+0000", "line\r\nline"]),
    st.booleans(),
    st.integers(-5, 5),
    st.floats(-5, 5, width=32),
)
TIME = st.one_of(st.none(), st.integers(NOW - 10, NOW + 400_000))


@st.composite
def mappings(draw: DrawFn) -> FieldMapping:
    hubspot, salesforce = draw(st.sampled_from(KIND_PAIRS))
    options = draw(st.sampled_from([(), ("a", "b", "7")]))

    def kind_of(kind: Any) -> FieldType:
        return FieldType(
            kind,
            max_length=draw(st.sampled_from([0, 0, 3, 255])),
            options=options if kind in {Kind.PICKLIST, Kind.MULTI_PICKLIST} else (),
            scale=draw(st.sampled_from([None, 0, 1])),
            writable=draw(st.sampled_from([True, True, True, False])),
            multi_line=draw(st.booleans()),
        )

    field = draw(st.sampled_from(["Title", "LastName"]))
    return FieldMapping(
        "prop",
        {"Contact": field},
        draw(st.sampled_from(RULES)),
        kind_of(hubspot),
        {"Contact": kind_of(salesforce)},
        to_salesforce=draw(st.sampled_from([True, True, False])),
    )


@dataclass(frozen=True)
class State:
    """One field of two linked records, as both vendors would show it."""

    mapping: FieldMapping
    hubspot: Any
    salesforce: Any
    base: BaseValue | None
    times: ConflictTimes
    first_link: bool
    changed_here: frozenset[Side]

    def merge(self) -> FieldDecision:
        return merge_field(
            self.mapping,
            "Contact",
            self.hubspot,
            self.salesforce,
            self.base,
            times=self.times,
            first_link=self.first_link,
            changed_here=self.changed_here,
        )

    def after(self, decision: FieldDecision) -> "State":
        applied: dict[str, Any] = {
            Action.TO_HUBSPOT: {"hubspot": decision.value},
            Action.TO_SALESFORCE: {"salesforce": decision.value},
        }.get(decision.action, {})
        return replace(self, base=decision.base, **applied)

    def shown(self, side: Side) -> Value:
        value = self.hubspot if side is H else self.salesforce
        return normalise(value, side, field_type(self.mapping, side, "Contact"))


TIMES = st.builds(
    ConflictTimes, now=st.just(NOW), hubspot=TIME, salesforce=TIME, salesforce_record=TIME, fetched=st.booleans()
)


def base_of(mapping: FieldMapping, hubspot: Any, salesforce: Any) -> BaseValue:
    """As it is stored: of long texts a base has markers."""
    return BaseValue(
        shorten(normalise(hubspot, H, mapping.hubspot_type)),
        shorten(normalise(salesforce, S, mapping.salesforce_types["Contact"])),
    )


@st.composite
def states(draw: DrawFn) -> State:
    mapping = draw(mappings())
    was = draw(st.none() | st.tuples(RAW, RAW))
    base = base_of(mapping, *was) if was is not None else None
    hubspot = draw(RAW) if was is None or draw(st.booleans()) else was[0]
    salesforce = draw(RAW) if was is None or draw(st.booleans()) else was[1]
    return State(
        mapping, hubspot, salesforce, base, draw(TIMES), draw(st.booleans()), draw(st.frozensets(st.sampled_from(Side)))
    )


MOVES = {Action.TO_HUBSPOT: H, Action.TO_SALESFORCE: S}


@given(states())
def test_deterministic(state: State) -> None:
    assert state.merge() == state.merge()


@given(states())
def test_what_is_told_at_once_as_unchanged_is_what_the_merge_leaves_unchanged(state: State) -> None:
    if state.base is not None:
        at_once = is_unchanged(state.mapping, "Contact", state.hubspot, state.salesforce, state.base)
        assert at_once == (state.merge().reason is Reason.UNCHANGED)


@given(states())
def test_a_plan_after_apply_is_empty(state: State) -> None:
    first = state.merge()
    later = state.after(first)
    again = later.merge()
    assert again.action not in MOVES
    if first.action in MOVES:
        assert again.base == first.base


@given(states())
def test_once_read_the_times_decide(state: State) -> None:
    fetched = replace(state, times=replace(state.times, fetched=True))
    assert fetched.merge().action is not Action.NEEDS_TIMES


@given(states(), st.sampled_from(["hubspot", "salesforce"]))
def test_absent_never_moves_anything(state: State, side: Side) -> None:
    absent: dict[str, Any] = {side: ABSENT}
    decision = replace(state, **absent).merge()
    assert decision.action is Action.NOTHING
    assert decision.base == (None if state.mapping.rule is Rule.DONT_SYNC else state.base)


@given(states())
def test_a_value_never_moves_against_its_rule(state: State) -> None:
    rule, target = state.mapping.rule, MOVES.get(state.merge().action)
    if rule is Rule.DONT_SYNC:
        assert target is None
    elif rule is Rule.ALWAYS_SALESFORCE:
        assert target is not S
    elif rule is Rule.ALWAYS_HUBSPOT:
        assert target is not H
    elif rule is Rule.PREFER_SALESFORCE_UNLESS_BLANK and target is S:
        assert state.shown(S) in {None, "[not provided]"} or state.salesforce in {None, ""}


@given(states())
def test_what_is_written_is_writable_and_differs_from_what_is_there(state: State) -> None:
    decision = state.merge()
    target = MOVES.get(decision.action)
    if target is not None:
        by_preferences = state.mapping.is_latch and target is H
        assert field_type(state.mapping, target, "Contact").writable or by_preferences
        assert target is H or state.mapping.to_salesforce
        assert decision.old == state.shown(target)
        is_new_flag = state.salesforce is None and target is S
        assert decision.value != decision.old or is_new_flag


@given(states())
def test_a_first_link_never_clears(state: State) -> None:
    decision = replace(state, base=None).merge()
    if decision.action in MOVES:
        assert decision.value is not None


@given(states())
def test_a_fallback_never_reaches_hubspot(state: State) -> None:
    lastname = replace(state.mapping, salesforce={"Contact": "LastName"})
    decision = replace(state, mapping=lastname, salesforce="[not provided]").merge()
    assert decision.action is not Action.TO_HUBSPOT or lastname.salesforce_types["Contact"].kind is Kind.MULTI_PICKLIST


def long_and_unedited() -> State:
    """HubSpot's long text is the one of the base, and Salesforce's goes first."""
    text = FieldType(Kind.TEXT, multi_line=True)
    mapping = FieldMapping("prop", {"Contact": "Title"}, Rule.ALWAYS_SALESFORCE, text, {"Contact": text})
    base = base_of(mapping, "x" * 2_100, "x" * 2_100)
    return State(mapping, "x" * 2_100, "a", base, ConflictTimes(now=NOW), False, frozenset())


@given(states())
@example(long_and_unedited())
def test_only_an_edited_value_is_told_as_overruled(state: State) -> None:
    decision = state.merge()
    target = MOVES.get(decision.action)
    if decision.overruled:
        assert target is not None
        if state.base is not None:
            assert shorten(state.shown(target)) != state.base.of(target)
        else:
            assert target in state.changed_here


@given(states(), RAW, RAW)
def test_edits_one_after_the_other_end_in_agreement_or_by_the_rule(state: State, first: Any, second: Any) -> None:
    """An edit in HubSpot, then one in Salesforce, each followed by a merge: nothing is left to be written."""
    for edit in ({"hubspot": first}, {"salesforce": second}):
        state = replace(state, **edit, times=replace(state.times, fetched=True))
        state = state.after(state.merge())
        assert state.merge().action not in MOVES
