import pytest
from crmsync.core.soql_condition import unsound


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
