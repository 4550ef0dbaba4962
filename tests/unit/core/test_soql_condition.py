"""An administrator's condition: what follows WHERE, and nothing that reaches beyond it."""

import pytest
from crmsync.core.soql_condition import ConditionError, checked_condition, unsound
from hypothesis import given
from hypothesis import strategies as st


@pytest.mark.parametrize(
    "condition",
    [
        "LeadSource = 'Web'",
        "Title LIKE '%(a;b' AND (Rating = 'Hot' OR Rating = null)",
        r"LastName = 'O\'Neil'",
        r"LastName = 'ends with a backslash \\'",
        "OwnerId IN (SELECT Id FROM Group WHERE Name = 'x')",
        "Title = 'ORDER BY Name LIMIT 1'",
        "NOT (Email = null)",
    ],
)
def test_one_whole_condition(condition: str) -> None:
    assert unsound(condition) is None


@pytest.mark.parametrize(
    ("condition", "words"),
    [
        ("Title = 'x", "quote"),
        (r"Title = 'x\'", "quote"),
        ("Title = 'x''y')", "parentheses"),
        ("Title = 'x') OR (Id != null", "parentheses"),
        ("(Title = 'x'", "parentheses"),
        ("Title = 'x'; DELETE", "semicolon"),
        ("Title = 'x'\x00", "control"),
        ("Title = 'x' order  by Name", "ORDER"),
        ("Title = 'x' LIMIT 1", "LIMIT"),
        ("Title = 'x' ALL ROWS", "ALL ROWS"),
        ("Title = 'x' FOR UPDATE", "FOR UPDATE"),
        ("SELECT Id FROM Lead", "SELECT"),
        ("Title = (SELECT Name FROM User)", "SELECT"),
    ],
)
def test_what_would_end_it_early_or_go_on_after_it(condition: str, words: str) -> None:
    reason = unsound(condition)
    assert reason is not None
    assert words in reason


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
        ("(Name = 'a'", "parentheses"),
        ("Name = 'a') OR (Name = 'b'", "parentheses"),
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
