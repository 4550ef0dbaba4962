"""Finds the rows that a query may select without a scan, through the store's indexes, in a known order."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from typing import Any

from sandbox.salesforce.schema.field import Row
from sandbox.salesforce.schema.object_type import ObjectType
from sandbox.salesforce.soql import ast
from sandbox.salesforce.soql.conditions import member_values
from sandbox.salesforce.soql.operands import expected, single
from sandbox.salesforce.soql.scope import Bindings
from sandbox.salesforce.store.table import Table

_BY_ID = ("Id",)
_BY_STAMP = ("SystemModstamp", "Id")


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
            bound = _no_bound
        if bound is not None:
            return Way(_walk(name, bound), order)
    return None


Bound = Callable[[Bindings], Any]


def _walk(name: str, bound: Bound) -> Callable[[Table, Bindings], Iterable[Row]]:
    if name == "Id":
        return lambda table, bindings: table.from_id(bound(bindings) or "")
    return lambda table, bindings: table.stamped_since(bound(bindings) or 0)


def _no_bound(_: Bindings) -> None:
    return None


def _bound(kind: ObjectType, name: str, term: ast.Condition | None) -> Bound | None:
    """The least value that the field has in matching rows; None when the condition sets none."""
    if isinstance(term, ast.Both):
        return next((bound for one in term.terms if (bound := _bound(kind, name, one)) is not None), None)
    if isinstance(term, ast.Either):
        bounds = [_bound(kind, name, one) for one in term.terms]
        sure = [bound for bound in bounds if bound is not None]
        return (lambda bindings: _least(sure, bindings)) if len(sure) == len(bounds) else None
    if not isinstance(term, ast.Comparison) or isinstance(term.operand, ast.DateName):
        return None
    if term.operator not in {">", ">=", "="} or term.path != (name,) or name not in kind.fields:
        return None
    field, operand = kind.fields[name], term.operand
    return lambda bindings: expected(field, single(operand, bindings))


def _least(bounds: list[Bound], bindings: Bindings) -> Any:  # noqa: ANN401 - a time or an id
    values = [bound(bindings) for bound in bounds]
    return None if None in values else min(values)
