"""An administrator's SOQL condition: what follows WHERE, and nothing that reaches beyond it.

The condition is put into parentheses, so only unbalanced quotes and parentheses could leave them; the words are refused
because the error that Salesforce would give for them is hard to understand.
See https://developer.salesforce.com/docs/atlas.en-us.soql_sosl.meta/soql_sosl/sforce_api_calls_soql_select_conditionexpression.htm
"""

from __future__ import annotations

import re

LONGEST = 4_000
_STRING = re.compile(r"'(?:[^'\\]|\\.)*'", re.DOTALL)
_CLAUSE = re.compile(
    r"\b(SELECT|FROM|ORDER\s+BY|GROUP\s+BY|HAVING|LIMIT|OFFSET|FOR\s+(?:VIEW|REFERENCE|UPDATE)|WITH|USING|ALL\s+ROWS)\b",
    re.IGNORECASE,
)


class ConditionError(ValueError):
    """The text says what is wrong with the condition."""


def checked_condition(text: str) -> str:
    """The condition without outer blanks and without a leading WHERE. Raises ConditionError."""
    condition = re.sub(r"\A\s*WHERE\b", "", text, flags=re.IGNORECASE).strip()
    if not condition:
        raise ConditionError("the condition is empty")
    if len(condition) > LONGEST:
        raise ConditionError(f"the condition has {len(condition)} characters; {LONGEST} are the most")
    bare = _STRING.sub("''", condition)
    if "'" in bare.replace("''", ""):
        raise ConditionError("a quote (') is not closed")
    if ";" in bare:
        raise ConditionError("a condition has no semicolon outside quotes")
    outside = _outside_parentheses(bare)
    clause = _CLAUSE.search(outside)
    if clause:
        raise ConditionError(f"only a condition is allowed, and {clause[1].upper()} is another clause")
    return condition


def _outside_parentheses(bare: str) -> str:
    """What is within none; a sub-query is within. Raises ConditionError where they do not pair."""
    depth, outside = 0, []
    for character in bare:
        depth += (character == "(") - (character == ")")
        if depth < 0:
            raise ConditionError("a parenthesis is closed that was not opened")
        if depth == 0:
            outside.append(character)
    if depth:
        raise ConditionError("a parenthesis is not closed")
    return "".join(outside)
