"""What polled rows of members say of records: which one to look at because somebody joined or left it."""

from __future__ import annotations

from collections.abc import Iterable

from crmsync.core.change import CallClass, Change, ChangeKind
from crmsync.core.mapping import FieldMapping
from crmsync.core.pairs import MEMBER_ROWS
from crmsync.core.record import Millis, Record, RecordRef, Side


def rows_to_read(mappings: Iterable[FieldMapping]) -> dict[str, tuple[str, ...]]:
    """By object, the fields of its rows."""
    members = [one.members for one in mappings if one.members is not None]
    return {one.rows: (one.record_field, one.member_field, "IsDeleted") for one in members}


def row_changes(rows: Iterable[Record], cause: str, seen_at: Millis) -> list[Change]:
    """One a record. A live row shows whom it adds, a deleted one shows nothing."""
    told: dict[RecordRef, Change] = {}
    for row in rows:
        object_type, mapping = MEMBER_ROWS[row.ref.object_type]
        members = mapping.members
        record = row.values.get(members.record_field) if members is not None else None
        if members is None or record is None:
            continue
        ref, name = RecordRef(Side.SALESFORCE, object_type, str(record)), mapping.salesforce[object_type]
        is_alone = ref not in told and not row.values.get("IsDeleted")
        shown = {name: row.values.get(members.member_field)} if is_alone else {}
        fields = {name: row.modified_at}
        told[ref] = Change(ref, ChangeKind.UPDATE, seen_at, cause, CallClass.POLL, fields=fields, event_values=shown)
    return list(told.values())
