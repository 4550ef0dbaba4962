"""The company as a new portal ships it. Two companies may have one domain: nothing makes it unique."""

from __future__ import annotations

from sandbox.hubspot.objects.industries import INDUSTRIES
from sandbox.hubspot.objects.lifecycle import LEAD_STATUS, LIFECYCLE
from sandbox.hubspot.objects.schema import Property
from sandbox.hubspot.objects.standard_properties import (
    calculated,
    choice,
    flag,
    long_text,
    moment,
    number,
    owner,
    phone,
    standard_type,
    text,
)


def _titled(value: str) -> tuple[str, str]:
    return value, value.replace("_", " ").title()


_PROPERTIES = (
    text("name", "Company name"),
    text("domain", "Company Domain Name"),
    text("website", "Website URL"),
    phone("phone", "Phone Number"),
    text("address", "Street Address"),
    text("address2", "Street Address 2"),
    text("city", "City"),
    text("state", "State/Region"),
    text("zip", "Postal Code"),
    text("country", "Country/Region"),
    choice("industry", "Industry", *map(_titled, INDUSTRIES)),
    choice(
        "type",
        "Type",
        ("PROSPECT", "Prospect"),
        ("PARTNER", "Partner"),
        ("RESELLER", "Reseller"),
        ("VENDOR", "Vendor"),
        ("OTHER", "Other"),
        field_type="radio",
    ),
    long_text("description", "Description"),
    long_text("about_us", "About Us"),
    number("annualrevenue", "Annual Revenue"),
    number("numberofemployees", "Number of Employees"),
    text("founded_year", "Year Founded"),
    text("timezone", "Time Zone"),
    text("twitterhandle", "Twitter Handle"),
    text("linkedin_company_page", "LinkedIn Company Page"),
    text("facebook_company_page", "Facebook Company Page"),
    flag("is_public", "Is Public"),
    moment("closedate", "Close Date"),
    Property("lifecyclestage", "Lifecycle Stage", "enumeration", "radio", options=LIFECYCLE),
    Property("hs_lead_status", "Lead Status", "enumeration", "radio", options=LEAD_STATUS),
    Property(
        "hs_additional_domains",
        "Additional Domains",
        "enumeration",
        "checkbox",
        external_options=True,
        form_field=False,
    ),
    owner("Company owner"),
    calculated("hs_parent_company_id", "Parent Company", refers_to="COMPANY"),
    calculated("hs_num_child_companies", "Number of child companies"),
    calculated("num_associated_contacts", "Number of Associated Contacts"),
    calculated("num_associated_deals", "Number of Associated Deals"),
)

COMPANY = standard_type(
    "0-2",
    "companies",
    "company",
    _PROPERTIES,
    shown=("domain", "name"),
    created="createdate",
    searched=("website", "phone", "name", "domain"),
)
