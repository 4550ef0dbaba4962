"""A compiled query: which rows, in which order, how each is written."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from itertools import islice
from typing import Any

from sandbox.salesforce.errors import refuse_request
from sandbox.salesforce.schema.field import Row
from sandbox.salesforce.schema.object_type import ObjectType
from sandbox.salesforce.soql import ast
from sandbox.salesforce.soql.aggregate import Aggregation, is_aggregate, is_count
from sandbox.salesforce.soql.conditions import ConditionCompiler
from sandbox.salesforce.soql.narrow import Way, way_to
from sandbox.salesforce.soql.operands import comparable
from sandbox.salesforce.soql.scope import Bind, Bindings, Scope
from sandbox.salesforce.soql.select_list import Page, Render, SelectList
from sandbox.salesforce.times import DAY_MS

BIN_DAYS = 15
LARGEST_OFFSET = 2000
Key = Callable[[Row], Any]


@dataclass(frozen=True, slots=True)
class Plan:
    kind: ObjectType
    scope: Scope
    way: Way
    presorted: bool
    where: Bind | None
    sorts: tuple[tuple[Key, ast.Sort], ...]
    limit: int | None
    offset: int
    render: Render | None
    aggregation: Aggregation | None
    counts: bool

    def rows(self, bindings: Bindings, among: Iterable[Row] | None = None) -> list[Row]:
        """The matching rows, sorted and cut; `among` replaces the table (children of one parent)."""
        presorted = self.presorted and among is None
        if among is None:
            among = self.way.rows(self.scope.store.table(self.kind), bindings)
        matching = self._matching(among, bindings)
        if self.sorts and not presorted:
            matching = iter(self._sorted(list(matching)))
        end = None if self.limit is None else self.offset + self.limit
        return list(islice(matching, self.offset, end))

    def _matching(self, among: Iterable[Row], bindings: Bindings) -> Iterator[Row]:
        there = _not_purged(bindings.now_ms) if bindings.deleted else _is_live
        if self.where is None:
            return (row for row in among if there(row))
        matches = self.where(bindings)
        return (row for row in among if there(row) and matches(row))

    def _sorted(self, rows: list[Row]) -> list[Row]:
        for key, sort in reversed(self.sorts):
            empty = [row for row in rows if key(row) is None]
            rows = [row for row in rows if key(row) is not None]
            rows.sort(key=key, reverse=sort.descending)
            rows = rows + empty if sort.nulls_last else empty + rows
        return rows


def _is_live(row: Row) -> bool:
    """Archived activities are shown where the recycle bin is."""
    return not row.get("IsDeleted") and not row.get("IsArchived")


def _not_purged(now_ms: int) -> Callable[[Row], bool]:
    """The recycle bin keeps records for 15 days."""
    oldest = now_ms - BIN_DAYS * DAY_MS
    return lambda row: not row.get("IsDeleted") or bool(row["SystemModstamp"] >= oldest)


class Planner:
    """Compiles queries for one scope. Raises SalesforceError on what the caller cannot ask."""

    def __init__(self, scope: Scope) -> None:
        self._scope = scope

    def plan(self, select: ast.Select, kind: ObjectType | None = None) -> Plan:
        kind = kind or self._scope.object_type(select.source)
        if select.offset > LARGEST_OFFSET:
            message = f"Maximum SOQL offset allowed is {LARGEST_OFFSET}"
            raise refuse_request("NUMBER_OUTSIDE_VALID_RANGE", message)
        counts = is_count(select)
        aggregates = not counts and is_aggregate(select)
        conditions = ConditionCompiler(self._scope, kind, self._semi_join)
        way = way_to(kind, select)
        return Plan(
            kind=kind,
            scope=self._scope,
            way=way,
            presorted=way.serves(select.order_by),
            where=conditions.compile(select.where) if select.where else None,
            sorts=() if aggregates else self._sorts(kind, select),
            limit=select.limit,
            offset=select.offset,
            render=None if counts or aggregates else self.select_list(kind).compile(select),
            aggregation=Aggregation(self._scope, kind, select) if aggregates else None,
            counts=counts,
        )

    def select_list(self, kind: ObjectType) -> SelectList:
        return SelectList(self._scope, kind, self._children)

    def _sorts(self, kind: ObjectType, select: ast.Select) -> tuple[tuple[Key, ast.Sort], ...]:
        return tuple((self._sort_key(kind, sort), sort) for sort in select.order_by)

    def _sort_key(self, kind: ObjectType, sort: ast.Sort) -> Key:
        _, field, get = self._scope.resolve(kind, sort.path)
        if not field.filterable:
            raise refuse_request("INVALID_FIELD", f"field '{field.name}' can not be sorted in a query call")
        see = comparable(field)
        return lambda row: see(get(row))

    def _semi_join(self, select: ast.Select, bindings: Bindings) -> set[object]:
        plan = self.plan(select)
        column = select.items[0]
        if len(select.items) != 1 or not isinstance(column, ast.Column):
            raise refuse_request("MALFORMED_QUERY", "Nested select must select exactly one field")
        _, _, get = self._scope.resolve(plan.kind, column.path)
        return {value for row in plan.rows(bindings) if (value := get(row)) is not None}

    def _children(self, select: ast.Select, parent: ObjectType) -> Render:
        found = [
            (kind, field)
            for kind, field in self._scope.schema.children(parent.name)
            if field.child_relationship.lower() == select.source.lower()
        ]
        if not found:
            message = f"Didn't understand relationship '{select.source}' in FROM part of query call."
            raise refuse_request("INVALID_TYPE", message)
        kind, field = found[0]
        plan = self.plan(select, kind)
        return lambda row, page: self._render_children(plan, field.name, row, page)

    def _render_children(self, plan: Plan, reference: str, row: Row, page: Page) -> dict[str, Any] | None:
        table = self._scope.store.table(plan.kind)
        rows = plan.rows(page.bindings, table.having(reference, [row["Id"]]))
        if not rows or plan.render is None:
            return None
        records = [plan.render(child, page) for child in rows]
        return {"totalSize": len(records), "done": True, "records": records}
