"""Finds the rows that a query may select without a scan, through the store's indexes, in a known order."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from collections.abc import Set as AbstractSet
from dataclasses import dataclass
from typing import Any

from sandbox.salesforce.schema.field import Row
from sandbox.salesforce.schema.object_type import ObjectType
from sandbox.salesforce.soql import ast
from sandbox.salesforce.soql.conditions import member_values
from sandbox.salesforce.soql.operands import expected, single
from sandbox.salesforce.soql.scope import Bindings
from sandbox.salesforce.store.table import AFTER_IDS, Table

_BY_ID = ("Id",)
_BY_STAMP = ("SystemModstamp", "Id")
_LOWER_ENDS = {">", ">=", "="}


@dataclass(frozen=True, slots=True)
class Way:
    """A sure superset of the matching rows; `order` are the fields that it is sorted by."""

    rows: Callable[[Table, Bindings], Iterable[Row]]
    order: tuple[str, ...] = ()

    def serves(self, order_by: tuple[ast.Sort, ...]) -> bool:
        """The rows come in the order that the query wants."""
        wanted = tuple(sort.path[0] for sort in order_by if len(sort.path) == 1 and not sort.descending)
        return len(wanted) == len(order_by) and wanted == self.order[: len(wanted)]


def way_to(kind: ObjectType, select: ast.Select) -> Way:
    """By id, by an indexed field, from a time or an id on, or all rows: the first that the query allows."""
    where = select.where
    for term in where.terms if isinstance(where, ast.Both) else (where,):
        if isinstance(term, ast.Comparison | ast.Membership):
            way = _by_value(kind, term)
            if way is not None:
                return way
    return _from_bound(kind, select) or Way(lambda table, _: table.rows.values())


def _by_value(kind: ObjectType, term: ast.Comparison | ast.Membership) -> Way | None:
    field = kind.field(term.path[0]) if len(term.path) == 1 else None
    operands = _operands(term)
    if field is None or operands is None or term.operator not in {"=", "IN"}:
        return None

    def values(bindings: Bindings) -> list[Any]:
        return [expected(field, value) for value in member_values(operands, bindings)]

    if field.type == "id":
        return Way(lambda table, bindings: table.with_ids(values(bindings)), _BY_ID)
    if field.name in kind.indexed:
        return Way(lambda table, bindings: _by_index(table, field.name, values(bindings)), _BY_ID)
    return None


def _operands(term: ast.Comparison | ast.Membership) -> ast.Slot | tuple[ast.Operand, ...] | None:
    if isinstance(term, ast.Comparison):
        return None if isinstance(term.operand, ast.DateName) else (term.operand,)
    return None if isinstance(term.members, ast.Select) else term.members


def _by_index(table: Table, name: str, values: list[Any]) -> Iterable[Row]:
    """Null is not in an index."""
    return table.from_id("") if None in values or "" in values else table.having(name, values)


def _from_bound(kind: ObjectType, select: ast.Select) -> Way | None:
    """From a lower bound on, or from the start when that is the order that the query wants."""
    ordered = select.order_by[0].path if select.order_by else ()
    for name, order in (("SystemModstamp", _BY_STAMP), ("Id", _BY_ID)):
        bound = _bound(kind, name, select.where)
        if bound is None and ordered == (name,):
            bound = _from_the_start
        if bound is not None:
            return Way(_walk(name, bound), order)
    return None


Bound = Callable[[Bindings], tuple[Any, ...]]
"""Where a walk begins: an id, or a time and the id from which on that time's rows count. Empty: at the start."""


def _walk(name: str, bound: Bound) -> Callable[[Table, Bindings], Iterable[Row]]:
    if name == "Id":
        return lambda table, bindings: table.from_id(*bound(bindings))
    return lambda table, bindings: table.stamped_since(*bound(bindings))


def _from_the_start(_: Bindings) -> tuple[Any, ...]:
    return ()


def _bound(kind: ObjectType, name: str, term: ast.Condition | None) -> Bound | None:
    """No matching row comes before it; None when the condition sets none."""
    if isinstance(term, ast.Both):
        bounds = (_of_one_moment(kind, name, term), *(_bound(kind, name, one) for one in term.terms))
        return next((bound for bound in bounds if bound is not None), None)
    if isinstance(term, ast.Either):
        bounds = tuple(_bound(kind, name, one) for one in term.terms)
        sure = [bound for bound in bounds if bound is not None]
        return (lambda bindings: min(bound(bindings) for bound in sure)) if len(sure) == len(bounds) else None
    return _value(kind, name, term, _LOWER_ENDS)


def _of_one_moment(kind: ObjectType, name: str, both: ast.Both) -> Bound | None:
    """`SystemModstamp = a AND Id > b`, by which a walk goes on among rows of one moment."""
    ids = _bound(kind, "Id", both) if name == "SystemModstamp" else None
    times = [bound for one in both.terms if (bound := _value(kind, name, one, {"="})) is not None]
    if ids is None or not times:
        return None
    return lambda bindings: (*time, *ids(bindings)) if (time := times[0](bindings)) else ()


def _value(kind: ObjectType, name: str, term: ast.Condition | None, operators: AbstractSet[str]) -> Bound | None:
    """Of a time that is past, none of its rows: AFTER_IDS comes after every id."""
    if not isinstance(term, ast.Comparison) or isinstance(term.operand, ast.DateName):
        return None
    if term.operator not in operators or term.path != (name,) or name not in kind.fields:
        return None
    field, operand = kind.fields[name], term.operand
    rest = (AFTER_IDS,) if term.operator == ">" and name == "SystemModstamp" else ()

    def bound(bindings: Bindings) -> tuple[Any, ...]:
        value = expected(field, single(operand, bindings))
        return () if value is None else (value, *rest)

    return bound
