"""Finds the few rows that a condition can match without a scan, through the store's indexes."""

from __future__ import annotations

from collections.abc import Callable, Iterable

from sandbox.salesforce.schema.field import Row
from sandbox.salesforce.schema.object_type import ObjectType
from sandbox.salesforce.soql import ast
from sandbox.salesforce.soql.conditions import member_values
from sandbox.salesforce.soql.operands import expected, single
from sandbox.salesforce.soql.scope import Bindings
from sandbox.salesforce.store.table import Table

Candidates = Callable[[Table, Bindings], Iterable[Row]]


def candidates(kind: ObjectType, where: ast.Condition | None) -> Candidates:
    """The cheapest sure superset of the matching rows: by id, by an indexed field, by time, or all."""
    terms = where.terms if isinstance(where, ast.Both) else (where,)
    ways = [way for term in terms if (way := _way(kind, term)) is not None]
    return min(ways, key=lambda way: way[0])[1] if ways else _all


def _all(table: Table, _: Bindings) -> Iterable[Row]:
    return table.rows.values()


def _way(kind: ObjectType, term: ast.Condition | None) -> tuple[int, Candidates] | None:
    """A rank (lower is better) and the way."""
    if not isinstance(term, ast.Comparison | ast.Membership) or len(term.path) != 1:
        return None
    field = kind.field(term.path[0])
    if field is None or (isinstance(term, ast.Comparison) and isinstance(term.operand, ast.DateName)):
        return None
    if term.operator in {"=", "IN"} and not isinstance(getattr(term, "members", None), ast.Select):
        return _by_value(kind, field.name, term)
    if isinstance(term, ast.Comparison) and field.name == "SystemModstamp" and term.operator in {">", ">="}:
        return 2, _since(kind, term)
    return None


def _by_value(kind: ObjectType, name: str, term: ast.Comparison | ast.Membership) -> tuple[int, Candidates] | None:
    field = kind.fields[name]

    def values(bindings: Bindings) -> list[object]:
        if isinstance(term, ast.Comparison):
            return [expected(field, single(term.operand, bindings))]
        members = () if isinstance(term.members, ast.Select) else term.members
        return [expected(field, value) for value in member_values(members, bindings)]

    if name == "Id":
        return 0, lambda table, bindings: _by_id(table, values(bindings))
    if name in kind.indexed:
        return 1, lambda table, bindings: _by_index(table, name, values(bindings))
    return None


def _by_id(table: Table, ids: list[object]) -> list[Row]:
    found = sorted({str(record_id) for record_id in ids} & table.rows.keys())
    return [table.rows[record_id] for record_id in found]


def _by_index(table: Table, name: str, values: list[object]) -> Iterable[Row]:
    """Null is not in an index."""
    return table.rows.values() if None in values or "" in values else table.having(name, values)


def _since(kind: ObjectType, term: ast.Comparison) -> Candidates:
    field = kind.fields["SystemModstamp"]

    def rows(table: Table, bindings: Bindings) -> Iterable[Row]:
        ms = expected(field, single(term.operand, bindings))
        return table.stamped_since(ms) if isinstance(ms, int) else table.rows.values()

    return rows
