"""The mirror: HubSpot shows what Salesforce says, whatever was before."""

from __future__ import annotations

import pytest
from crmsync.core.absent import ABSENT
from crmsync.core.campaigns import campaign_ids, campaign_mapping, person_of
from crmsync.core.conflict import ConflictTimes
from crmsync.core.field_decision import Action
from crmsync.core.link import BaseValue
from crmsync.core.mapping import FieldMapping, FieldType, Kind
from crmsync.core.merge import merge_field
from crmsync.core.reasons import Reason
from hypothesis import given
from hypothesis import strategies as st

IDS = [f"70100000000000{number}AAA" for number in range(4)]
KINDS = (FieldType(Kind.MULTI_PICKLIST, options=tuple(IDS)), FieldType(Kind.TEXT), FieldType(Kind.REFERENCE))
SETS = st.lists(st.sampled_from(IDS), unique=True).map(lambda ids: ";".join(ids) or None)
BASES = st.none() | SETS.map(lambda ids: BaseValue(*[";".join(campaign_ids(ids)) or None] * 2))
"""Both sides agreed at the last commit."""

NO_TIMES = ConflictTimes(now=0)

pytestmark = pytest.mark.s("S21")


def mapping(kind: FieldType = KINDS[0]) -> FieldMapping:
    return campaign_mapping("campaigns", kind, ("Contact", "Lead"))


@given(
    kind=st.sampled_from(KINDS),
    hubspot=SETS,
    salesforce=SETS,
    base=BASES,
    first_link=st.booleans(),
)
def test_after_it_hubspot_shows_what_salesforce_says(
    kind: FieldType, hubspot: str | None, salesforce: str | None, base: BaseValue | None, *, first_link: bool
) -> None:
    one = mapping(kind)
    made = merge_field(one, "Lead", hubspot, salesforce, base, times=NO_TIMES, first_link=first_link)
    shows = made.value if made.action is Action.TO_HUBSPOT else hubspot
    assert made.action in {Action.TO_HUBSPOT, Action.NOTHING}
    assert campaign_ids(shows) == campaign_ids(salesforce)
    again = merge_field(one, "Lead", shows, salesforce, made.base, times=NO_TIMES, first_link=first_link)
    assert again.action is Action.NOTHING


@given(hubspot=SETS, base=BASES)
def test_what_was_not_read_moves_nothing(hubspot: str | None, base: BaseValue | None) -> None:
    made = merge_field(mapping(), "Lead", hubspot, ABSENT, base, times=NO_TIMES)
    assert (made.action, made.base) == (Action.NOTHING, base)


def test_a_campaign_without_option_waits() -> None:
    few = mapping(FieldType(Kind.MULTI_PICKLIST, options=(IDS[0],)))
    made = merge_field(few, "Lead", None, f"{IDS[0]};{IDS[1]}", None, times=NO_TIMES)
    assert (made.action, made.reason) == (Action.PARK, Reason.UNKNOWN_CAMPAIGN)


def test_a_read_only_property_is_left_alone() -> None:
    made = merge_field(mapping(FieldType(Kind.TEXT, writable=False)), "Lead", None, IDS[0], None, times=NO_TIMES)
    assert (made.action, made.reason) == (Action.NOTHING, Reason.READ_ONLY)


def test_the_contact_of_a_converted_lead_counts() -> None:
    assert person_of({"LeadId": "00Q1", "ContactId": "0031"}) == ("Contact", "0031")
    assert person_of({"LeadId": "00Q1", "ContactId": None}) == ("Lead", "00Q1")
    assert person_of({}) is None
