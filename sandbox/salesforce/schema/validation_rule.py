"""A validation rule of the org: refuses records whose field matches."""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any

from sandbox.salesforce.schema.field import Value


def _number(value: object) -> float | None:
    try:
        return float(str(value))
    except ValueError:
        return None


def _ordered(compare: Callable[[float, float], bool]) -> Callable[[Value, str], bool]:
    def matches(value: Value, expected: str) -> bool:
        left, right = _number(value), _number(expected)
        return left is not None and right is not None and compare(left, right)

    return matches


def _text(value: Value) -> str:
    return "" if value is None else str(value).lower()


_OPERATORS: Mapping[str, Callable[[Value, str], bool]] = {
    "equals": lambda value, expected: _text(value) == expected.lower(),
    "not_equals": lambda value, expected: _text(value) != expected.lower(),
    "contains": lambda value, expected: expected.lower() in _text(value),
    "not_contains": lambda value, expected: expected.lower() not in _text(value),
    "starts_with": lambda value, expected: _text(value).startswith(expected.lower()),
    "matches": lambda value, expected: value is not None and re.search(expected, str(value)) is not None,
    "is_blank": lambda value, _: value is None,
    "is_not_blank": lambda value, _: value is not None,
    "less": _ordered(lambda left, right: left < right),
    "less_or_equal": _ordered(lambda left, right: left <= right),
    "greater": _ordered(lambda left, right: left > right),
    "greater_or_equal": _ordered(lambda left, right: left >= right),
}
_ALIASES = {
    "=": "equals", "==": "equals", "eq": "equals", "equal": "equals",
    "!=": "not_equals", "<>": "not_equals", "neq": "not_equals", "ne": "not_equals",
    "<": "less", "lt": "less", "less_than": "less",
    "<=": "less_or_equal", "lte": "less_or_equal",
    ">": "greater", "gt": "greater", "greater_than": "greater",
    ">=": "greater_or_equal", "gte": "greater_or_equal",
    "blank": "is_blank", "not_blank": "is_not_blank", "regex": "matches",
    "not_has_property": "is_blank", "has_property": "is_not_blank", "contains_token": "contains",
}  # fmt: skip


class BadRuleError(ValueError):
    """The message says what is wrong with the rule."""


@dataclass(frozen=True, slots=True)
class ValidationRule:
    """Text compares without case; `value` is the text to compare with, a regular expression for `matches`."""

    name: str
    message: str
    field: str
    operator: str
    value: str
    modified_ms: int = 0

    def refuses(self, record: Mapping[str, Any]) -> bool:
        return _OPERATORS[self.operator](record.get(self.field), self.value)


def rule_from(description: Mapping[str, Any]) -> ValidationRule:
    """Raises BadRuleError."""
    operator = str(description.get("operator", "")).lower()
    operator = _ALIASES.get(operator, operator)
    if operator not in _OPERATORS:
        raise BadRuleError(f"operator: {operator!r} is none of {', '.join(_OPERATORS)}")
    value = description.get("value")
    return ValidationRule(
        name=str(description["name"]),
        message=str(description.get("message", description["name"])),
        field=str(description["field"]),
        operator=operator,
        value="" if value is None else str(value),
    )
