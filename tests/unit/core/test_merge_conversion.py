"""Merging values that are converted on their way, fallbacks, and fields that are read only."""

from typing import Any

import pytest
from crmsync.core.conflict import ConflictTimes
from crmsync.core.field_decision import Action
from crmsync.core.link import BaseValue
from crmsync.core.long_value import shorten
from crmsync.core.mapping import FieldMapping, FieldType, Kind, Rule
from crmsync.core.pair_settings import PairSettings
from crmsync.core.reasons import Reason

from tests.unit.core.merging import (
    ALWAYS_H,
    ALWAYS_S,
    H_LATER,
    NOTHING,
    NOW,
    PREFER,
    TO_H,
    TO_S,
    TWO_WAY,
    mapping_of,
    merge,
)


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
