"""Which fields decide about a SOQL condition."""

from __future__ import annotations

import pytest
from crmsync.core.condition_fields import condition_fields


@pytest.mark.parametrize(
    ("condition", "fields"),
    [
        ("LeadSource != 'Other'", {"leadsource"}),
        ("type = 'Own Type__c' AND (NOT Rating IN ('Hot'))", {"type", "rating"}),
        ("Account.Type = 'x' OR Region__r . Name LIKE 'y'", {"accountid", "region__c"}),
        ("Name = 'O\\'Neil Title'", {"name", "firstname", "lastname"}),
        ("Score__c > 10.5 AND CreatedDate = LAST_N_DAYS:30", {"score__c", "createddate"}),
        ("DAY_ONLY(CloseDate) = TODAY", {"closedate"}),
        ("Id IN (SELECT ContactId FROM CampaignMember)", {"id"}),
    ],
)
def test_fields_of_a_condition(condition: str, fields: set[str]) -> None:
    assert fields <= condition_fields(condition)


def test_texts_are_no_fields() -> None:
    assert condition_fields("Name = 'Title'").isdisjoint({"title"})
    assert condition_fields(None) == frozenset()
