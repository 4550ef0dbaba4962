"""One end of a mapping: the name and the type of its field on a side."""

from __future__ import annotations

from crmsync.core.mapping import FieldMapping, FieldType
from crmsync.core.record import Side

_ANY_TEXT = FieldType()


def field_name(mapping: FieldMapping, side: Side, salesforce_type: str) -> str:
    """The vendor's name of the field. KeyError when the Salesforce object has none."""
    return mapping.hubspot if side is Side.HUBSPOT else mapping.salesforce[salesforce_type]


def field_type(mapping: FieldMapping, side: Side, salesforce_type: str) -> FieldType:
    """The field's type; plain text where no schema told more."""
    if side is Side.HUBSPOT:
        return mapping.hubspot_type
    return mapping.salesforce_types.get(salesforce_type, _ANY_TEXT)
