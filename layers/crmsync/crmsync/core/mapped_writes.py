"""From what a plan moves to the vendors' fields that are written for it."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence

from crmsync.core.compound import parts_of
from crmsync.core.convert import wire_value
from crmsync.core.link import Entry
from crmsync.core.mapped_field import field_name, field_names, field_type
from crmsync.core.mapping import FieldMapping, Kind, Rule
from crmsync.core.record import Side, Value


def wire_values(entry: Entry, mapping: FieldMapping, salesforce_type: str) -> Iterator[tuple[str, Value]]:
    """By vendor's name. Of a compound only the parts that differ: the others may be another mapping's to write."""
    kind = field_type(mapping, entry.side, salesforce_type)
    if kind.kind is not Kind.COMPOUND:
        yield field_name(mapping, entry.side, salesforce_type), wire_value(entry.new, entry.side, kind)
        return
    old, new = parts_of(entry.old), parts_of(entry.new)
    for name, part in kind.parts:
        if new.get(name) != old.get(name):
            yield name, wire_value(new.get(name), entry.side, part)


def keys_by_field(mappings: Sequence[FieldMapping], side: Side, salesforce_type: str) -> Mapping[str, str]:
    """Vendor's field name → mapping key, of the mapping that may write the field: others only read it."""
    if all(mapping.transform is None and mapping.rule is not Rule.DONT_SYNC for mapping in mappings):
        return {field_name(mapping, side, salesforce_type): mapping.hubspot for mapping in mappings}
    return {
        name: mapping.hubspot
        for mapping in sorted(mappings, key=lambda mapping: _precedence(mapping, side, salesforce_type))
        for name in field_names(mapping, side, salesforce_type)
    }


def _precedence(mapping: FieldMapping, side: Side, salesforce_type: str) -> int:
    """The later ones count."""
    if mapping.rule is Rule.DONT_SYNC or not mapping.carries(side):
        return 0
    return 1 if field_type(mapping, side, salesforce_type).kind is Kind.COMPOUND else 2
