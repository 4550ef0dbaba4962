"""The contact as a new portal ships it: the default properties that a sync with Salesforce meets."""

from __future__ import annotations

from dataclasses import replace
from types import MappingProxyType

from sandbox.hubspot.objects.lifecycle import LEAD_STATUS, LIFECYCLE
from sandbox.hubspot.objects.schema import ObjectType, Property, PropertyGroup, by_name, options
from sandbox.hubspot.objects.standard_properties import calculated

INFORMATION = "contactinformation"
EMAIL = "emailinformation"
SALESFORCE = "salesforceinformation"

_EMPLOYEES = options("1-5", "5-25", "25-50", "50-100", "100-500", "500-1000", "1000+")
_SENIORITY = options(
    "vp", "executive", "senior", "employee", "entry", "manager", "director", "owner", "partner", "founder"
)


def _text(name: str, label: str, field_type: str = "text", *, max_length: int = 65_536) -> Property:
    return Property(name, label, field_type=field_type, group=INFORMATION, max_length=max_length)


def _kept(name: str, label: str, kind: str) -> Property:
    """A property that HubSpot itself keeps: readable, never writable, no webhook events."""
    return Property(
        name,
        label,
        kind,
        {"number": "number", "datetime": "date"}.get(kind, "text"),
        INFORMATION,
        read_only=True,
        calculated=True,
        form_field=False,
        kept_by_hubspot=True,
    )


_WRITABLE = (
    _text("firstname", "First Name"),
    _text("lastname", "Last Name"),
    Property("email", "Email", group=INFORMATION, unique=True, max_length=254),
    Property(
        "hs_additional_emails",
        "Additional email addresses",
        "enumeration",
        "checkbox",
        INFORMATION,
        external_options=True,
        form_field=False,
    ),
    _text("phone", "Phone Number", "phonenumber"),
    _text("mobilephone", "Mobile Phone Number", "phonenumber"),
    _text("fax", "Fax Number"),
    _text("jobtitle", "Job Title"),
    _text("salutation", "Salutation"),
    _text("company", "Company Name"),
    _text("website", "Website URL"),
    _text("address", "Street Address"),
    _text("city", "City"),
    _text("state", "State/Region"),
    _text("zip", "Postal Code"),
    _text("country", "Country/Region"),
    _text("annualrevenue", "Annual Revenue"),
    _text("industry", "Industry"),
    Property("numemployees", "Number of Employees", "enumeration", "select", INFORMATION, _EMPLOYEES),
    _text("message", "Message", "textarea"),
    _text("twitterhandle", "Twitter Username"),
    _text("hs_language", "Preferred language"),
    Property("date_of_birth", "Date of birth", group=INFORMATION),
    Property("closedate", "Close Date", "datetime", "date", INFORMATION),
    Property("hs_seniority", "Employment Seniority", "enumeration", "select", INFORMATION, _SENIORITY),
    Property("lifecyclestage", "Lifecycle Stage", "enumeration", "radio", INFORMATION, LIFECYCLE),
    Property("hs_lead_status", "Lead Status", "enumeration", "radio", INFORMATION, LEAD_STATUS),
    Property(
        "hubspot_owner_id",
        "Contact owner",
        "enumeration",
        "select",
        INFORMATION,
        external_options=True,
        referenced_object_type="OWNER",
        form_field=False,
    ),
)

_OF_SALESFORCE = (
    Property("salesforceleadid", "Salesforce Lead ID", group=SALESFORCE),
    Property("salesforcecontactid", "Salesforce Contact ID", group=SALESFORCE),
    Property("salesforceaccountid", "Salesforce Account ID", group=SALESFORCE),
    Property("salesforceownerid", "Salesforce Owner ID", group=SALESFORCE),
    Property("leadsource", "Lead Source", group=SALESFORCE),
    Property("rating", "Rating", group=SALESFORCE),
    Property("description", "Description", field_type="textarea", group=SALESFORCE),
    Property("salesforcecampaignids", "Salesforce campaigns", "enumeration", "checkbox", SALESFORCE),
    Property("salesforcelastsynctime", "Last Salesforce Sync Time", "datetime", "date", SALESFORCE),
    Property(
        "salesforcedeleted",
        "Salesforce Deleted",
        "bool",
        "booleancheckbox",
        SALESFORCE,
        options(("true", "Yes"), ("false", "No")),
    ),
)
"""What a portal has once it was set up for a sync with Salesforce, by HubSpot's own connector or by crmsync."""

_TIMES = (
    ("recent_conversion_date", "Recent Conversion Date"),
    ("hs_email_last_send_date", "Last marketing email send date"),
    ("hs_email_last_open_date", "Last marketing email open date"),
    ("hs_email_last_click_date", "Last marketing email click date"),
    ("hs_sales_email_last_opened", "Recent Sales Email Opened Date"),
    ("hs_sales_email_last_clicked", "Recent Sales Email Clicked Date"),
    ("hs_sales_email_last_replied", "Recent Sales Email Replied Date"),
    ("hs_document_last_revisited", "Recent Document Revisit Date"),
)
_NAMES = (
    ("recent_conversion_event_name", "Recent Conversion"),
    ("hs_email_last_email_name", "Last marketing email name"),
)

_READ_ONLY = (
    _kept("hs_object_id", "Record ID", "number"),
    _kept("createdate", "Create Date", "datetime"),
    _kept("lastmodifieddate", "Last Modified Date", "datetime"),
    _kept("hs_merged_object_ids", "Merged record IDs", "string"),
    replace(calculated("associatedcompanyid", "Primary Associated Company ID", refers_to="COMPANY"), group=INFORMATION),
    replace(calculated("num_associated_deals", "Number of Associated Deals"), group=INFORMATION),
    *(replace(calculated(name, label, "datetime"), group=EMAIL) for name, label in _TIMES),
    *(replace(calculated(name, label, "string"), group=EMAIL) for name, label in _NAMES),
    replace(calculated("hs_calculated_form_submissions", "Form submissions of a contact", "string"), group=INFORMATION),
    Property(
        "hs_email_optout",
        "Unsubscribed from all email",
        "bool",
        "booleancheckbox",
        EMAIL,
        options(("true", "Yes"), ("false", "No")),
        read_only=True,
        calculated=True,
        form_field=False,
    ),
)

SET_UP = frozenset(found.name for found in _OF_SALESFORCE)

CONTACT = ObjectType(
    id="0-1",
    name="contacts",
    singular="contact",
    properties=by_name([*_WRITABLE, *_OF_SALESFORCE, *_READ_ONLY]),
    groups={
        INFORMATION: PropertyGroup(INFORMATION, "Contact information", 0),
        EMAIL: PropertyGroup(EMAIL, "Email information", 1),
        SALESFORCE: PropertyGroup(SALESFORCE, "Salesforce properties", 2),
    },
    default_properties=("createdate", "email", "firstname", "hs_object_id", "lastmodifieddate", "lastname"),
    modified_property="lastmodifieddate",
    created_property="createdate",
    alternate_ids=MappingProxyType({"email": "hs_additional_emails"}),
    searched=("firstname", "lastname", "email", "phone", "company", "hs_additional_emails"),
)
