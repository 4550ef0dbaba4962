"""Every row of the merge table of the design, and what the table does not say."""

from typing import Any, NamedTuple

import pytest
from crmsync.core.absent import ABSENT
from crmsync.core.conflict import ConflictTimes
from crmsync.core.field_decision import Action, FieldDecision
from crmsync.core.link import BaseValue
from crmsync.core.long_value import shorten
from crmsync.core.mapping import FieldMapping, FieldType, Kind, Rule
from crmsync.core.merge import merge_field
from crmsync.core.pair_settings import PairSettings
from crmsync.core.reasons import Reason
from crmsync.core.record import Side, Value

H, S = Side.HUBSPOT, Side.SALESFORCE
PREFER, ALWAYS_S, ALWAYS_H = Rule.PREFER_SALESFORCE_UNLESS_BLANK, Rule.ALWAYS_SALESFORCE, Rule.ALWAYS_HUBSPOT
TWO_WAY, DONT = Rule.TWO_WAY, Rule.DONT_SYNC
NOTHING, TO_H, TO_S = Action.NOTHING, Action.TO_HUBSPOT, Action.TO_SALESFORCE

NOW = 1_000_000_000
NO_TIMES = ConflictTimes(now=NOW, fetched=True)
H_LATER = ConflictTimes(now=NOW, hubspot=NOW - 10, salesforce=NOW - 20, salesforce_record=NOW - 5, fetched=True)
S_LATER = ConflictTimes(now=NOW, hubspot=NOW - 20, salesforce=NOW - 10, salesforce_record=NOW - 5, fetched=True)


def mapping_of(
    rule: Rule,
    hubspot_type: Any = None,
    salesforce_type: Any = None,
    *,
    field: Any = "Title",
    to_salesforce: bool = True,
) -> FieldMapping:
    return FieldMapping(
        "prop",
        {"Contact": field},
        rule,
        hubspot_type or FieldType(),
        {"Contact": salesforce_type or FieldType()},
        to_salesforce=to_salesforce,
    )


def merge(
    mapping: FieldMapping, hubspot: Any, salesforce: Any, base: Any, times: ConflictTimes = NO_TIMES, **options: Any
) -> FieldDecision:
    was = None if base is None else BaseValue(*base)
    return merge_field(mapping, "Contact", hubspot, salesforce, was, times=times, **options)


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


class TestReadOnly:
    READ_ONLY = FieldType(writable=False)

    def test_the_blocked_change_keeps_its_base_so_that_it_travels_once_it_can(self) -> None:
        blocked = merge(mapping_of(TWO_WAY, None, self.READ_ONLY), "h1", "s0", ("h0", "s0"))
        assert (blocked.action, blocked.reason, blocked.base) == (NOTHING, Reason.READ_ONLY, BaseValue("h0", "s0"))
        assert merge(mapping_of(TWO_WAY), "h1", "s0", ("h0", "s0")).action is TO_S

    def test_a_read_only_property_is_never_written(self) -> None:
        decision = merge(mapping_of(ALWAYS_S, self.READ_ONLY), "h0", "s1", ("h0", "s0"))
        assert (decision.action, decision.reason) == (NOTHING, Reason.READ_ONLY)

    @pytest.mark.parametrize("first_link", [True, False])
    def test_a_one_way_mapping_never_writes_salesforce(self, first_link: bool) -> None:
        mapping = mapping_of(TWO_WAY, to_salesforce=False)
        base = None if first_link else ("h0", None)
        decision = merge(mapping, "h1", None, base, first_link=first_link)
        assert (decision.action, decision.reason) == (NOTHING, Reason.ONE_WAY)
        assert decision.base == (BaseValue("h1", None) if first_link else BaseValue("h0", None))

    @pytest.mark.parametrize(
        ("hubspot_type", "salesforce_type", "action"),
        [(None, READ_ONLY, TO_H), (READ_ONLY, None, TO_S)],
    )
    def test_a_conflict_needs_no_times_when_only_one_side_can_be_written(
        self, hubspot_type: Any, salesforce_type: Any, action: Action
    ) -> None:
        mapping = mapping_of(TWO_WAY, hubspot_type, salesforce_type)
        decision = merge(mapping, "h1", "s1", ("h0", "s0"), ConflictTimes(now=NOW))
        assert (decision.action, decision.reason) == (action, Reason.ONLY_WRITABLE_SIDE)

    def test_a_conflict_between_two_read_only_fields_moves_nothing(self) -> None:
        decision = merge(mapping_of(TWO_WAY, self.READ_ONLY, self.READ_ONLY), "h1", "s1", ("h0", "s0"))
        assert (decision.action, decision.reason) == (NOTHING, Reason.READ_ONLY)


