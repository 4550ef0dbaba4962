"""Which fields each mapping may write: no field is written by two, and no transform reads what another one writes."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Iterator, Mapping

from crmsync.core.mapping import FieldMapping
from crmsync.core.parameters.listed import Listed, Names
from crmsync.core.parameters.transforms import written_names
from crmsync.core.record import Side
from crmsync.core.refusal import Refusal

Fields = Mapping[str, Names]
"""By Salesforce object."""

_HUBSPOT = "HubSpot"


def field_key(object_type: str, name: str) -> str:
    """Salesforce's field names are not case-sensitive."""
    return f"{object_type}.{name}".lower()


def taken_by_defaults(defaults: Iterable[FieldMapping], switched_off: Collection[str]) -> dict[str, str]:
    """By field, who writes it. A default mapping that does not sync leaves its fields to others."""
    return {
        field_key(object_type, name): f"the default mapping of {mapping.hubspot}"
        for mapping in defaults
        if mapping.hubspot not in switched_off
        for object_type, name in (*mapping.salesforce.items(), (_HUBSPOT, mapping.hubspot))
    }


def written_fields(entry: Listed, fields: Fields) -> Iterator[tuple[str, str]]:
    """`Lead`, `City`; of HubSpot's: `HubSpot`, `city`."""
    transform = None if entry.declared is None else entry.declared.transform
    for object_type, names in fields.items():
        yield from ((object_type, name) for name in written_names(names, Side.SALESFORCE, transform))
    yield from ((_HUBSPOT, name) for name in written_names(entry.properties, Side.HUBSPOT, transform))


def taken_refusals(entry: Listed, fields: Fields, taken: Mapping[str, str]) -> Iterator[Refusal]:
    for object_type, name in written_fields(entry, fields):
        owner = taken.get(field_key(object_type, name))
        if owner is not None:
            key = "hubspot" if object_type == _HUBSPOT else "salesforce"
            fix = "Remove one of the two, or map another field."
            yield entry.refuse(key, f"{object_type}.{name} is mapped by {owner} already.", fix)


def chain_refusals(entries: Iterable[tuple[Listed, Fields]]) -> Iterator[Refusal]:
    """What a transform makes goes no further: else one edit would need several rounds to be in step."""
    transforms = [(entry, fields) for entry, fields in entries if entry.transform is not None]
    makers = {field_key(*one): entry for entry, fields in transforms for one in written_fields(entry, fields)}
    for entry, fields in transforms:
        for object_type, name in _all_fields(entry, fields):
            maker = makers.get(field_key(object_type, name), entry)
            if maker is not entry:
                reason = f"It reads {object_type}.{name}, which the transform of {maker.where} writes."
                yield entry.refuse("transform", reason, "Read the fields that the other transform reads.")


def _all_fields(entry: Listed, fields: Fields) -> Iterator[tuple[str, str]]:
    yield from ((object_type, name) for object_type, names in fields.items() for name in names)
    yield from ((_HUBSPOT, name) for name in entry.properties)
