"""Every row of the merge table of the design, and what the table does not say."""

from typing import Any, NamedTuple

import pytest
from crmsync.core.absent import ABSENT
from crmsync.core.conflict import ConflictTimes
from crmsync.core.field_decision import Action
from crmsync.core.link import BaseValue
from crmsync.core.mapping import FieldType, Kind, Rule
from crmsync.core.reasons import Reason
from crmsync.core.record import Side, Value

from tests.unit.core.merging import (
    ALWAYS_H,
    ALWAYS_S,
    DONT,
    H_LATER,
    NO_TIMES,
    NOTHING,
    NOW,
    PREFER,
    S_LATER,
    TO_H,
    TO_S,
    TWO_WAY,
    H,
    S,
    mapping_of,
    merge,
)


class Row(NamedTuple):
    rule: Rule
    hubspot: Value
    salesforce: Value
    base: tuple[Value, Value]
    action: Action
    value: Value
    overruled: bool
    reason: Reason


# base is ("h0", "s0") unless the row is about blanks; h1/s1 are edits, None a clear
@pytest.mark.parametrize(
    "row",
    [
        # only HubSpot changed
        Row(PREFER, "h1", "s0", ("h0", "s0"), TO_H, "s0", True, Reason.SET_BACK),
        Row(PREFER, None, "s0", ("h0", "s0"), TO_H, "s0", True, Reason.SET_BACK),
        Row(PREFER, "h1", None, ("h0", None), TO_S, "h1", False, Reason.SALESFORCE_BLANK),
        Row(PREFER, None, None, ("h0", None), NOTHING, None, False, Reason.IN_STEP),
        Row(ALWAYS_S, "h1", "s0", ("h0", "s0"), TO_H, "s0", True, Reason.SET_BACK),
        Row(ALWAYS_S, None, "s0", ("h0", "s0"), TO_H, "s0", True, Reason.SET_BACK),
        Row(ALWAYS_S, "h1", None, ("h0", None), TO_H, None, True, Reason.SET_BACK),
        Row(ALWAYS_H, "h1", "s0", ("h0", "s0"), TO_S, "h1", False, Reason.HUBSPOT_CHANGED),
        Row(ALWAYS_H, None, "s0", ("h0", "s0"), TO_S, None, False, Reason.HUBSPOT_CHANGED),
        Row(TWO_WAY, "h1", "s0", ("h0", "s0"), TO_S, "h1", False, Reason.HUBSPOT_CHANGED),
        Row(TWO_WAY, None, "s0", ("h0", "s0"), TO_S, None, False, Reason.HUBSPOT_CHANGED),
        Row(TWO_WAY, "h1", None, ("h0", None), TO_S, "h1", False, Reason.HUBSPOT_CHANGED),
        # only Salesforce changed
        Row(PREFER, "h0", "s1", ("h0", "s0"), TO_H, "s1", False, Reason.SALESFORCE_CHANGED),
        Row(PREFER, "h0", None, ("h0", "s0"), TO_H, None, False, Reason.SALESFORCE_CHANGED),
        Row(PREFER, None, "s1", (None, "s0"), TO_H, "s1", False, Reason.SALESFORCE_CHANGED),
        Row(ALWAYS_S, "h0", "s1", ("h0", "s0"), TO_H, "s1", False, Reason.SALESFORCE_CHANGED),
        Row(ALWAYS_S, "h0", None, ("h0", "s0"), TO_H, None, False, Reason.SALESFORCE_CHANGED),
        Row(ALWAYS_H, "h0", "s1", ("h0", "s0"), TO_S, "h0", True, Reason.SET_BACK),
        Row(ALWAYS_H, "h0", None, ("h0", "s0"), TO_S, "h0", True, Reason.SET_BACK),
        Row(TWO_WAY, "h0", "s1", ("h0", "s0"), TO_H, "s1", False, Reason.SALESFORCE_CHANGED),
        Row(TWO_WAY, "h0", None, ("h0", "s0"), TO_H, None, False, Reason.SALESFORCE_CHANGED),
        # both changed, unequal
        Row(PREFER, "h1", "s1", ("h0", "s0"), TO_H, "s1", True, Reason.SALESFORCE_PREFERRED),
        Row(PREFER, None, "s1", ("h0", "s0"), TO_H, "s1", True, Reason.SALESFORCE_PREFERRED),
        Row(PREFER, "h1", None, ("h0", "s0"), TO_S, "h1", True, Reason.SALESFORCE_BLANK),
        Row(ALWAYS_S, "h1", "s1", ("h0", "s0"), TO_H, "s1", True, Reason.SALESFORCE_PREFERRED),
        Row(ALWAYS_S, "h1", None, ("h0", "s0"), TO_H, None, True, Reason.SALESFORCE_PREFERRED),
        Row(ALWAYS_H, "h1", "s1", ("h0", "s0"), TO_S, "h1", True, Reason.HUBSPOT_PREFERRED),
        Row(ALWAYS_H, None, "s1", ("h0", "s0"), TO_S, None, True, Reason.HUBSPOT_PREFERRED),
        # neither changed, whatever the values are
        Row(PREFER, "h0", "s0", ("h0", "s0"), NOTHING, None, False, Reason.UNCHANGED),
        Row(ALWAYS_S, "h0", "s0", ("h0", "s0"), NOTHING, None, False, Reason.UNCHANGED),
        Row(ALWAYS_H, "h0", "s0", ("h0", "s0"), NOTHING, None, False, Reason.UNCHANGED),
        Row(TWO_WAY, "h0", "s0", ("h0", "s0"), NOTHING, None, False, Reason.UNCHANGED),
        # both changed, equal; or one side now holds what the other holds
        Row(PREFER, "x", "x", ("h0", "s0"), NOTHING, None, False, Reason.IN_STEP),
        Row(ALWAYS_S, "s0", "s0", ("h0", "s0"), NOTHING, None, False, Reason.IN_STEP),
        Row(ALWAYS_H, "h0", "h0", ("h0", "s0"), NOTHING, None, False, Reason.IN_STEP),
        Row(TWO_WAY, None, None, ("h0", "s0"), NOTHING, None, False, Reason.IN_STEP),
    ],
)
def test_merge_table(row: Row) -> None:
    decision = merge(mapping_of(row.rule), row.hubspot, row.salesforce, row.base)
    assert (decision.key, decision.rule) == ("prop", row.rule)
    assert (decision.action, decision.value) == (row.action, row.value)
    assert (decision.overruled, decision.reason) == (row.overruled, row.reason)
    expected_base = {
        TO_H: BaseValue(row.value, row.salesforce),
        TO_S: BaseValue(row.hubspot, row.value),
        NOTHING: BaseValue(row.hubspot, row.salesforce),
    }[row.action]
    assert decision.base == expected_base
    assert decision.old == {TO_H: row.hubspot, TO_S: row.salesforce, NOTHING: None}[row.action]


