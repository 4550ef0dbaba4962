"""The default contact mappings, as data. They can change their rule and can never be removed or mapped elsewhere.

Names, types and lengths are both vendors' standard ones; the live schemas replace the types where they are known.
https://developer.salesforce.com/docs/atlas.en-us.object_reference.meta/object_reference/sforce_api_objects_lead.htm
https://developers.hubspot.com/docs/api-reference/crm-contacts-v3/guide
"""

from __future__ import annotations

from crmsync.core.mapping import FieldMapping, FieldType, Kind

_HUBSPOT_MAX = 65_536
_PROPERTY = FieldType(max_length=_HUBSPOT_MAX)


def _field(kind: Kind, max_length: int, *, multi_line: bool = False) -> FieldType:
    return FieldType(kind, max_length=max_length, multi_line=multi_line)


def _default(
    hubspot: str, lead: str, contact: str | None, salesforce_type: FieldType, hubspot_type: FieldType = _PROPERTY
) -> FieldMapping:
    fields = {"Lead": lead} if contact is None else {"Lead": lead, "Contact": contact}
    types = dict.fromkeys(fields, salesforce_type)
    return FieldMapping(hubspot, fields, hubspot_type=hubspot_type, salesforce_types=types, is_default=True)


DEFAULT_CONTACT_MAPPINGS: tuple[FieldMapping, ...] = (
    _default("email", "Email", "Email", _field(Kind.EMAIL, 80), FieldType(Kind.EMAIL, _HUBSPOT_MAX)),
    _default("salutation", "Salutation", "Salutation", _field(Kind.PICKLIST, 40)),
    _default("firstname", "FirstName", "FirstName", _field(Kind.TEXT, 40)),
    _default("lastname", "LastName", "LastName", _field(Kind.TEXT, 80)),
    _default("jobtitle", "Title", "Title", _field(Kind.TEXT, 128)),
    _default("company", "Company", None, _field(Kind.TEXT, 255)),
    _default("website", "Website", None, _field(Kind.URL, 255), FieldType(Kind.URL, _HUBSPOT_MAX)),
    _default("phone", "Phone", "Phone", _field(Kind.PHONE, 40), FieldType(Kind.PHONE, _HUBSPOT_MAX)),
    _default("fax", "Fax", "Fax", _field(Kind.PHONE, 40)),
    _default("address", "Street", "MailingStreet", _field(Kind.TEXT, 255, multi_line=True)),
    _default("city", "City", "MailingCity", _field(Kind.TEXT, 40)),
    _default("state", "State", "MailingState", _field(Kind.TEXT, 80)),
    _default("zip", "PostalCode", "MailingPostalCode", _field(Kind.TEXT, 20)),
    _default("country", "Country", "MailingCountry", _field(Kind.TEXT, 80)),
)
