"""The references of a pair as mappings, by which one record's counterpart is attached to the other's."""

from __future__ import annotations

from crmsync.core.association import COMPANY, CONTACT, DEAL, TICKET, AssociationKind
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


def to_person(activity: str, object_type: str) -> FieldMapping:
    """Whom an activity is with: a contact that is linked to a Salesforce contact or lead."""
    kind = CONTACT[activity]
    lead = Reference("contact", "contact", "Lead", kind, prefix="00Q")
    person = Reference("contact", "contact", "Contact", kind, is_associated=True, prefix="003", others=(lead,))
    return referring("associated_person", object_type, "WhoId", person)


def to_subject(activity: str, object_type: str) -> FieldMapping:
    """What an activity is about. Salesforce has one such record; of HubSpot's several a deal counts before a ticket, a
    ticket before a company.
    """
    ticket = Reference("ticket", "ticket", "Case", TICKET[activity], prefix="500")
    company = Reference("company", "company", "Account", COMPANY[activity], prefix="001")
    about = Reference(
        "deal", "deal", "Opportunity", DEAL[activity], is_associated=True, prefix="006", others=(ticket, company)
    )
    return referring("associated_record", object_type, "WhatId", about)