@pytest.mark.parametrize("base", [None, ("h0", "s0")])
@pytest.mark.parametrize(("hubspot", "salesforce"), [("h1", "s1"), ("h0", "s1"), ("h1", None), (ABSENT, "s1")])
@pytest.mark.parametrize("first_link", [True, False])
def test_dont_sync_moves_nothing_and_forgets_the_base(
    hubspot: Any, salesforce: Any, base: Any, first_link: bool
) -> None:
    decision = merge(mapping_of(DONT), hubspot, salesforce, base, first_link=first_link)
    assert (decision.action, decision.reason, decision.base) == (NOTHING, Reason.DONT_SYNC, None)


@pytest.mark.parametrize(
    ("times", "action", "reason"),
    [
        (H_LATER, TO_S, Reason.NEWER),
        (S_LATER, TO_H, Reason.NEWER),
        (NO_TIMES, TO_H, Reason.TIME_UNKNOWN),
    ],
)
def test_two_way_conflicts_go_by_time_and_tell_who_was_overruled(
    times: ConflictTimes, action: Action, reason: Reason
) -> None:
    decision = merge(mapping_of(TWO_WAY), "h1", "s1", ("h0", "s0"), times)
    assert (decision.action, decision.reason, decision.overruled) == (action, reason, True)
    assert decision.value == {TO_S: "h1", TO_H: "s1"}[action]


def test_two_way_conflict_asks_for_times_before_it_decides() -> None:
    decision = merge(mapping_of(TWO_WAY), "h1", "s1", ("h0", "s0"), ConflictTimes(now=NOW))
    assert (decision.action, decision.reason) == (Action.NEEDS_TIMES, Reason.NEEDS_TIMES)
    assert decision.base == BaseValue("h0", "s0")


@pytest.mark.parametrize("base", [None, ("h0", "s0")])
@pytest.mark.parametrize(("hubspot", "salesforce"), [(ABSENT, "s1"), ("h1", ABSENT), (ABSENT, ABSENT)])
@pytest.mark.parametrize("rule", [PREFER, ALWAYS_S, ALWAYS_H, TWO_WAY])
def test_absent_moves_nothing(rule: Rule, hubspot: Any, salesforce: Any, base: Any) -> None:
    decision = merge(mapping_of(rule), hubspot, salesforce, base, first_link=True, changed_here=frozenset(Side))
    assert (decision.action, decision.reason) == (NOTHING, Reason.ABSENT)
    assert decision.base == (None if base is None else BaseValue(*base))


