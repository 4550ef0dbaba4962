"""The merge of the sets of records that belong to a record."""

from __future__ import annotations

from crmsync.core.link import BaseValue
from crmsync.core.members import MemberPlan, Present, members_of, merge_members
from crmsync.core.pairs.deal import CONTACTS
from crmsync.core.record import Side
from hypothesis import given
from hypothesis import strategies as st

assert CONTACTS.members is not None
MEMBERS = CONTACTS.members
ADA, GRACE, MARY = "003A", "003G", "003M"
LINKED = {"1": ADA, "2": GRACE, "3": MARY}
THERE = {MEMBERS.ref(Side.HUBSPOT, one): other for one, other in LINKED.items()} | {
    MEMBERS.ref(Side.SALESFORCE, other): one for one, other in LINKED.items()
}
IDS = st.frozensets(st.sampled_from([*LINKED, "9"]))
FIELDS = st.frozensets(st.sampled_from([*LINKED.values(), "003X"]))


def merged(hubspot: str, salesforce: str, base: str | None) -> MemberPlan:
    known = None if base is None else BaseValue(0, base or None)
    return merge_members(MEMBERS, Present(frozenset(hubspot.split()), frozenset(salesforce.split())), known, THERE)


def test_a_first_link_takes_nobody_away() -> None:
    plan = merged("1", GRACE, None)
    assert plan.added == {Side.HUBSPOT: ("2",), Side.SALESFORCE: (ADA,)}
    assert plan.removed == {Side.HUBSPOT: (), Side.SALESFORCE: ()}
    assert plan.base == BaseValue(2, f"{ADA};{GRACE}")


def test_who_was_known_left_where_they_are_missing() -> None:
    plan = merged("1", GRACE, f"{ADA};{GRACE}")
    assert plan.removed == {Side.HUBSPOT: ("1",), Side.SALESFORCE: (GRACE,)}
    assert plan.base == BaseValue(None, None)


def test_who_is_not_linked_waits_and_stays() -> None:
    plan = merged("1 9", f"{ADA} 003X", f"{ADA};003Z")
    assert not plan.changes(Side.HUBSPOT)
    assert not plan.changes(Side.SALESFORCE)
    assert {ref.id for ref in plan.awaits} == {"9", "003X"}
    assert plan.base == BaseValue(2, f"{ADA};003Z")


@given(IDS, FIELDS, st.none() | FIELDS)
def test_carried_out_it_is_at_rest(
    hubspot: frozenset[str], salesforce: frozenset[str], base: frozenset[str] | None
) -> None:
    known = None if base is None else BaseValue(0, ";".join(sorted(base)) or None)
    plan = merge_members(MEMBERS, Present(hubspot, salesforce), known, THERE)
    after = Present(
        hubspot.union(plan.added[Side.HUBSPOT]).difference(plan.removed[Side.HUBSPOT]),
        salesforce.union(plan.added[Side.SALESFORCE]).difference(plan.removed[Side.SALESFORCE]),
    )
    again = merge_members(MEMBERS, after, plan.base, THERE)
    assert not any(map(again.changes, Side))
    assert again.base == plan.base
    assert {LINKED[one] for one in after.hubspot if one in LINKED} == after.salesforce.intersection(LINKED.values())
    assert members_of(plan.base) >= after.salesforce.intersection(LINKED.values())
