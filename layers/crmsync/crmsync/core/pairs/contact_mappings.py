"""The default contact mappings, as data. They can change their rule and can never be removed or mapped elsewhere.

Names, types and lengths are both vendors' standard ones; the live schemas replace the types where they are known.
https://developer.salesforce.com/docs/atlas.en-us.object_reference.meta/object_reference/sforce_api_objects_lead.htm
https://developers.hubspot.com/docs/api-reference/crm-contacts-v3/guide
"""

from __future__ import annotations

from crmsync.core.mapping import FieldMapping, FieldType, Kind
from crmsync.core.option_map import OptionMap

_HUBSPOT_MAX = 65_536
_PROPERTY = FieldType(max_length=_HUBSPOT_MAX)
_LONG_PROPERTY = FieldType(max_length=_HUBSPOT_MAX, is_long=True)
_EMPLOYEES = FieldType(Kind.PICKLIST, options=("1-5", "5-25", "25-50", "50-100", "100-500", "500-1000", "1000+"))
_LEAD_STATUS = FieldType(
    Kind.PICKLIST,
    options=(
        "NEW",
        "OPEN",
        "IN_PROGRESS",
        "OPEN_DEAL",
        "UNQUALIFIED",
        "ATTEMPTED_TO_CONTACT",
        "CONNECTED",
        "BAD_TIMING",
    ),
)

LEAD_STATUS_OPTIONS = OptionMap(
    (
        ("NEW", "Open - Not Contacted"),
        ("IN_PROGRESS", "Working - Contacted"),
        ("OPEN_DEAL", "Closed - Converted"),
        ("UNQUALIFIED", "Closed - Not Converted"),
        ("OPEN", "Open - Not Contacted"),
        ("ATTEMPTED_TO_CONTACT", "Working - Contacted"),
        ("CONNECTED", "Working - Contacted"),
        ("BAD_TIMING", "Closed - Not Converted"),
    )
)
"""HubSpot's lead statuses and those of a new Salesforce org; the first four decide the way back."""


def _field(kind: Kind, max_length: int = 0, *, multi_line: bool = False, scale: int | None = None) -> FieldType:
    return FieldType(kind, max_length=max_length, multi_line=multi_line, scale=scale)


def _default(
    hubspot: str,
    lead: str | None,
    contact: str | None,
    salesforce_type: FieldType,
    hubspot_type: FieldType = _PROPERTY,
    *,
    to_salesforce: bool = True,
    options: OptionMap | None = None,
) -> FieldMapping:
    fields = {name: field for name, field in (("Lead", lead), ("Contact", contact)) if field is not None}
    return FieldMapping(
        hubspot,
        fields,
        hubspot_type=hubspot_type,
        salesforce_types=dict.fromkeys(fields, salesforce_type),
        is_default=True,
        to_salesforce=to_salesforce,
        options=options,
    )


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
    _default("annualrevenue", "AnnualRevenue", None, _field(Kind.NUMBER, scale=0)),
    _default("numemployees", "NumberOfEmployees", None, _field(Kind.NUMBER, scale=0), _EMPLOYEES, to_salesforce=False),
    _default("industry", "Industry", None, _field(Kind.PICKLIST, 255)),
    _default("leadsource", "LeadSource", "LeadSource", _field(Kind.PICKLIST, 255)),
    _default("rating", "Rating", None, _field(Kind.PICKLIST, 255)),
    _default("description", "Description", "Description", _field(Kind.TEXT, 32_000, multi_line=True), _LONG_PROPERTY),
    _default("hs_lead_status", "Status", None, _field(Kind.PICKLIST, 255), _LEAD_STATUS, options=LEAD_STATUS_OPTIONS),
    _default("salesforceaccountid", None, "AccountId", _field(Kind.REFERENCE, 18), to_salesforce=False),
)
