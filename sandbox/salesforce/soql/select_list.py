"""The SELECT list: turns a row into a record of the answer."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any

from sandbox.salesforce.errors import refuse_request
from sandbox.salesforce.schema.field import Field, Row
from sandbox.salesforce.schema.object_type import ObjectType
from sandbox.salesforce.soql import ast
from sandbox.salesforce.soql.scope import Bindings, Get, Scope
from sandbox.salesforce.times import iso

LONGEST_FIELDS_LIMIT = 200


@dataclass(frozen=True, slots=True)
class Page:
    """What records of one answer share: the base of their urls, the bindings of the query."""

    base: str
    bindings: Bindings


Render = Callable[[Row, Page], Any]
RunChildren = Callable[[ast.Select, ObjectType], Callable[[Row, Page], Any]]


def shown(field: Field, get: Get) -> Get:
    """Reads the value as answers write it."""
    if field.type != "datetime":
        return get

    def read(row: Row) -> object:
        value = get(row)
        return iso(value) if isinstance(value, int) else None

    return read


def attributes(kind: ObjectType, record_id: str, base: str) -> dict[str, str]:
    return {"type": kind.name, "url": f"{base}/sobjects/{kind.name}/{record_id}"}


class SelectList:
    """Compiled items. Fields come out with their true names, in the order of the query."""

    def __init__(self, scope: Scope, kind: ObjectType, run_children: RunChildren) -> None:
        self._scope = scope
        self._kind = kind
        self._run_children = run_children

    def compile(self, select: ast.Select) -> Render:
        tree: dict[str, Any] = {}
        for item in select.items:
            self._add(tree, item, select)
        return _record(self._kind, tree)

    def _add(self, tree: dict[str, Any], item: ast.Item, select: ast.Select) -> None:
        if isinstance(item, ast.Column):
            self._add_path(tree, self._kind, item.path)
        elif isinstance(item, ast.Children):
            children = self._run_children(item.select, self._kind)
            _put(tree, item.select.source, children)
        else:
            self._add_all(tree, item, select)

    def _add_all(self, tree: dict[str, Any], call: ast.Call, select: ast.Select) -> None:
        """FIELDS(ALL), FIELDS(STANDARD), FIELDS(CUSTOM)."""
        chosen = "".join(call.path).upper()
        if call.name != "FIELDS" or chosen not in {"ALL", "STANDARD", "CUSTOM"}:
            raise refuse_request("MALFORMED_QUERY", f"unexpected function: {call.name}")
        if chosen != "STANDARD" and (select.limit is None or select.limit > LONGEST_FIELDS_LIMIT):
            message = f"The SOQL FIELDS function must have a LIMIT of at most {LONGEST_FIELDS_LIMIT}"
            raise refuse_request("MALFORMED_QUERY", message)
        for field in self._kind.fields.values():
            if self._scope.sees(field) and (chosen == "ALL" or field.custom == (chosen == "CUSTOM")):
                self._add_path(tree, self._kind, (field.name,))

    def _add_path(self, tree: dict[str, Any], kind: ObjectType, path: ast.Path) -> None:
        if len(path) > 1 and path[0].lower() == kind.name.lower():
            path = path[1:]
        if len(path) == 1:
            _, field, get = self._scope.resolve(kind, path)
            value = shown(field, get)
            _put(tree, field.name, lambda row, _: value(row))
            return
        reference = self._scope.reference(kind, path[0])
        parent = self._scope.schema[reference.refers_to]
        branch = tree.setdefault(reference.relationship, _Parent(self._scope, reference, parent, {}))
        self._add_path(branch.tree, parent, path[1:])


@dataclass(frozen=True, slots=True)
class _Parent:
    scope: Scope
    reference: Field
    kind: ObjectType
    tree: dict[str, Any]

    def compile(self) -> Render:
        render, store, reference = _record(self.kind, self.tree), self.scope.store, self.reference

        def parent(row: Row, page: Page) -> object:
            found = store.parent(row, reference)
            return None if found is None else render(found, page)

        return parent


def _put(tree: dict[str, Any], name: str, render: Render) -> None:
    if name in tree:
        raise refuse_request("INVALID_FIELD", f"duplicate field selected: {name}")
    tree[name] = render


def _record(kind: ObjectType, tree: Mapping[str, Any]) -> Render:
    columns = [(name, node.compile() if isinstance(node, _Parent) else node) for name, node in tree.items()]

    def render(row: Row, page: Page) -> dict[str, Any]:
        record: dict[str, Any] = {"attributes": attributes(kind, row["Id"], page.base)}
        for name, column in columns:
            record[name] = column(row, page)
        return record

    return render
