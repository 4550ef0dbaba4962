"""Rows of a query as records, and as records that are gone."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from crmsync.adapters.salesforce.object_traits import CONVERTED_TO
from crmsync.adapters.vendor_time import millis_of
from crmsync.core.campaigns import MEMBERSHIPS, campaign_of_status, is_of_members
from crmsync.core.record import Gone, Millis, Record, RecordRef, Side, Value

Row = Mapping[str, Any]

_ABSENT = object()


def outcome_of(row: Row, object_type: str, fields: Sequence[str]) -> Record | Gone:
    """A live record, or what became of one that was deleted, merged or converted."""
    ref = RecordRef(Side.SALESFORCE, object_type, str(row["Id"]))
    if row.get("IsDeleted"):
        master = row.get("MasterRecordId")
        if master is None:
            return Gone(ref, is_proven=True)
        return Gone(ref, RecordRef(Side.SALESFORCE, object_type, str(master)), "merged")
    if row.get("IsConverted"):
        return _converted(row, ref)
    return record_of(row, object_type, fields)


def _converted(row: Row, ref: RecordRef) -> Gone:
    became = {
        kind: RecordRef(Side.SALESFORCE, kind, str(row[name])) for name, kind in CONVERTED_TO.items() if row.get(name)
    }
    contact = became.pop("Contact", None)
    return Gone(ref, contact, "converted", also=tuple(became.values()))


def record_of(row: Row, object_type: str, fields: Sequence[str]) -> Record:
    return Record(
        RecordRef(Side.SALESFORCE, object_type, str(row["Id"])),
        _values(row, fields),
        modified_at(row),
        millis_of(row.get("CreatedDate")),
    )


def modified_at(row: Row) -> Millis:
    return millis_of(row.get("SystemModstamp"))


def _values(row: Row, fields: Sequence[str]) -> dict[str, Value]:
    values: dict[str, Value] = {}
    for name in fields:
        value = _value(row, name)
        if value is not _ABSENT and not isinstance(value, dict):
            values[name] = value
    return values


def _value(row: Row, name: str) -> Any:  # noqa: ANN401 - a JSON value or the mark of an absent one
    if is_of_members(name):
        return _of_members(row, name)
    return row.get(name, _ABSENT) if "." not in name else _of_parent(row, name)


def _of_members(row: Row, name: str) -> Any:  # noqa: ANN401 - a text, None, or the mark of an absent value
    """As a multi-select picklist shows its options. Nobody's members come as null; a part of many tells nothing."""
    shown = row.get(MEMBERSHIPS, _ABSENT)
    if shown is _ABSENT or (shown is not None and not shown.get("done", True)):
        return _ABSENT
    members = shown["records"] if shown is not None else ()
    live = {str(one["CampaignId"]): one.get("Status") for one in members if not one.get("IsDeleted")}
    campaign = campaign_of_status(name)
    return ";".join(sorted(live)) or None if campaign is None else live.get(campaign)


def _of_parent(row: Row, name: str) -> Any:  # noqa: ANN401 - a JSON value or the mark of an absent one
    """`Account.Name`: blank when there is no parent."""
    relation, _, field = name.partition(".")
    if relation not in row:
        return _ABSENT
    parent = row[relation]
    return parent.get(field, _ABSENT) if isinstance(parent, Mapping) else None
