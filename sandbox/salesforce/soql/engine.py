"""Runs queries: lifts the literals, takes the compiled plan from its cache, gives a result to page through."""

from __future__ import annotations

from collections import OrderedDict
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from sandbox.salesforce.schema.field import Row
from sandbox.salesforce.schema.object_type import ObjectType
from sandbox.salesforce.schema.org_schema import OrgSchema
from sandbox.salesforce.soql import ast
from sandbox.salesforce.soql.literals import lift
from sandbox.salesforce.soql.parse import parse
from sandbox.salesforce.soql.plan import Plan, Planner
from sandbox.salesforce.soql.scope import Bindings, Scope
from sandbox.salesforce.soql.select_list import Page, Render
from sandbox.salesforce.store.store import Store

_PLANS = 512


@dataclass(frozen=True, slots=True)
class Result:
    """`total` rows; `rows` is empty for COUNT(); aggregate records are ready, others rendered page by page."""

    total: int
    rows: Sequence[Row]
    bindings: Bindings
    render: Render | None

    def page(self, start: int, size: int, base: str) -> list[dict[str, Any]]:
        chosen = self.rows[start : start + size]
        if self.render is None:
            return list(chosen)
        page = Page(base, self.bindings)
        return [self.render(row, page) for row in chosen]


class SoqlEngine:
    def __init__(self, schema: OrgSchema, store: Store) -> None:
        self._schema = schema
        self._store = store
        self._plans: OrderedDict[tuple[str, bool, int], Plan] = OrderedDict()
        self._renders: OrderedDict[tuple[ObjectType, tuple[str, ...] | None, bool], Render] = OrderedDict()

    def run(self, soql: str, *, is_integration: bool, now_ms: int, deleted: bool = False) -> Result:
        """Raises SalesforceError: MALFORMED_QUERY, INVALID_FIELD, INVALID_TYPE …"""
        skeleton, parameters = lift(soql)
        plan = self._plan(skeleton, is_integration=is_integration)
        bindings = Bindings(parameters, now_ms, deleted)
        rows = plan.rows(bindings)
        if plan.counts:
            return Result(len(rows), (), bindings, None)
        if plan.aggregation:
            records = plan.aggregation.records(rows)
            return Result(len(records), records, bindings, None)
        return Result(len(rows), rows, bindings, plan.render)

    def render(self, kind: ObjectType, names: Sequence[str] | None, *, is_integration: bool) -> Render:
        """Writes a row with the named fields, or with all that the caller sees. Raises INVALID_FIELD."""
        chosen = None if names is None else tuple(names)
        key = (kind, chosen, is_integration)
        render = self._renders.get(key)
        if render is None:
            fields = ast.Call("FIELDS", ("ALL",))
            items = (fields,) if chosen is None else tuple(ast.Column(tuple(name.split("."))) for name in chosen)
            scope = Scope(self._schema, self._store, is_integration)
            render = Planner(scope).select_list(kind).compile(ast.Select(items, kind.name, limit=1))
            self._renders[key] = render
            if len(self._renders) > _PLANS:
                self._renders.popitem(last=False)
        return render

    def _plan(self, skeleton: str, *, is_integration: bool) -> Plan:
        key = (skeleton, is_integration, self._schema.version)
        plan = self._plans.get(key)
        if plan is None:
            scope = Scope(self._schema, self._store, is_integration)
            plan = self._plans[key] = Planner(scope).plan(parse(skeleton))
            if len(self._plans) > _PLANS:
                self._plans.popitem(last=False)
        return plan
