"""Whether an administrator's text is one SOQL condition and nothing else: it is put between parentheses into queries.

Salesforce itself judges what the condition means; here only what could end it early or go on after it is refused.
https://developer.salesforce.com/docs/atlas.en-us.soql_sosl.meta/soql_sosl/sforce_api_calls_soql_select_conditionexpression.htm
"""

from __future__ import annotations

import re

LONGEST = 4_000
STRING = re.compile(r"'(?:[^'\\]|\\.)*'", re.DOTALL)
"""A text in quotes."""

_CLAUSE = re.compile(
    r"\b(order\s+by|group\s+by|having|limit|offset|all\s+rows|using\s+scope|with|for\s+(?:view|reference|update))\b",
    re.IGNORECASE,
)
_WHERE = re.compile(r"\A\s*where\b", re.IGNORECASE)
_SELECT = re.compile(r"\bselect\b", re.IGNORECASE)
_SUB_SELECT = re.compile(r"\bin\s*\(\s*select\b", re.IGNORECASE)


class ConditionError(ValueError):
    """The text says what is wrong with the condition."""


def checked_condition(text: str) -> str:
    """The condition without outer blanks and without a leading WHERE. Raises ConditionError."""
    condition = _WHERE.sub("", text).strip()
    if not condition:
        raise ConditionError("The condition is empty.")
    if len(condition) > LONGEST:
        raise ConditionError(f"The condition has {len(condition)} characters; {LONGEST} are the most.")
    reason = unsound(condition)
    if reason is not None:
        raise ConditionError(reason)
    return condition


def unsound(condition: str) -> str | None:
    """What is wrong with the text, as a sentence; None when it is one whole condition."""
    bare = STRING.sub("''", condition)
    if "'" in bare.replace("''", ""):
        return "A quote is not closed."
    if not _is_balanced(bare):
        return "The parentheses do not match."
    if ";" in bare or any(ord(sign) < ord(" ") and not sign.isspace() for sign in bare):
        return "It has a semicolon or a control character outside quotes."
    clause = _CLAUSE.search(bare)
    if clause:
        return f"{clause[1].upper()} is no part of a condition."
    if len(_SELECT.findall(bare)) != len(_SUB_SELECT.findall(bare)):
        return "SELECT may only stand right after IN ( as a sub-query."
    return None


def has_sub_query(condition: str) -> bool:
    return bool(_SELECT.search(STRING.sub("''", condition)))


def _is_balanced(bare: str) -> bool:
    depth = 0
    for sign in bare:
        depth += (sign == "(") - (sign == ")")
        if depth < 0:
            return False
    return depth == 0
