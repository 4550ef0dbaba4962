"""Every row of the owner's table."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

import pytest
from crmsync.core.conflict import ConflictTimes
from crmsync.core.field_decision import Action
from crmsync.core.fixed_mappings import FIXED_CONTACT_MAPPINGS
from crmsync.core.link import BaseValue
from crmsync.core.mapping import FieldType, Kind
from crmsync.core.merge import merge_field
from crmsync.core.owner_directory import NOBODY, OWNER, OwnerDirectory
from crmsync.core.reasons import Reason
from crmsync.core.record import Side
from crmsync.core.salesforce_id import to_18
from hypothesis import given
from hypothesis import strategies as st

DANA, KENJI, LENA = "1", "2", "3"
D, K, R, Q = "005000000000001AAA", "005000000000002AAA", "005000000000003AAA", to_18("00G000000000001")
DIRECTORY = OwnerDirectory({DANA: D, KENJI: K, LENA: NOBODY}, {D: DANA, K: KENJI, R: NOBODY})
(PLAIN,) = [mapping for mapping in FIXED_CONTACT_MAPPINGS if mapping.hubspot == OWNER]
MAPPING = replace(PLAIN, owners=DIRECTORY)
NOW = 1_000_000
NONE, H_LATER, S_LATER = (
    ConflictTimes(now=NOW, fetched=True),
    ConflictTimes(now=NOW, hubspot=NOW - 10, salesforce=NOW - 20, salesforce_record=NOW - 5, fetched=True),
    ConflictTimes(now=NOW, hubspot=NOW - 20, salesforce=NOW - 10, salesforce_record=NOW - 5, fetched=True),
)
NOTHING, TELL, TO_H, TO_S = Action.NOTHING, Action.TELL, Action.TO_HUBSPOT, Action.TO_SALESFORCE


def merge(hubspot: Any, salesforce: Any, base: Any, times: ConflictTimes = NONE, **options: Any) -> Any:
    mapping = options.pop("mapping", MAPPING)
    was = BaseValue(*base) if isinstance(base, tuple) else base
    return merge_field(mapping, "Lead", hubspot, salesforce, was, times=times, **options)


@pytest.mark.parametrize(
    ("hubspot", "salesforce", "base", "times", "action", "value", "reason", "overruled"),
    [
        # only Salesforce changed
        (DANA, K, (DANA, D), NONE, TO_H, KENJI, Reason.SALESFORCE_CHANGED, False),
        (DANA, R, (DANA, D), NONE, TELL, DANA, Reason.NO_MATCHING_OWNER, False),
        (DANA, Q, (DANA, D), NONE, TELL, DANA, Reason.NO_MATCHING_OWNER, False),
        (None, D, (None, R), NONE, TO_H, DANA, Reason.SALESFORCE_CHANGED, False),
        # only HubSpot changed
        (KENJI, D, (DANA, D), NONE, TO_S, K, Reason.HUBSPOT_CHANGED, False),
        (LENA, D, (DANA, D), NONE, TO_H, DANA, Reason.NO_MATCHING_OWNER, True),
        (None, D, (DANA, D), NONE, TO_H, DANA, Reason.REQUIRED, True),
        (LENA, Q, (DANA, Q), NONE, TELL, LENA, Reason.NO_MATCHING_OWNER, False),
        (KENJI, Q, (DANA, Q), NONE, TO_S, K, Reason.HUBSPOT_CHANGED, False),
        # both changed
        (KENJI, R, (DANA, D), H_LATER, TO_S, K, Reason.NEWER, True),
        (KENJI, R, (DANA, D), S_LATER, TELL, KENJI, Reason.NO_MATCHING_OWNER, False),
        (DANA, K, (KENJI, D), S_LATER, TO_H, KENJI, Reason.NEWER, True),
        (DANA, K, (KENJI, R), NONE, TO_H, KENJI, Reason.TIME_UNKNOWN, True),
        (LENA, K, (DANA, D), H_LATER, TO_H, KENJI, Reason.NO_MATCHING_OWNER, True),
        (None, K, (DANA, D), H_LATER, TO_H, KENJI, Reason.REQUIRED, True),
        (KENJI, K, (DANA, D), NONE, NOTHING, KENJI, Reason.IN_STEP, False),
        # neither
        (LENA, D, (LENA, D), NONE, NOTHING, None, Reason.UNCHANGED, False),
        # Salesforce chose an owner for a new record
        (None, D, (None, None), NONE, TO_H, DANA, Reason.SALESFORCE_CHANGED, False),
        (LENA, R, (LENA, None), NONE, NOTHING, LENA, Reason.UNCHANGED, False),
        (KENJI, R, (None, None), NONE, TO_S, K, Reason.HUBSPOT_CHANGED, False),
    ],
)
def test_the_owner(
    *, hubspot: Any, salesforce: Any, base: Any, times: Any, action: Any, value: Any, reason: Any, overruled: bool
) -> None:
    decision = merge(hubspot, salesforce, base, times)
    assert (decision.action, decision.value, decision.reason) == (action, value, reason)
    assert decision.overruled is overruled


@pytest.mark.parametrize(
    ("hubspot", "salesforce", "action", "value"),
    [
        (KENJI, D, TO_H, DANA),
        (None, D, TO_H, DANA),
        (KENJI, R, TELL, KENJI),
        (DANA, D, NOTHING, DANA),
        # a record to be created in Salesforce
        (DANA, None, TO_S, D),
        (LENA, None, TELL, LENA),
        (None, None, NOTHING, None),
    ],
)
def test_the_owner_at_a_first_link(hubspot: Any, salesforce: Any, action: Any, value: Any) -> None:
    decision = merge(hubspot, salesforce, None, first_link=True)
    assert (decision.action, decision.value) == (action, value)


def test_without_base_and_cause_the_owner_is_seeded() -> None:
    assert merge(KENJI, D, None).action is Action.SEED


@pytest.mark.parametrize(("hubspot", "salesforce"), [("99", D), (DANA, "005000000000009AAA")])
def test_a_stranger_waits(hubspot: str, salesforce: str) -> None:
    decision = merge(hubspot, salesforce, (DANA, D))
    assert (decision.action, decision.base) == (Action.PARK, BaseValue(DANA, D))
    assert decision.park_reason
    assert decision.park_fix


def test_without_directory_nothing_moves() -> None:
    assert merge(KENJI, D, (DANA, D), mapping=PLAIN).action is NOTHING


def test_a_field_that_cannot_be_written_keeps_its_base() -> None:
    locked = FieldType(Kind.REFERENCE, writable=False)
    to_hubspot = merge(DANA, K, (DANA, D), mapping=replace(MAPPING, hubspot_type=locked))
    to_salesforce = merge(KENJI, D, (DANA, D), mapping=replace(MAPPING, salesforce_types={"Lead": locked}))
    for decision in (to_hubspot, to_salesforce):
        assert (decision.action, decision.reason) == (NOTHING, Reason.READ_ONLY)
        assert decision.base == BaseValue(DANA, D)


OWNERS = st.sampled_from([None, DANA, KENJI, LENA])
USERS = st.sampled_from([D, K, R, Q])


@given(OWNERS, USERS, st.none() | st.tuples(OWNERS, USERS | st.none()), st.sampled_from([NONE, H_LATER, S_LATER]))
def test_only_people_known_there_are_written_and_nothing_is_written_twice(
    hubspot: Any, salesforce: Any, base: Any, times: ConflictTimes
) -> None:
    decision = merge(hubspot, salesforce, base, times, first_link=True)
    after = {Side.HUBSPOT: hubspot, Side.SALESFORCE: salesforce}
    if decision.action is TO_H:
        assert decision.value == DIRECTORY.owner_of(salesforce) != hubspot
        after[Side.HUBSPOT] = decision.value
    elif decision.action is TO_S:
        assert decision.value == DIRECTORY.user_of(hubspot) != salesforce
        after[Side.SALESFORCE] = decision.value
    again = merge(after[Side.HUBSPOT], after[Side.SALESFORCE], decision.base, times, first_link=True)
    assert again.action is NOTHING
