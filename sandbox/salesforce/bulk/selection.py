"""Which queries a query job takes, and the columns of its results."""

from __future__ import annotations

from collections.abc import Iterator

from sandbox.salesforce.errors import SalesforceError, refuse_request
from sandbox.salesforce.schema.object_type import ObjectType
from sandbox.salesforce.schema.org_schema import OrgSchema
from sandbox.salesforce.soql import ast

_COMPOUND = frozenset({"address", "location"})


def check_selection(select: ast.Select) -> None:
    """Raises for what the Bulk API does not query: GROUP BY, OFFSET, aggregates, children, FIELDS()."""
    if select.group_by or select.offset:
        raise _unsupported("GROUP BY and OFFSET are not supported in Bulk queries")
    for item in select.items:
        if isinstance(item, ast.Call):
            raise _unsupported(f"{item.name} is not supported in Bulk queries")
        if isinstance(item, ast.Children):
            raise _unsupported("parent-to-child relationship queries are not supported in Bulk queries")


def columns_of(select: ast.Select, kind: ObjectType, schema: OrgSchema) -> tuple[str, ...]:
    """By the fields' true names, in the order of the query."""
    return tuple(_names(select, kind, schema))


def _names(select: ast.Select, kind: ObjectType, schema: OrgSchema) -> Iterator[str]:
    for item in select.items:
        path = item.path if isinstance(item, ast.Column) else ()
        if len(path) > 1 and path[0].lower() == kind.name.lower():
            path = path[1:]
        yield ".".join(_true_names(path, kind, schema))


def _true_names(path: ast.Path, kind: ObjectType, schema: OrgSchema) -> Iterator[str]:
    """The query was run already, so every name is there."""
    for relationship in path[:-1]:
        reference = kind.parent(relationship)
        if reference is None:
            raise AssertionError(f"{relationship} is no relationship of {kind.name}")
        yield reference.relationship
        kind = schema[reference.refers_to]
    field = kind.field(path[-1])
    if field is None:
        raise AssertionError(f"{path[-1]} is no field of {kind.name}")
    if field.type in _COMPOUND:
        raise _unsupported(f"Selecting compound data not supported in Bulk Query: {field.name}")
    yield field.name


def _unsupported(message: str) -> SalesforceError:
    return refuse_request("API_ERROR", message)
