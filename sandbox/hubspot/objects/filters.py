"""Search filters compiled to predicates over a record's values."""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping
from typing import Any

from sandbox.hubspot.errors import ValidationError
from sandbox.hubspot.objects.schema import ObjectType, Property
from sandbox.hubspot.timestamps import ms_of

Values = Mapping[str, str]
Predicate = Callable[[Values], bool]
Comparable = Any
"""A number or lower-case text; two values of one property are always of one kind."""

_TOKEN = re.compile(r"[^\s@.,;:_/+\-]+")
_COMPARISONS: dict[str, Callable[[Any, Any], bool]] = {
    "LT": lambda left, right: left < right,
    "LTE": lambda left, right: left <= right,
    "GT": lambda left, right: left > right,
    "GTE": lambda left, right: left >= right,
}
OPERATORS = frozenset(
    {
        *_COMPARISONS,
        "EQ",
        "NEQ",
        "BETWEEN",
        "IN",
        "NOT_IN",
        "HAS_PROPERTY",
        "NOT_HAS_PROPERTY",
        "CONTAINS_TOKEN",
        "NOT_CONTAINS_TOKEN",
    }
)


def comparable(found: Property, text: str) -> Comparable:
    """Numbers and times compare as numbers, the rest as lower-case text. Raises ValueError."""
    if found.type == "number":
        return float(text)
    if found.type in {"date", "datetime"}:
        return float(ms_of(text))
    return text.lower()


def tokens(text: str) -> set[str]:
    return {token.lower() for token in _TOKEN.findall(text)}


def compiled(object_type: ObjectType, asked: Mapping[str, Any], *, in_needs_lower_case: bool) -> Predicate:
    """Raises ValidationError for an unknown property or operator, or a missing or bad value."""
    name, operator = str(asked.get("propertyName", "")), str(asked.get("operator", ""))
    found = object_type.live(name)
    if found is None:
        raise ValidationError(f"There was a problem with the request: property {name} does not exist")
    if operator not in OPERATORS:
        raise ValidationError(f"Invalid input JSON: operator {operator} is none of {sorted(OPERATORS)}")
    if operator in {"HAS_PROPERTY", "NOT_HAS_PROPERTY"}:
        return lambda values: (name in values) == (operator == "HAS_PROPERTY")
    if operator in {"IN", "NOT_IN"}:
        return _membership(found, asked, operator == "IN", in_needs_lower_case)
    try:
        return _comparison(found, operator, asked)
    except ValueError as error:
        raise ValidationError(f"operator {operator} has a bad value for {name}: {error}") from error


def _given(asked: Mapping[str, Any], key: str) -> str:
    value = asked.get(key)
    if value is None or value == "":
        raise ValidationError(f"operator {asked.get('operator')} requires {key}")
    return str(value)


def _membership(found: Property, asked: Mapping[str, Any], wanted: bool, lower_only: bool) -> Predicate:
    listed = asked.get("values")
    if not isinstance(listed, list) or not listed:
        raise ValidationError(f"operator {asked.get('operator')} requires values")
    chosen = {str(value) for value in listed}
    if found.type == "string" and not lower_only:
        chosen = {value.lower() for value in chosen}
    name, fold = found.name, found.type == "string"

    def holds(values: Values) -> bool:
        have = values.get(name)
        if have is None:
            return False
        parts = have.split(";") if found.multiple else [have.lower() if fold else have]
        return any(part in chosen for part in parts) == wanted

    return holds


def _comparison(found: Property, operator: str, asked: Mapping[str, Any]) -> Predicate:
    name, text = found.name, _given(asked, "value")
    if operator in {"CONTAINS_TOKEN", "NOT_CONTAINS_TOKEN"}:
        return _token(name, text, operator == "CONTAINS_TOKEN")
    low = comparable(found, text)
    if operator == "BETWEEN":
        high = comparable(found, _given(asked, "highValue"))
        return lambda values: name in values and low <= comparable(found, values[name]) <= high
    if operator == "NEQ":
        return lambda values: name not in values or comparable(found, values[name]) != low
    if operator == "EQ":
        return lambda values: name in values and comparable(found, values[name]) == low
    compare = _COMPARISONS[operator]
    return lambda values: name in values and compare(comparable(found, values[name]), low)


def _token(name: str, text: str, wanted: bool) -> Predicate:
    """`*` stands for anything; without it, every token of the text must be a token of the value."""
    if "*" in text:
        pattern = re.compile(re.escape(text.lower()).replace(r"\*", ".*"))
        return lambda values: (name in values and bool(pattern.fullmatch(values[name].lower()))) == wanted
    asked = tokens(text)
    return lambda values: (name in values and asked <= tokens(values[name])) == wanted
