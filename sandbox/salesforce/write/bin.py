"""Into the recycle bin and out of it: what goes along with a record, what only lets go of it, what holds it back.

See https://developer.salesforce.com/docs/atlas.en-us.apexcode.meta/apexcode/langCon_apex_dml_examples_undelete.htm
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import TYPE_CHECKING

from sandbox.salesforce.errors import refuse
from sandbox.salesforce.schema.field import Field, Row, Value
from sandbox.salesforce.schema.object_type import ObjectType

if TYPE_CHECKING:
    from sandbox.salesforce.write.writer import Writer

TOOK_ALONG = "_took_along"
"""On a record in the bin: the children that went with it, as (object, id)."""

LET_GO = "_let_go"
"""On a record in the bin: the references to it that were cleared, as (object, id, field)."""

_ACTIVITY_REFERENCES = frozenset({"WhoId", "WhatId"})

TRACES = frozenset({"MasterRecordId", "ConvertedAccountId", "ConvertedContactId", "ConvertedOpportunityId"})
"""References that tell of the past and hold nobody."""


def discard(writer: Writer, kind: ObjectType, before: Row, values: Mapping[str, Value]) -> None:
    """`values` are set on the deleted record. Refused when a child holds it back."""
    _check_not_held(writer, kind, before)
    writer.transaction.write("DELETE", kind, before, {**before, **values, **writer.stamps(), "IsDeleted": True})
    took_along, let_go = [], []
    for child, field, row in children(writer, kind, before["Id"]):
        if field.cascade_delete or _goes_along(writer, child, field, row):
            writer.delete(child, row["Id"])
            took_along.append((child.name, row["Id"]))
        else:
            _point(writer, child, row, field, None)
            let_go.append((child.name, row["Id"], field.name))
    table = writer.org.store.table(kind)
    table.put({**table.rows[before["Id"]], TOOK_ALONG: took_along, LET_GO: let_go})


def restore(writer: Writer, kind: ObjectType, before: Row) -> None:
    """Brings back what went along, and the references that nobody has filled since."""
    row = {name: value for name, value in before.items() if name not in {TOOK_ALONG, LET_GO, "MasterRecordId"}}
    writer.transaction.write("UNDELETE", kind, before, {**row, **writer.stamps(), "IsDeleted": False})
    for name, child_id in before.get(TOOK_ALONG, ()):
        child = writer.org.schema[name]
        if writer.org.store.rows(name)[child_id].get("IsDeleted"):
            writer.undelete(child, child_id)
    for name, child_id, field_name in before.get(LET_GO, ()):
        row = writer.org.store.rows(name)[child_id]
        if not row.get("IsDeleted") and row.get(field_name) is None:
            child = writer.org.schema[name]
            _point(writer, child, row, child.fields[field_name], before["Id"])


def children(writer: Writer, kind: ObjectType, record_id: str) -> Iterator[tuple[ObjectType, Field, Row]]:
    """The live records that refer to the record, each as it is when its turn comes."""
    for child, field in writer.org.schema.children(kind.name):
        if field.name not in TRACES:
            for found in writer.find(child, field, record_id):
                row = writer.org.store.table(child).rows[found["Id"]]
                if not row.get("IsDeleted"):
                    yield child, field, row


def _goes_along(writer: Writer, child: ObjectType, field: Field, row: Row) -> bool:
    """A task or event, with the only record that it is about."""
    if field.name not in _ACTIVITY_REFERENCES or not writer.org.settings.activities_go_with_their_record:
        return False
    others = _ACTIVITY_REFERENCES - {field.name}
    return child.name in {"Event", "Task"} and not any(row.get(name) for name in others)


def _point(writer: Writer, child: ObjectType, row: Row, field: Field, to: str | None) -> None:
    moved = {**row, **writer.platform_stamps()}
    if to is None:
        moved.pop(field.name, None)
    else:
        moved[field.name] = to
    writer.transaction.write("UPDATE", child, row, moved)


def _check_not_held(writer: Writer, kind: ObjectType, row: Row) -> None:
    for child, field, holder in children(writer, kind, row["Id"]):
        if _holds(child, field, holder):
            message = (
                f"Your attempt to delete {row.get('Name')} could not be completed because it is associated with the "
                f"following {child.label_plural.lower()}.: {holder.get('CaseNumber') or holder.get('Name')}\n"
            )
            raise refuse(writer.org.settings.delete_refusal_code, message)


def _holds(child: ObjectType, field: Field, row: Row) -> bool:
    """A case holds its account and contact, a won opportunity its account."""
    return field.holds_parent or (field.cascade_delete and child.name == "Opportunity" and bool(row.get("IsWon")))
