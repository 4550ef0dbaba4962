"""One end of a mapping: the name and the type of its field on a side, and what a record shows there."""

from __future__ import annotations

from collections.abc import Iterable, Mapping

from crmsync.core.absent import ABSENT, Absent
from crmsync.core.change import Shown
from crmsync.core.compound import compound, compound_of, overlaid, parts_of
from crmsync.core.mapping import FieldMapping, FieldType, Kind
from crmsync.core.normal_form import normalise
from crmsync.core.record import Record, Side, Value

_ANY_TEXT = FieldType()


def field_name(mapping: FieldMapping, side: Side, salesforce_type: str) -> str:
    """The vendor's name of the field, or a compound's of several. KeyError when the Salesforce object has none."""
    return mapping.hubspot if side is Side.HUBSPOT else mapping.salesforce[salesforce_type]


def field_type(mapping: FieldMapping, side: Side, salesforce_type: str) -> FieldType:
    """The field's type; plain text where no schema told more."""
    if side is Side.HUBSPOT:
        return mapping.hubspot_type
    return mapping.salesforce_types.get(salesforce_type, _ANY_TEXT)


def field_names(mapping: FieldMapping, side: Side, salesforce_type: str) -> tuple[str, ...]:
    """The vendor's names of all fields of that end."""
    parts = field_type(mapping, side, salesforce_type).parts
    return tuple(name for name, _ in parts) if parts else (field_name(mapping, side, salesforce_type),)


def mapped_properties(mappings: Iterable[FieldMapping]) -> set[str]:
    """The names of all HubSpot properties at their ends: what associations alone show has none."""
    shown = (mapping for mapping in mappings if mapping.is_property)
    return {name for mapping in shown for name in field_names(mapping, Side.HUBSPOT, "")}


def field_value(values: Mapping[str, Value], mapping: FieldMapping, side: Side, salesforce_type: str) -> Value | Absent:
    """What the values by vendor's name show at that end, as the vendor gave it; a compound in normal form."""
    kind = field_type(mapping, side, salesforce_type)
    if kind.kind is Kind.COMPOUND:
        return compound_of(values, side, kind)
    return values.get(field_name(mapping, side, salesforce_type), ABSENT)


def normal_value(record: Record | None, mapping: FieldMapping, side: Side, salesforce_type: str) -> Value:
    """The normal form of what the record shows at that end; None without a record, or where the field was not read."""
    shown = field_value(record.values, mapping, side, salesforce_type) if record is not None else None
    return normalise(None if isinstance(shown, Absent) else shown, side, field_type(mapping, side, salesforce_type))


def with_field(present: Value, told: Shown, mapping: FieldMapping, side: Side, salesforce_type: str) -> Value:
    """The end's normal form with one of its fields as an event told it; `present` is its normal form as it is."""
    kind = field_type(mapping, side, salesforce_type)
    if kind.kind is not Kind.COMPOUND:
        return normalise(told.value, side, kind)
    part = dict(kind.parts)[told.field]
    return overlaid(present, compound({told.field: normalise(told.value, side, part)}), kind)


def fields_of(value: Value, mapping: FieldMapping, side: Side, salesforce_type: str) -> Mapping[str, Value]:
    """By vendor's name, the fields that together show the end's normal form."""
    names = field_names(mapping, side, salesforce_type)
    if field_type(mapping, side, salesforce_type).kind is Kind.COMPOUND:
        return {**dict.fromkeys(names), **parts_of(value)}
    return {names[0]: value}
