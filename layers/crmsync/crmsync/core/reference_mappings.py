"""The references of a pair as mappings, by which one record's counterpart is attached to the other's."""

from __future__ import annotations

from crmsync.core.association import AssociationKind
from crmsync.core.mapping import FieldMapping, FieldType, Kind, Rule
from crmsync.core.reference import Reference

_TYPE = FieldType(Kind.REFERENCE)


def referring(hubspot: str, object_type: str, field: str, reference: Reference) -> FieldMapping:
    """`hubspot` is the property in which HubSpot shows the other's id, or any word where none does; `field` is
    Salesforce's lookup.
    """
    fields, kinds = {object_type: field}, {object_type: _TYPE}
    return FieldMapping(hubspot, fields, Rule.TWO_WAY, _TYPE, kinds, is_default=True, reference=reference)


def to_company(hubspot: str, object_type: str, field: str, kind: AssociationKind) -> FieldMapping:
    """`hubspot` is the property in which HubSpot shows the company's id, `field` Salesforce's lookup of the account."""
    return referring(hubspot, object_type, field, Reference("company", "company", "Account", kind))


def to_contact(hubspot: str, object_type: str, field: str, kind: AssociationKind) -> FieldMapping:
    """No property shows it: of several contacts the one that stands in Salesforce's lookup counts."""
    return referring(hubspot, object_type, field, Reference("contact", "contact", "Contact", kind, is_associated=True))