@pytest.mark.parametrize(
    ("rule", "shown", "action", "reason"),
    [
        (PREFER, ("h", "s"), TO_H, Reason.FIRST_LINK),
        (PREFER, ("h", None), TO_S, Reason.FIRST_LINK),
        (PREFER, (None, "s"), TO_H, Reason.FIRST_LINK),
        (TWO_WAY, ("h", "s"), TO_H, Reason.FIRST_LINK),
        (TWO_WAY, ("h", None), TO_S, Reason.FIRST_LINK),
        (ALWAYS_S, ("h", "s"), TO_H, Reason.FIRST_LINK),
        (ALWAYS_S, ("h", None), NOTHING, Reason.FIRST_LINK_KEEPS),
        (ALWAYS_H, ("h", "s"), TO_S, Reason.FIRST_LINK),
        (ALWAYS_H, (None, "s"), NOTHING, Reason.FIRST_LINK_KEEPS),
        (ALWAYS_H, ("h", None), TO_S, Reason.FIRST_LINK),
        (PREFER, ("x", "x"), NOTHING, Reason.IN_STEP),
        (TWO_WAY, (None, None), NOTHING, Reason.IN_STEP),
    ],
)
@pytest.mark.parametrize("why", [{"first_link": True}, {"changed_here": frozenset({S})}])
def test_first_link_a_field_at_a_time(
    rule: Rule, shown: tuple[Value, Value], action: Action, reason: Reason, why: dict[str, Any]
) -> None:
    hubspot, salesforce = shown
    decision = merge(mapping_of(rule), hubspot, salesforce, None, **why)
    assert (decision.action, decision.reason) == (action, reason)
    moved = {TO_H: BaseValue(salesforce, salesforce), TO_S: BaseValue(hubspot, hubspot)}
    assert decision.base == moved.get(action, BaseValue(hubspot, salesforce))


@pytest.mark.parametrize(
    ("rule", "kept", "edited", "clears"),
    [(ALWAYS_S, ("h", None), ("h2", None), TO_H), (ALWAYS_H, (None, "s"), (None, "s2"), TO_S)],
)
def test_a_first_link_keeps_what_the_winning_side_leaves_blank_until_the_next_edit(
    rule: Rule, kept: tuple[Value, Value], edited: tuple[Value, Value], clears: Action
) -> None:
    linked = merge(mapping_of(rule), *kept, None, first_link=True)
    assert (linked.action, linked.base) == (NOTHING, BaseValue(*kept))
    assert merge(mapping_of(rule), *kept, kept).action is NOTHING
    decision = merge(mapping_of(rule), *edited, kept)
    assert (decision.action, decision.value, decision.overruled) == (clears, None, True)


def test_a_first_link_write_over_a_persons_edit_is_told_as_overruled() -> None:
    assert merge(mapping_of(PREFER), "h", "s", None, changed_here=frozenset({H})).overruled
    assert not merge(mapping_of(PREFER), "h", "s", None, changed_here=frozenset({S})).overruled
    assert not merge(mapping_of(PREFER), "h", "s", None, first_link=True).overruled


@pytest.mark.parametrize("rule", [PREFER, ALWAYS_S, ALWAYS_H, TWO_WAY])
def test_a_field_without_base_is_seeded_silently(rule: Rule) -> None:
    decision = merge(mapping_of(rule), "h", "s", None)
    assert (decision.action, decision.reason) == (Action.SEED, Reason.SEEDED)
    assert decision.base == BaseValue("h", "s")


@pytest.mark.parametrize(
    ("rule", "hubspot", "expected"), [(PREFER, True, TO_S), (TWO_WAY, True, TO_S), (ALWAYS_S, True, NOTHING)]
)
def test_a_record_to_be_created_has_no_booleans_yet(rule: Rule, hubspot: Any, expected: Any) -> None:
    flag = FieldType(Kind.BOOLEAN)
    assert merge(mapping_of(rule, flag, flag), hubspot, None, None, first_link=True).action is expected


def test_a_live_boolean_is_never_blank() -> None:
    flag = FieldType(Kind.BOOLEAN)
    decision = merge(mapping_of(PREFER, flag, flag), "true", False, None, first_link=True)
    assert (decision.action, decision.value) == (TO_H, False)
