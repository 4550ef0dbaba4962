"""Every row of the latch, and what holds whatever the values are."""

from __future__ import annotations

import pytest
from crmsync.core.conflict import ConflictTimes
from crmsync.core.field_decision import Action
from crmsync.core.fixed_mappings import FIXED_CONTACT_MAPPINGS
from crmsync.core.link import BaseValue
from crmsync.core.mapping import CHOOSABLE_RULES, Rule
from crmsync.core.merge import merge_field
from crmsync.core.opt_out_latch import LATCH_TABLE, OPT_OUT, latch
from crmsync.core.reasons import Reason
from crmsync.core.record import Side
from hypothesis import given
from hypothesis import strategies as st

H, S = Side.HUBSPOT, Side.SALESFORCE
(MAPPING,) = [mapping for mapping in FIXED_CONTACT_MAPPINGS if mapping.hubspot == OPT_OUT]
NO_TIMES = ConflictTimes(now=1)
HUBSPOT = st.sampled_from([None, "", "true", "false", True, False])
SALESFORCE = st.sampled_from([None, True, False, "true", "false"])
BASE = st.none() | st.builds(BaseValue, st.sampled_from([None, True, False]), st.sampled_from([True, False]))


@pytest.mark.parametrize(
    ("hubspot", "salesforce", "base", "target", "reason", "overruled"),
    [
        (True, True, None, None, Reason.IN_STEP, False),
        (False, False, None, None, Reason.IN_STEP, False),
        (None, False, (None, False), None, Reason.IN_STEP, False),
        (True, False, None, S, Reason.OPTED_OUT, False),
        (None, True, None, H, Reason.OPTED_OUT, False),
        (True, False, (None, False), S, Reason.OPTED_OUT, False),
        (None, True, (None, False), H, Reason.OPTED_OUT, False),
        (False, True, (False, True), H, Reason.OPTED_OUT, False),
        # unticked in Salesforce: set back
        (True, False, (True, True), S, Reason.OPT_OUT_KEPT, True),
        # the person subscribed again in HubSpot: nobody is opted in or out
        (False, True, (True, True), None, Reason.SUBSCRIBED_AGAIN, False),
        (None, True, (True, True), None, Reason.SUBSCRIBED_AGAIN, False),
        # opted out in Salesforce since
        (False, True, (True, False), H, Reason.OPTED_OUT, False),
        (False, False, (False, True), None, Reason.IN_STEP, False),
    ],
)
def test_the_latch(
    *,
    hubspot: bool | None,
    salesforce: bool,
    base: tuple[bool | None, bool] | None,
    target: Side | None,
    reason: Reason,
    overruled: bool,
) -> None:
    assert latch(hubspot, salesforce, BaseValue(*base) if base else None) == (target, reason, overruled)


def test_every_pair_of_values_has_a_row() -> None:
    assert set(LATCH_TABLE) == {(hubspot, salesforce) for hubspot in (True, False) for salesforce in (True, False)}


def test_nobody_can_choose_the_rule() -> None:
    assert set(Rule) - set(CHOOSABLE_RULES) == {Rule.OPT_OUT_LATCH, Rule.MIRROR, Rule.MEMBER_STATUS}
    assert MAPPING.is_latch


@given(HUBSPOT, SALESFORCE, BASE, st.booleans(), st.frozensets(st.sampled_from(Side)))
def test_nobody_is_ever_opted_in(
    hubspot: object, salesforce: object, base: BaseValue | None, first_link: bool, changed_here: frozenset[Side]
) -> None:
    decision = merge_field(
        MAPPING,
        "Contact",
        hubspot,  # type: ignore[arg-type]
        salesforce,  # type: ignore[arg-type]
        base,
        times=NO_TIMES,
        first_link=first_link,
        changed_here=changed_here,
    )
    assert decision.action in {Action.NOTHING, Action.TO_HUBSPOT, Action.TO_SALESFORCE}
    if decision.action is not Action.NOTHING:
        assert decision.value is True


@given(HUBSPOT, SALESFORCE)
def test_an_opt_out_on_either_side_ends_on_both(hubspot: object, salesforce: object) -> None:
    decision = merge_field(MAPPING, "Lead", hubspot, salesforce, None, times=NO_TIMES)  # type: ignore[arg-type]
    if {hubspot, salesforce} & {"true", True}:
        assert decision.base == BaseValue(hubspot=True, salesforce=True)
