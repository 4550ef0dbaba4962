"""A default mapping as a portal and an org have it."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace

from crmsync.core.mapping import FieldMapping, FieldType

Fields = Mapping[str, FieldType]
"""By name; empty when the schema is not known, and then the defaults hold."""


def live_default(default: FieldMapping, properties: Fields, objects: Mapping[str, Fields]) -> FieldMapping | None:
    """The mapping with the types of the live schemas; None when one side does not have it."""
    is_known = properties and default.is_property
    property_type = properties.get(default.hubspot) if is_known else default.hubspot_type
    if not default.is_field:
        return default if property_type is not None else None
    types = {
        object_type: found
        for object_type, standard in default.salesforce_types.items()
        if (found := _live_field(default.salesforce[object_type], standard, objects.get(object_type))) is not None
    }
    if property_type is None or not types:
        return None
    if default.reference is not None:
        # HubSpot describes the property as a number, which it calculates; what is written is the association.
        property_type = default.hubspot_type
        types = {name: replace(default.salesforce_types[name], writable=one.writable) for name, one in types.items()}
    fields = {object_type: default.salesforce[object_type] for object_type in types}
    return replace(default, salesforce=fields, hubspot_type=property_type, salesforce_types=types)


def _live_field(name: str, standard: FieldType, known: Fields | None) -> FieldType | None:
    """Whether a default mapping may leave it blank, the schema does not tell: Salesforce may fill it by itself."""
    found = known.get(name) if known else standard
    return found if found is None else replace(found, is_required=found.is_required or standard.is_required)
