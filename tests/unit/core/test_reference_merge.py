"""The merge of a reference: ids that agree when the records they name are linked."""

from __future__ import annotations

import pytest
from crmsync.core.association import PRIMARY_COMPANY
from crmsync.core.conflict import ConflictTimes
from crmsync.core.field_decision import Action
from crmsync.core.link import BaseValue
from crmsync.core.mapping import FieldMapping, Rule
from crmsync.core.reasons import Reason
from crmsync.core.record import RecordRef, Side
from crmsync.core.reference import LinkedIds
from crmsync.core.reference_mappings import to_company
from crmsync.core.reference_merge import merge_reference

NOTHING, WAIT, TO_H, TO_S, TIMES = (
    Action.NOTHING,
    Action.WAIT,
    Action.TO_HUBSPOT,
    Action.TO_SALESFORCE,
    Action.NEEDS_TIMES,
)
NOW = 1_000_000
A, B, NEW = "001A", "001B", "001N"
"""Accounts; `a` and `b` are their companies, those called new have no counterpart."""


def mapping(rule: Rule = Rule.TWO_WAY) -> FieldMapping:
    refs = {"a": A, "b": B}
    there = {RecordRef(Side.HUBSPOT, "company", one): other for one, other in refs.items()}
    there |= {RecordRef(Side.SALESFORCE, "Account", other): one for one, other in refs.items()}
    plain = to_company("associatedcompanyid", "Contact", "AccountId", PRIMARY_COMPANY["contact"])
    return FieldMapping(
        plain.hubspot, plain.salesforce, rule, plain.hubspot_type, plain.salesforce_types,
        reference=plain.reference, linked=LinkedIds(there),
    )  # fmt: skip


@pytest.mark.parametrize(
    ("hubspot", "salesforce", "base", "action", "value"),
    [
        (None, None, None, NOTHING, None),
        ("a", A, None, NOTHING, None),
        ("a", None, None, TO_S, A),
        (None, A, None, TO_H, "a"),
        ("b", A, None, TO_H, "a"),
        ("new", None, None, WAIT, None),
        (None, NEW, None, WAIT, None),
        ("a", NEW, None, WAIT, None),
        ("a", A, ("a", A), NOTHING, None),
        ("b", A, ("a", A), TO_S, B),
        (None, A, ("a", A), TO_S, None),
        ("new", A, ("a", A), WAIT, None),
        ("a", B, ("a", A), TO_H, "b"),
        ("a", None, ("a", A), TO_H, None),
        ("a", NEW, ("a", A), WAIT, None),
        ("b", B, ("a", A), NOTHING, None),
        ("b", None, ("a", A), TIMES, None),
    ],
)
def test_two_way(
    hubspot: str | None, salesforce: str | None, base: tuple[str, str] | None, action: Action, value: str | None
) -> None:
    was = BaseValue(*base) if base is not None else None
    times = ConflictTimes(now=NOW)
    decision = merge_reference(mapping(), "Contact", BaseValue(hubspot, salesforce), was, times)
    assert (decision.action, decision.value) == (action, value)
    if action is WAIT:
        assert decision.base == was, "it waits as it was"
        assert decision.reason is Reason.WAITS_FOR_RECORD


@pytest.mark.parametrize(
    ("rule", "hubspot", "salesforce", "action"),
    [
        (Rule.ALWAYS_SALESFORCE, "b", A, TO_H),
        (Rule.ALWAYS_HUBSPOT, "a", B, TO_S),
        (Rule.PREFER_SALESFORCE_UNLESS_BLANK, "b", A, TO_H),
    ],
)
def test_an_edit_against_the_rule_is_set_back(rule: Rule, hubspot: str, salesforce: str, action: Action) -> None:
    base = BaseValue("a", A)
    decision = merge_reference(mapping(rule), "Contact", BaseValue(hubspot, salesforce), base, ConflictTimes(now=NOW))
    assert decision.action is action
    assert decision.overruled


@pytest.mark.parametrize(
    ("rule", "kept", "edited", "clears"),
    [
        (Rule.ALWAYS_SALESFORCE, BaseValue("a", None), BaseValue("b", None), TO_H),
        (Rule.ALWAYS_HUBSPOT, BaseValue(None, A), BaseValue(None, B), TO_S),
    ],
)
def test_a_first_link_keeps_what_the_winning_side_leaves_blank_until_the_next_edit(
    rule: Rule, kept: BaseValue, edited: BaseValue, clears: Action
) -> None:
    times = ConflictTimes(now=NOW)
    linked = merge_reference(mapping(rule), "Contact", kept, None, times)
    assert (linked.action, linked.reason, linked.base) == (NOTHING, Reason.FIRST_LINK_KEEPS, kept)
    assert merge_reference(mapping(rule), "Contact", kept, kept, times).action is NOTHING
    decision = merge_reference(mapping(rule), "Contact", edited, kept, times)
    assert (decision.action, decision.value, decision.overruled) == (clears, None, True)


def test_the_later_of_two_changes_stands() -> None:
    base, values = BaseValue("a", A), BaseValue("b", None)
    late = ConflictTimes(now=NOW, hubspot=NOW - 1, salesforce=NOW - 9, fetched=True)
    assert merge_reference(mapping(), "Contact", values, base, late).action is TO_S


def test_what_is_written_is_in_step_after_it() -> None:
    for values in (BaseValue("b", A), BaseValue("a", B), BaseValue("a", None), BaseValue(None, A)):
        decision = merge_reference(mapping(), "Contact", values, BaseValue("a", A), ConflictTimes(now=NOW))
        assert decision.base is not None
        again = merge_reference(mapping(), "Contact", decision.base, decision.base, ConflictTimes(now=NOW))
        assert again.action is NOTHING
