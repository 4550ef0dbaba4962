"""A list's filter branch compiled to a predicate over a record's values."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Any

from sandbox.hubspot.errors import ValidationError
from sandbox.hubspot.objects.filters import Comparable, comparable
from sandbox.hubspot.objects.schema import ObjectType, Property

Values = Mapping[str, str]
Predicate = Callable[[int, Values], bool]
"""Of a record id and its values."""
InList = Callable[[str, int], bool]
"""Whether the list of that id has the record of that id."""

_Test = Callable[[str, list[str]], bool]

_TEXT: dict[str, _Test] = {
    "IS_EQUAL_TO": lambda have, given: have in given,
    "IS_NOT_EQUAL_TO": lambda have, given: have not in given,
    "CONTAINS": lambda have, given: any(part in have for part in given),
    "DOES_NOT_CONTAIN": lambda have, given: not any(part in have for part in given),
    "STARTS_WITH": lambda have, given: any(have.startswith(part) for part in given),
    "ENDS_WITH": lambda have, given: any(have.endswith(part) for part in given),
    "IS_EXACTLY": lambda have, given: have in given,
    "IS_NOT_EXACTLY": lambda have, given: have not in given,
}
_CHOICE: dict[str, _Test] = {
    "IS_ANY_OF": lambda have, given: bool(set(have.split(";")) & set(given)),
    "IS_NONE_OF": lambda have, given: not set(have.split(";")) & set(given),
    "CONTAINS_ALL": lambda have, given: set(have.split(";")) >= set(given),
    "DOES_NOT_CONTAIN_ALL": lambda have, given: not set(have.split(";")) >= set(given),
    "IS_EXACTLY": lambda have, given: set(have.split(";")) == set(given),
    "IS_NOT_EXACTLY": lambda have, given: set(have.split(";")) != set(given),
}
_NUMBER: dict[str, Callable[[Any, Any], bool]] = {
    "IS_EQUAL_TO": lambda have, given: have == given,
    "IS_NOT_EQUAL_TO": lambda have, given: have != given,
    "IS_GREATER_THAN": lambda have, given: have > given,
    "IS_GREATER_THAN_OR_EQUAL_TO": lambda have, given: have >= given,
    "IS_LESS_THAN": lambda have, given: have < given,
    "IS_LESS_THAN_OR_EQUAL_TO": lambda have, given: have <= given,
    "IS_AFTER": lambda have, given: have > given,
    "IS_BEFORE": lambda have, given: have < given,
}
_NEGATIVE = ("IS_NOT", "DOES_NOT", "IS_NONE")


def compiled(object_type: ObjectType, branch: Mapping[str, Any], in_list: InList) -> Predicate:
    """Raises ValidationError for a branch, filter, operation or property that HubSpot would refuse."""
    kind = branch.get("filterBranchType")
    if kind not in {"AND", "OR"}:
        raise ValidationError(f"filterBranchType {kind} is not supported: it must be AND or OR")
    parts = [compiled(object_type, inner, in_list) for inner in branch.get("filterBranches") or ()]
    parts += [_filter(object_type, one, in_list) for one in branch.get("filters") or ()]
    if not parts:
        raise ValidationError("a filter branch must have filters or filter branches")
    combine = all if kind == "AND" else any
    return lambda number, values: combine(part(number, values) for part in parts)


def _filter(object_type: ObjectType, one: Mapping[str, Any], in_list: InList) -> Predicate:
    kind = one.get("filterType")
    if kind == "IN_LIST":
        list_id, wanted = str(one.get("listId")), one.get("operator", "IN_LIST") == "IN_LIST"
        return lambda number, _: in_list(list_id, number) == wanted
    if kind != "PROPERTY":
        raise ValidationError(f"filterType {kind} is not supported: it must be PROPERTY or IN_LIST")
    found = object_type.live(str(one.get("property")))
    if found is None:
        raise ValidationError(f"Property {one.get('property')} does not exist for {object_type.name}")
    test = _operation(found, one.get("operation") or {})
    return lambda _, values: test(values)


def _operation(found: Property, operation: Mapping[str, Any]) -> Callable[[Values], bool]:
    name, operator = found.name, str(operation.get("operator"))
    kind = str(operation.get("operationType"))
    if operator in {"IS_KNOWN", "IS_UNKNOWN"}:
        return lambda values: (name in values) == (operator == "IS_KNOWN")
    test = _value_test(found, kind, operator, operation)
    blank = bool(operation.get("includeObjectsWithNoValueSet", operator.startswith(_NEGATIVE)))
    return lambda values: test(values[name]) if name in values else blank


def _value_test(found: Property, kind: str, operator: str, operation: Mapping[str, Any]) -> Callable[[str], bool]:
    given = [str(value) for value in operation.get("values") or [operation.get("value", "")]]
    if kind in {"STRING", "MULTISTRING"} and operator in _TEXT:
        text, lowered = _TEXT[operator], [value.lower() for value in given]
        return lambda have: text(have.lower(), lowered)
    if kind == "ENUMERATION" and operator in _CHOICE:
        choice = _CHOICE[operator]
        return lambda have: choice(have, given)
    if kind == "BOOL" and operator in {"IS_EQUAL_TO", "IS_NOT_EQUAL_TO"}:
        wanted = str(operation.get("value")).lower()
        return lambda have: (have == wanted) == (operator == "IS_EQUAL_TO")
    if kind in {"NUMBER", "TIME_POINT"} and operator in _NUMBER:
        return _number_test(found, operator, operation)
    raise ValidationError(f"operationType {kind} with operator {operator} is not supported for {found.name}")


def _number_test(found: Property, operator: str, operation: Mapping[str, Any]) -> Callable[[str], bool]:
    given = operation.get("value", (operation.get("timePoint") or {}).get("timestamp"))
    try:
        bound: Comparable = comparable(found, str(given))
    except ValueError as error:
        raise ValidationError(f"{given} is not a value of {found.name}") from error
    compare = _NUMBER[operator]
    return lambda have: compare(comparable(found, have), bound)
