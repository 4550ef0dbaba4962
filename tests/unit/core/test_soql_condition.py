"""An administrator's condition: what follows WHERE, and nothing that reaches beyond it."""

import pytest
from crmsync.core.soql_condition import ConditionError, checked_condition
from hypothesis import given
from hypothesis import strategies as st


@pytest.mark.parametrize(
    "text",
    [
        "LeadSource = 'Web'",
        "(Name = 'a' OR Name = 'b') AND NumberOfEmployees > 3",
        "Name = 'it\\'s (not closed'",
        "Name = 'a \\\\'",
        "Id IN (SELECT ContactId FROM CampaignMember WHERE Status = 'Sent')",
        "CreatedDate = LAST_N_DAYS:30",
        "Name = 'ORDER BY LIMIT; --'",
        "Limit__c > 3",
    ],
)
def test_conditions_are_kept_as_they_are(text: str) -> None:
    assert checked_condition(f"  {text}\n") == text
    assert checked_condition(f"where {text}") == text


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("", "empty"),
        ("  where ", "empty"),
        ("Name = 'a", "quote"),
        ("Name = 'a\\'", "quote"),
        ("(Name = 'a'", "not closed"),
        ("Name = 'a') OR (Name = 'b'", "not opened"),
        ("Name = 'a' LIMIT 1", "LIMIT"),
        ("Name = 'a' order by Name", "ORDER BY"),
        ("Name = 'a' FOR UPDATE", "FOR UPDATE"),
        ("Name = 'a'; DELETE", "semicolon"),
        ("x" * 4_001, "4001 characters"),
    ],
)
def test_what_reaches_beyond_it_is_refused(text: str, words: str) -> None:
    with pytest.raises(ConditionError, match=words):
        checked_condition(text)


@given(st.text(alphabet="ab'\\() \n;=", max_size=40))
def test_no_condition_leaves_its_parentheses(text: str) -> None:
    """Read as SOQL reads it: in quotes a backslash takes the next character along."""
    try:
        condition = checked_condition(text)
    except ConditionError:
        return
    depth, quoted, escaped = 1, False, False
    for character in condition:
        if quoted:
            quoted = escaped or character != "'"
            escaped = character == "\\" and not escaped
        elif character == "'":
            quoted = True
        else:
            depth += (character == "(") - (character == ")")
        assert depth > 0
    assert not quoted
    assert depth == 1
