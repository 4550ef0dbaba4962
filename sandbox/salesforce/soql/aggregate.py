"""COUNT(Id), MAX(…) and the like, with GROUP BY."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from typing import Any

from sandbox.salesforce.errors import refuse_request
from sandbox.salesforce.schema.field import Row
from sandbox.salesforce.schema.object_type import ObjectType
from sandbox.salesforce.soql import ast
from sandbox.salesforce.soql.scope import Scope
from sandbox.salesforce.times import iso

Fold = Callable[[list[Any]], Any]

_FOLDS: dict[str, Fold] = {
    "COUNT": len,
    "COUNT_DISTINCT": lambda values: len(set(values)),
    "MIN": lambda values: min(values, default=None),
    "MAX": lambda values: max(values, default=None),
    "SUM": lambda values: sum(values) if values else None,
    "AVG": lambda values: sum(values) / len(values) if values else None,
}


def is_count(select: ast.Select) -> bool:
    """`SELECT COUNT()`: the answer is totalSize."""
    return len(select.items) == 1 and select.items[0] == ast.Call("COUNT")


def is_aggregate(select: ast.Select) -> bool:
    calls = [item for item in select.items if isinstance(item, ast.Call) and item.name != "FIELDS"]
    return bool(calls or select.group_by)


class Aggregation:
    """Compiled aggregate items over the matching rows."""

    def __init__(self, scope: Scope, kind: ObjectType, select: ast.Select) -> None:
        self._scope = scope
        self._kind = kind
        self._groups = [self._reader(path) for path in select.group_by]
        grouped = {path[-1].lower() for path in select.group_by}
        self._columns: list[tuple[str, Callable[[list[Row]], Any]]] = []
        for item in select.items:
            self._columns.append(self._column(item, grouped))

    def records(self, rows: Iterable[Row]) -> list[dict[str, Any]]:
        """One AggregateResult a group; exactly one without GROUP BY."""
        groups: dict[tuple[Any, ...], list[Row]] = {}
        for row in rows:
            groups.setdefault(tuple(read(row) for read in self._groups), []).append(row)
        if not self._groups:
            groups = {(): groups.get((), [])}
        return [self._record(members) for members in groups.values()]

    def _record(self, rows: list[Row]) -> dict[str, Any]:
        return {
            "attributes": {"type": "AggregateResult"},
            **{name: compute(rows) for name, compute in self._columns},
        }

    def _column(self, item: ast.Item, grouped: set[str]) -> tuple[str, Callable[[list[Row]], Any]]:
        if isinstance(item, ast.Call):
            return self._call(item)
        if isinstance(item, ast.Children) or item.path[-1].lower() not in grouped:
            raise refuse_request("MALFORMED_QUERY", "Field must be grouped or aggregated")
        read = self._reader(item.path)
        _, field, _ = self._scope.resolve(self._kind, item.path)
        return field.name, lambda rows: read(rows[0])

    def _call(self, call: ast.Call) -> tuple[str, Callable[[list[Row]], Any]]:
        fold = _FOLDS.get(call.name)
        if fold is None or not call.path:
            raise refuse_request("MALFORMED_QUERY", f"unexpected function: {call.name}")
        read = self._reader(call.path)
        unnamed = sum(name.startswith("expr") for name, _ in self._columns)
        name = call.alias or f"expr{unnamed}"
        return name, lambda rows: fold([value for row in rows if (value := read(row)) is not None])

    def _reader(self, path: ast.Path) -> Callable[[Row], Any]:
        _, field, get = self._scope.resolve(self._kind, path)
        if field.type == "datetime":
            return lambda row: iso(value) if isinstance(value := get(row), int) else None
        return get