class TestConversion:
    DATE, DATETIME = FieldType(Kind.DATE), FieldType(Kind.DATETIME)

    def test_the_time_that_a_date_cannot_hold_is_never_written_back(self) -> None:
        mapping = mapping_of(TWO_WAY, self.DATE, self.DATETIME)
        decision = merge(mapping, "2026-01-02", "2026-01-02T15:30:00.000+0000", ("2026-01-01", "x"), H_LATER)
        assert (decision.action, decision.reason) == (NOTHING, Reason.IN_STEP)
        assert decision.base == BaseValue("2026-01-02", "2026-01-02T15:30:00.000Z")

    def test_a_real_change_of_the_day_travels(self) -> None:
        mapping = mapping_of(TWO_WAY, self.DATE, self.DATETIME)
        decision = merge(
            mapping, "2026-01-03", "2026-01-02T15:30:00.000+0000", ("2026-01-02", "2026-01-02T15:30:00.000Z")
        )
        assert (decision.action, decision.value) == (TO_S, "2026-01-03T00:00:00.000Z")
        assert decision.old == "2026-01-02T15:30:00.000Z"

    @pytest.mark.parametrize("base", [None, ("Hot", "Hot")])
    def test_a_value_that_does_not_fit_parks_its_field_only(self, base: Any) -> None:
        mapping = mapping_of(TWO_WAY, None, FieldType(Kind.PICKLIST, options=("Hot", "Cold")))
        decision = merge(mapping, "Warm", "Hot" if base else None, base, first_link=True)
        assert (decision.action, decision.reason) == (Action.PARK, Reason.NOT_CONVERTIBLE)
        assert decision.base == (BaseValue(*base) if base else None)
        assert "no such option" in decision.park_reason
        assert decision.park_fix

    def test_raw_values_are_taken_in_any_form(self) -> None:
        mapping = mapping_of(TWO_WAY, FieldType(Kind.NUMBER), FieldType(Kind.NUMBER))
        assert merge(mapping, "12.0", 12.0, (12, 12)).reason is Reason.UNCHANGED

    def test_long_texts_are_remembered_by_their_hash_and_sent_whole(self) -> None:
        before, after = "a" * 3_000, "b" * 3_000
        base = (shorten(before), shorten(before))
        assert merge(mapping_of(TWO_WAY), before, before, base).reason is Reason.UNCHANGED
        decision = merge(mapping_of(TWO_WAY), after, before, base)
        assert (decision.action, decision.value, decision.old) == (TO_S, after, before)
        assert decision.base == BaseValue(shorten(after), shorten(after))


class TestFallback:
    FALLBACK = "[not provided]"

    def last_name(self, rule: Rule) -> FieldMapping:
        return mapping_of(rule, field="LastName")

    @pytest.mark.parametrize("rule", [PREFER, TWO_WAY, ALWAYS_H])
    def test_it_gives_way_to_the_first_real_value(self, rule: Rule) -> None:
        decision = merge(self.last_name(rule), "Smith", self.FALLBACK, (None, self.FALLBACK))
        assert (decision.action, decision.value, decision.old) == (TO_S, "Smith", self.FALLBACK)

    @pytest.mark.parametrize("rule", [PREFER, TWO_WAY, ALWAYS_S, ALWAYS_H])
    @pytest.mark.parametrize("base", [None, (None, FALLBACK), ("Smith", "Smith"), ("Jones", "Smith")])
    @pytest.mark.parametrize("hubspot", [None, "Smith"])
    def test_it_is_never_sent_to_hubspot_and_never_clears_there(self, rule: Rule, base: Any, hubspot: Any) -> None:
        decision = merge(self.last_name(rule), hubspot, self.FALLBACK, base, first_link=True)
        assert decision.action is not TO_H
        if decision.action is NOTHING:
            assert decision.base == BaseValue(hubspot, self.FALLBACK)

    def test_always_salesforce_leaves_both_as_they_are(self) -> None:
        decision = merge(self.last_name(ALWAYS_S), "Smith", self.FALLBACK, (None, self.FALLBACK))
        assert (decision.action, decision.reason) == (NOTHING, Reason.FALLBACK)

    def test_a_real_value_in_salesforce_is_a_change(self) -> None:
        decision = merge(self.last_name(PREFER), None, "Smith", (None, self.FALLBACK))
        assert (decision.action, decision.value) == (TO_H, "Smith")

    def test_the_text_means_nothing_in_other_fields_or_without_the_setting(self) -> None:
        assert merge(mapping_of(PREFER), None, self.FALLBACK, None, first_link=True).action is TO_H
        without = PairSettings(required_fallbacks={"LastName": None})
        decision = merge(self.last_name(PREFER), None, self.FALLBACK, None, first_link=True, settings=without)
        assert decision.action is TO_H

    @pytest.mark.parametrize("rule", [TWO_WAY, ALWAYS_H])
    def test_a_required_field_cannot_be_cleared(self, rule: Rule) -> None:
        decision = merge(self.last_name(rule), None, "Smith", ("Smith", "Smith"), required=("LastName",))
        assert (decision.action, decision.reason) == (Action.PARK, Reason.REQUIRED)
        assert decision.base == BaseValue("Smith", "Smith")
        assert "LastName" in decision.park_reason
