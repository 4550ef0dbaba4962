"""A person in a CRM's own words: HubSpot contact properties, Salesforce Lead and Contact fields."""

from __future__ import annotations

from dataclasses import dataclass

from sandbox.data.person import Person


@dataclass(frozen=True, slots=True)
class Shape:
    """One object of one CRM.

    `fields` gives the API name of each attribute of Person that the object has, `labels` the column headings of an
    export; `required` and `limits` (characters) say what the CRM could not hold otherwise.
    """

    side: str
    object_type: str
    fields: dict[str, str]
    labels: dict[str, str]
    required: dict[str, str]
    limits: dict[str, int]

    def record(self, person: Person) -> dict[str, str]:
        """The record's fields by API name; blanks are left out, over-long texts cut as the CRM's form would."""
        values: dict[str, str] = {}
        for attribute, field in self.fields.items():
            value = getattr(person, attribute) or self.required.get(field)
            if value:
                limit = self.limits.get(field)
                values[field] = value[:limit] if limit else value
        return values


_HUBSPOT_LABELS = {
    "salutation": "Salutation",
    "firstname": "First Name",
    "lastname": "Last Name",
    "email": "Email",
    "phone": "Phone Number",
    "jobtitle": "Job Title",
    "company": "Company Name",
    "website": "Website URL",
    "address": "Street Address",
    "city": "City",
    "state": "State/Region",
    "zip": "Postal Code",
    "country": "Country/Region",
}

HUBSPOT_CONTACT = Shape(
    side="hubspot",
    object_type="contact",
    fields={
        "salutation": "salutation",
        "first_name": "firstname",
        "last_name": "lastname",
        "email": "email",
        "phone": "phone",
        "title": "jobtitle",
        "company": "company",
        "website": "website",
        "street": "address",
        "city": "city",
        "state": "state",
        "postal_code": "zip",
        "country": "country",
    },
    labels=_HUBSPOT_LABELS,
    required={},
    limits={},
)

_PERSON_FIELDS = {
    "salutation": "Salutation",
    "first_name": "FirstName",
    "last_name": "LastName",
    "email": "Email",
    "phone": "Phone",
    "title": "Title",
}
_NAME_LIMITS = {"FirstName": 40, "LastName": 80, "Email": 80, "Phone": 40, "Title": 128}

_LEAD_FIELDS = _PERSON_FIELDS | {
    "company": "Company",
    "website": "Website",
    "street": "Street",
    "city": "City",
    "state": "State",
    "postal_code": "PostalCode",
    "country": "Country",
}

SALESFORCE_LEAD = Shape(
    side="salesforce",
    object_type="lead",
    fields=_LEAD_FIELDS,
    labels={field: field for field in _LEAD_FIELDS.values()},
    required={"Company": "[not provided]"},
    limits=_NAME_LIMITS
    | {"Company": 255, "Website": 255, "Street": 255, "City": 40, "State": 80}
    | {"PostalCode": 20, "Country": 80},
)

_CONTACT_FIELDS = _PERSON_FIELDS | {
    "street": "MailingStreet",
    "city": "MailingCity",
    "state": "MailingState",
    "postal_code": "MailingPostalCode",
    "country": "MailingCountry",
}

SALESFORCE_CONTACT = Shape(
    side="salesforce",
    object_type="contact",
    fields=_CONTACT_FIELDS,
    labels={field: field for field in _CONTACT_FIELDS.values()},
    required={},
    limits=_NAME_LIMITS
    | {"MailingStreet": 255, "MailingCity": 40, "MailingState": 80}
    | {"MailingPostalCode": 20, "MailingCountry": 80},
)

SHAPES = {(shape.side, shape.object_type): shape for shape in (HUBSPOT_CONTACT, SALESFORCE_LEAD, SALESFORCE_CONTACT)}
"""By side and object, as the command line names them."""
