"""The mapped fields of a pair of records: both values, both bases, and the last decision."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import asdict
from typing import Any

from crmsync.core.absent import Absent
from crmsync.core.configuration import Configuration
from crmsync.core.link import BaseValue, Entry
from crmsync.core.long_value import shorten
from crmsync.core.mapped_field import field_type, field_value
from crmsync.core.mapping import FieldMapping
from crmsync.core.normal_form import normalise
from crmsync.core.owner_directory import OWNER
from crmsync.core.record import Side
from crmsync.ports.history import HistoryRow
from crmsync.usecases.admin.found_people import Found
from crmsync.usecases.admin.shown import shown_entry, shown_time
from crmsync.usecases.admin.side_reading import SideReading


def field_table(
    configuration: Configuration, found: Found, read: Mapping[Side, SideReading], rows: Sequence[HistoryRow]
) -> list[dict[str, Any]]:
    """One row a mapping that the Salesforce object has; a value that was not read is left out of the row."""
    pair = configuration.pair_of(next(iter(found.refs.values())).object_type)
    if pair is None:
        return []
    salesforce = found.refs.get(Side.SALESFORCE)
    salesforce_type = salesforce.object_type if salesforce else pair.salesforce_types[0]
    decisions = _last_decisions(rows)
    base = found.link.base if found.link else {}
    return [
        {
            "field": mapping.hubspot,
            "salesforce_field": mapping.salesforce[salesforce_type],
            "rule": mapping.rule.value,
            **_both_sides(mapping, salesforce_type, read, base.get(mapping.hubspot)),
            "base": _shown_base(base.get(mapping.hubspot)),
            "last": decisions.get(mapping.hubspot),
        }
        for mapping in pair.mapped(salesforce_type)
    ]


def _both_sides(
    mapping: FieldMapping, salesforce_type: str, read: Mapping[Side, SideReading], base: BaseValue | None
) -> dict[str, Any]:
    """The values as read now, and in `changed` the sides that differ from their own base."""
    values: dict[str, Any] = {}
    changed: list[str] = []
    for side, reading in read.items():
        if reading.record is None:
            continue
        value = field_value(reading.record.values, mapping, side, salesforce_type)
        if isinstance(value, Absent):
            continue
        values[side.value] = value
        normal = shorten(normalise(value, side, field_type(mapping, side, salesforce_type)))
        if base is not None and normal != base.of(side) and not _is_salesforces_choice(mapping, side, base):
            changed.append(side.value)
    return {**values, "changed": changed}


def _is_salesforces_choice(mapping: FieldMapping, side: Side, base: BaseValue) -> bool:
    """The owner whom Salesforce gave to a record that was made without one: see `owner_merge`."""
    return mapping.hubspot == OWNER and side is Side.SALESFORCE and base.salesforce is None


def _shown_base(base: BaseValue | None) -> dict[str, Any] | None:
    """None: the field is at its first link."""
    return asdict(base) if base is not None else None


def _last_decisions(rows: Sequence[HistoryRow]) -> dict[str, dict[str, Any]]:
    """By mapping key; rows come newest first."""
    decisions: dict[str, dict[str, Any]] = {}
    for row in rows:
        for entry in row.entries:
            decisions.setdefault(entry.field, _decision(row, entry))
    return decisions


def _decision(row: HistoryRow, entry: Entry) -> dict[str, Any]:
    return {**shown_entry(entry), "at": shown_time(row.at), "cause": row.cause}
