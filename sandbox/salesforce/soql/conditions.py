"""WHERE conditions as closures."""

from __future__ import annotations

import operator
import re
from collections.abc import Callable, Iterable
from datetime import datetime
from typing import Any

from sandbox.salesforce.errors import refuse_request
from sandbox.salesforce.schema.field import Field, Row
from sandbox.salesforce.schema.object_type import ObjectType
from sandbox.salesforce.soql import ast
from sandbox.salesforce.soql.dates import span
from sandbox.salesforce.soql.literals import Value
from sandbox.salesforce.soql.operands import comparable, expected, single
from sandbox.salesforce.soql.scope import Bind, Bindings, Get, Predicate, Scope
from sandbox.salesforce.times import to_ms

RunSubquery = Callable[[ast.Select, Bindings], set[object]]
"""The values that a semi-join's inner query selects."""

_ORDERS: dict[str, Callable[[Any, Any], bool]] = {
    "<": operator.lt,
    "<=": operator.le,
    ">": operator.gt,
    ">=": operator.ge,
}


class ConditionCompiler:
    def __init__(self, scope: Scope, kind: ObjectType, run_subquery: RunSubquery) -> None:
        self._scope = scope
        self._kind = kind
        self._run_subquery = run_subquery

    def compile(self, node: ast.Condition) -> Bind:
        """Fields are checked now, literals when the query is bound to its parameters."""
        if isinstance(node, ast.Both):
            return _joined([self.compile(term) for term in node.terms], all)
        if isinstance(node, ast.Either):
            return _joined([self.compile(term) for term in node.terms], any)
        if isinstance(node, ast.Negated):
            return _negated(self.compile(node.term))
        field, get = self._filterable(node.path)
        if isinstance(node, ast.Membership):
            return self._membership(node, field, get)
        return _comparison(node, field, get)

    def _filterable(self, path: ast.Path) -> tuple[Field, Get]:
        _, field, get = self._scope.resolve(self._kind, path)
        if not field.filterable:
            raise refuse_request("INVALID_FIELD", f"field '{field.name}' can not be filtered in a query call")
        return field, get

    def _membership(self, node: ast.Membership, field: Field, get: Get) -> Bind:
        members = node.members
        if node.operator in {"INCLUDES", "EXCLUDES"}:
            return _multiple(members, field, get, wanted=node.operator == "INCLUDES")
        wanted, see = node.operator == "IN", comparable(field)

        def bind(bindings: Bindings) -> Predicate:
            if isinstance(members, ast.Select):
                values = self._run_subquery(members, bindings)
            else:
                values = {expected(field, value) for value in member_values(members, bindings)}
            return lambda row: (see(get(row)) in values) == wanted

        return bind


def member_values(members: ast.Slot | tuple[ast.Operand, ...], bindings: Bindings) -> list[Value]:
    """The literals of an IN list."""
    if isinstance(members, ast.Slot):
        found = bindings.parameters[members.index]
        return list(found) if isinstance(found, tuple) else [found]
    return [single(member, bindings) for member in members]


def _joined(binds: list[Bind], how: Callable[[Iterable[bool]], bool]) -> Bind:
    def bind(bindings: Bindings) -> Predicate:
        predicates = [one(bindings) for one in binds]
        return lambda row: how(predicate(row) for predicate in predicates)

    return bind


def _negated(inner: Bind) -> Bind:
    def bind(bindings: Bindings) -> Predicate:
        predicate = inner(bindings)
        return lambda row: not predicate(row)

    return bind


def _comparison(node: ast.Comparison, field: Field, get: Get) -> Bind:
    operand = node.operand
    if node.operator == "LIKE":
        return lambda bindings: _like(get, single(operand, bindings))
    if isinstance(operand, ast.DateName):
        return _in_span(node.operator, operand, field, get)
    if node.operator in _ORDERS:
        return lambda bindings: _ordered(node.operator, field, get, single(operand, bindings))
    return lambda bindings: _equal(field, get, single(operand, bindings), wanted=node.operator == "=")


def _equal(field: Field, get: Get, value: Value, *, wanted: bool) -> Predicate:
    """An empty text equals null; null differs from every value."""
    target, see = expected(field, value), comparable(field)
    target = None if target == "" else target
    return lambda row: (see(get(row)) == target) == wanted


def _ordered(name: str, field: Field, get: Get, value: Value) -> Predicate:
    target, see, compare = expected(field, value), comparable(field), _ORDERS[name]

    def matches(row: Row) -> bool:
        seen = see(get(row))
        return seen is not None and target is not None and compare(seen, target)

    return matches


def _in_span(name: str, literal: ast.DateName, field: Field, get: Get) -> Bind:
    if field.type not in {"date", "datetime"}:
        expected(field, Value("date", ""))
    bounds = _as_ms if field.type == "datetime" else _as_dates

    def bind(bindings: Bindings) -> Predicate:
        start, end = bounds(*span(literal.name, literal.count, bindings.now_ms))
        inside: dict[str, Callable[[Any], bool]] = {
            "=": lambda seen: start <= seen < end,
            "!=": lambda seen: not start <= seen < end,
            "<": lambda seen: seen < start,
            "<=": lambda seen: seen < end,
            ">": lambda seen: seen >= end,
            ">=": lambda seen: seen >= start,
        }
        test = inside[name]
        return lambda row: (seen := get(row)) is not None and test(seen)

    return bind


def _as_ms(start: datetime, end: datetime) -> tuple[Any, Any]:
    return to_ms(start), to_ms(end)


def _as_dates(start: datetime, end: datetime) -> tuple[Any, Any]:
    return start.date().isoformat(), end.date().isoformat()


def _like(get: Get, value: Value) -> Predicate:
    pattern = re.compile(_like_pattern(str(value.value or "")), re.IGNORECASE | re.DOTALL)
    return lambda row: isinstance(seen := get(row), str) and pattern.fullmatch(seen) is not None


def _like_pattern(text: str) -> str:
    """`%` is any text, `_` any character; after a backslash they are themselves."""
    parts, chars = [], iter(text)
    for char in chars:
        if char == "\\":
            parts.append(re.escape(next(chars, "")))
        else:
            parts.append({"%": ".*", "_": "."}.get(char) or re.escape(char))
    return "".join(parts)


def _multiple(
    members: ast.Slot | tuple[ast.Operand, ...] | ast.Select, field: Field, get: Get, *, wanted: bool
) -> Bind:
    """INCLUDES ('a;b', 'c'): a and b together, or c, among the chosen values."""
    if field.type != "multipicklist" or isinstance(members, ast.Select):
        raise refuse_request("INVALID_QUERY_FILTER_OPERATOR", f"invalid operator on field: {field.name}")

    def bind(bindings: Bindings) -> Predicate:
        groups = [set(str(value.plain).lower().split(";")) for value in member_values(members, bindings)]

        def matches(row: Row) -> bool:
            chosen = set(str(get(row) or "").lower().split(";"))
            return any(group <= chosen for group in groups) == wanted

        return matches

    return bind
