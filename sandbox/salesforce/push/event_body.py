"""The fields of a change event: which are told, in which form, and which of them changed."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from functools import cache
from typing import Any

from sandbox.salesforce.schema.field import Field, Row
from sandbox.salesforce.schema.object_type import ADDRESS_PARTS, NAME_PARTS, ObjectType
from sandbox.salesforce.times import parse_datetime

_UNTOLD = frozenset(
    {
        "Id", "IsDeleted", "SystemModstamp", "MasterRecordId", "PhotoUrl",
        "LastActivityDate", "LastViewedDate", "LastReferencedDate",
    }
)  # fmt: skip


@cache
def _parse_day(day: str) -> int:
    return parse_datetime(f"{day}T00:00:00Z")


def told_fields(kind: ObjectType) -> list[Field]:
    """Derived and system fields are no part of change events; a person's Name is told by its parts."""
    return [
        field
        for field in kind.fields.values()
        if field.name not in _UNTOLD and not field.is_computed and not (kind.is_person and field.name == "Name")
    ]


def values(kind: ObjectType, row: Row) -> dict[str, Any]:
    """All told fields of a record, null ones too, in the form of the event: times and dates in epoch ms."""
    return {field.name: _told(field, row.get(field.name)) for field in told_fields(kind)}


def changed_values(kind: ObjectType, before: Row, after: Row) -> dict[str, Any]:
    """The told fields that differ."""
    return {
        field.name: _told(field, after.get(field.name))
        for field in told_fields(kind)
        if before.get(field.name) != after.get(field.name)
    }


def _told(field: Field, value: Any) -> Any:  # noqa: ANN401 - any stored value
    return _parse_day(value) if field.type == "date" and value is not None else value


def dotted(kind: ObjectType, names: Iterable[str]) -> list[str]:
    """Field names as changedFields lists them: `Name.LastName`, `MailingAddress.City`."""
    return [".".join(kind.components[name]) if name in kind.components else name for name in names]


def body(kind: ObjectType, told: Mapping[str, Any], *, all_fields: bool) -> dict[str, Any]:
    """The fields with names and addresses as objects; `all_fields` adds every other field as null."""
    record: dict[str, Any] = dict.fromkeys(_top_level(kind)) if all_fields else {}
    for name, value in told.items():
        if name not in kind.components:
            record[name] = value
            continue
        compound, part = kind.components[name]
        if record.get(compound) is None:
            record[compound] = _empty_compound(compound) if all_fields else {}
        record[compound][part] = value
    return record


def _top_level(kind: ObjectType) -> dict[str, None]:
    return {kind.components.get(field.name, (field.name, ""))[0]: None for field in told_fields(kind)}


def _empty_compound(compound: str) -> dict[str, Any]:
    return dict.fromkeys(NAME_PARTS if compound == "Name" else ADDRESS_PARTS)
