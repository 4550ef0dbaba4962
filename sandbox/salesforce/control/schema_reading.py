"""Reads the bodies of schema changes, and the parts of the schema that they name."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from typing import Any

from sandbox.salesforce.org import Org
from sandbox.salesforce.schema.field import Field
from sandbox.salesforce.schema.object_type import ObjectType


class BadSchemaChangeError(ValueError):
    """The message names what is wrong with the change."""


def object_of(org: Org, body: Mapping[str, Any]) -> ObjectType:
    kind = org.schema.find(str(body.get("object")))
    if kind is None:
        raise BadSchemaChangeError(f"object: {body.get('object')!r} is none of this org")
    return kind


def field_of(kind: ObjectType, body: Mapping[str, Any]) -> Field:
    field = kind.field(str(body["field"]))
    if field is None:
        raise BadSchemaChangeError(f"field: {kind.name} has no {body['field']!r}")
    return field


def with_field(kind: ObjectType, field: Field) -> ObjectType:
    return replace(kind, fields={**kind.fields, field.name: field})


def with_value(field: Field, value: str) -> Field:
    """The field with one value more, which is its own label."""
    if value in field.values:
        return field
    labels = (*field.labels, value) if field.labels else ()
    return replace(field, values=(*field.values, value), labels=labels)


def with_label(field: Field, value: str, label: str) -> Field:
    labels = tuple(label if one == value else field.label_of(one) for one in field.values)
    return replace(field, labels=labels)


def fill(org: Org, kind: ObjectType, field: Field) -> None:
    """Gives the records that are there already the new field's default."""
    if field.default is not None:
        table = org.store.table(kind)
        for row in list(table.rows.values()):
            table.put({field.name: field.default, **row})
