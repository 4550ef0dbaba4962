"""Column headings of real exports, and the API fields that they stand for."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass

_HUBSPOT_CONTACT = {
    "hs_object_id": ("Record ID", "Contact ID", "hs_object_id", "vid"),
    "salutation": ("Salutation",),
    "firstname": ("First Name",),
    "lastname": ("Last Name",),
    "email": ("Email", "Email Address", "E-mail"),
    "phone": ("Phone Number", "Phone"),
    "mobilephone": ("Mobile Phone Number", "Mobile Phone"),
    "fax": ("Fax Number", "Fax"),
    "jobtitle": ("Job Title", "Title"),
    "company": ("Company Name", "Company"),
    "website": ("Website URL", "Website"),
    "address": ("Street Address", "Address", "Street"),
    "city": ("City",),
    "state": ("State/Region", "State"),
    "zip": ("Postal Code", "Zip", "Zip Code"),
    "country": ("Country/Region", "Country"),
    "industry": ("Industry",),
    "annualrevenue": ("Annual Revenue",),
    "numemployees": ("Number of Employees", "numemployees"),
}

_SALESFORCE_PERSON = {
    "Id": ("Id", "Lead ID", "Contact ID", "Record ID"),
    "Salutation": ("Salutation",),
    "FirstName": ("First Name",),
    "LastName": ("Last Name",),
    "Email": ("Email", "Email Address", "E-mail"),
    "Phone": ("Phone", "Business Phone"),
    "MobilePhone": ("Mobile Phone", "Mobile"),
    "Fax": ("Fax", "Business Fax"),
    "Title": ("Title", "Job Title"),
    "LeadSource": ("Lead Source",),
    "Description": ("Description",),
}

_SALESFORCE_LEAD = _SALESFORCE_PERSON | {
    "Company": ("Company", "Company / Account", "Company Name"),
    "Website": ("Website",),
    "Street": ("Street", "Address Line 1"),
    "City": ("City",),
    "State": ("State", "State/Province"),
    "PostalCode": ("Postal Code", "Zip/Postal Code", "Zip"),
    "Country": ("Country",),
    "Industry": ("Industry",),
    "AnnualRevenue": ("Annual Revenue",),
    "NumberOfEmployees": ("Number of Employees", "No. of Employees", "Employees"),
    "Rating": ("Rating",),
    "Status": ("Status", "Lead Status"),
}

_SALESFORCE_CONTACT = _SALESFORCE_PERSON | {
    "MailingStreet": ("Mailing Street", "Mailing Address Line 1"),
    "MailingCity": ("Mailing City",),
    "MailingState": ("Mailing State", "Mailing State/Province"),
    "MailingPostalCode": ("Mailing Postal Code", "Mailing Zip/Postal Code"),
    "MailingCountry": ("Mailing Country",),
    "Department": ("Department",),
}

HEADINGS = {
    ("hubspot", "contact"): _HUBSPOT_CONTACT,
    ("salesforce", "lead"): _SALESFORCE_LEAD,
    ("salesforce", "contact"): _SALESFORCE_CONTACT,
}
"""By side and object: API field → the headings that exports give it. The API name itself always counts."""


@dataclass(frozen=True, slots=True)
class Columns:
    """`fields` has one API field or None a column, in the file's order; `left_out` the headings nobody knows."""

    fields: tuple[str | None, ...]
    left_out: tuple[str, ...]


def plain(heading: str) -> str:
    """A heading without case, spaces and punctuation: `State/Region` → `stateregion`."""
    return re.sub(r"[\W_]", "", heading).lower()


def columns_of(side: str, object_type: str, headings: Sequence[str]) -> Columns:
    """The first column of a field counts; a second one for the same field is left out."""
    known = {
        plain(heading): field for field, names in HEADINGS[side, object_type].items() for heading in (*names, field)
    }
    fields: list[str | None] = []
    for heading in headings:
        field = known.get(plain(heading))
        fields.append(field if field not in fields else None)
    left_out = tuple(heading for heading, field in zip(headings, fields, strict=True) if field is None)
    return Columns(tuple(fields), left_out)
