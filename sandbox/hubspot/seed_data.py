"""What every simulated portal starts with: its people, and the samples that HubSpot puts into a new account."""

from __future__ import annotations

from typing import TYPE_CHECKING

from sandbox.hubspot.author import IMPORT
from sandbox.hubspot.owners import Owner
from sandbox.hubspot.timestamps import ms_of

if TYPE_CHECKING:
    from sandbox.hubspot.portal import Portal

OWNERS = (
    Owner("184501101", "dana.ortiz@example.com", "Dana", "Ortiz", 7001),
    Owner("184501102", "kenji.mori@example.com", "Kenji", "Mori", 7002),
    Owner("184501103", "lena.fischer@example.com", "Lena", "Fischer", 7003),
)
"""Dana and Kenji are active Salesforce users in the other simulator; Lena is not."""

SAMPLE_CONTACTS = {
    1: {
        "email": "emailmaria@hubspot.com",
        "firstname": "Maria",
        "lastname": "Johnson (Sample Contact)",
        "jobtitle": "Salesperson",
        "company": "HubSpot",
        "city": "Brisbane",
        "website": "http://www.HubSpot.com",
        "lifecyclestage": "lead",
    },
    51: {
        "email": "bh@hubspot.com",
        "firstname": "Brian",
        "lastname": "Halligan (Sample Contact)",
        "jobtitle": "Executive Chairperson",
        "company": "HubSpot",
        "city": "Cambridge",
        "state": "MA",
        "website": "http://www.HubSpot.com",
        "twitterhandle": "bhalligan",
        "lifecyclestage": "lead",
    },
}
SAMPLE_RECORDS = {
    "companies": {
        61: {
            "name": "HubSpot",
            "domain": "hubspot.com",
            "website": "hubspot.com",
            "city": "Cambridge",
            "state": "MA",
            "industry": "COMPUTER_SOFTWARE",
            "lifecyclestage": "lead",
        }
    },
    "deals": {
        71: {
            "dealname": "Sample Deal",
            "pipeline": "default",
            "dealstage": "appointmentscheduled",
            "amount": "1000",
            "deal_currency_code": "EUR",
        }
    },
    "tickets": {81: {"subject": "Sample Ticket", "hs_pipeline": "0", "hs_pipeline_stage": "1"}},
}
"""By object type and record id."""

SEEDED_AT = ms_of("2026-01-05T09:00:00Z")


def plant(portal: Portal) -> None:
    portal.owners.update({owner.id: owner for owner in OWNERS})
    for object_type, samples in {"contacts": SAMPLE_CONTACTS, **SAMPLE_RECORDS}.items():
        store = portal.store(object_type)
        for number, values in samples.items():
            store.insert(values, IMPORT, SEEDED_AT, record_id=number, quiet=True)
