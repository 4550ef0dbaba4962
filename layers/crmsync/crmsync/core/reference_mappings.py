"""The references of a pair as mappings, by which one record's counterpart is attached to the other's."""

from __future__ import annotations

from crmsync.core.association import AssociationKind
from crmsync.core.mapping import FieldMapping, FieldType, Kind, Rule
from crmsync.core.reference import Reference

_TYPE = FieldType(Kind.REFERENCE)


def to_company(hubspot: str, object_type: str, field: str, kind: AssociationKind) -> FieldMapping:
    """`hubspot` is the property in which HubSpot shows the company's id, `field` Salesforce's lookup of the account."""
    return FieldMapping(
        hubspot,
        {object_type: field},
        Rule.TWO_WAY,
        _TYPE,
        {object_type: _TYPE},
        is_default=True,
        reference=Reference("company", "company", "Account", kind),
    )
