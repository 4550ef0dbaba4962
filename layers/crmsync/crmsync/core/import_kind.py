"""The kinds of imports, as data: which records each brings over. To add one, write its entry in KINDS."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from crmsync.core.record import Side

CONTACT = "contact"
CUSTOM_PREFIX = "objects/"
"""Of the kinds of custom objects, which are named like their parameters."""


@dataclass(frozen=True, slots=True)
class Through:
    """How records belong to contacts: `rows` are records of a Salesforce object, of which each names one of them in
    `record_field` and a contact in `contact_field`, which is `Id` where the row is the contact itself.
    """

    rows: str
    record_field: str
    contact_field: str
    latest: bool = False
    """Whether only the one that was created last counts for a contact."""

    @property
    def is_of_contact(self) -> bool:
        """Whether the contacts themselves refer to the records, so that they are attached to what is imported."""
        return self.contact_field == "Id"


@dataclass(frozen=True, slots=True)
class ImportKind:
    """`pair` by which the records sync, or one of those that share the object; `object_types` as they are imported: of
    a contact and a lead with one e-mail address the contact is linked, so contacts come first.

    `through` and `by_lookups` narrow it to what belongs to records that sync: by rows of contacts, or by the references
    of the records themselves, whichever are mapped.
    """

    name: str
    pair: str
    object_types: tuple[str, ...]
    source: Side = Side.SALESFORCE
    through: Through | None = None
    by_lookups: bool = False
    with_archived: bool = False
    """Activities that Salesforce shows in no ordinary query any more."""

    @property
    def is_of_people(self) -> bool:
        return self.pair == CONTACT

    @property
    def subject(self) -> str:
        """What it brings, in one word."""
        return "contacts" if self.is_of_people else self.name


LEADS = ImportKind("leads", CONTACT, ("Lead",))
CONTACTS = ImportKind("contacts", CONTACT, ("Contact",))
LEADS_AND_CONTACTS = ImportKind("leads_and_contacts", CONTACT, ("Contact", "Lead"))
CAMPAIGN = ImportKind("campaign", CONTACT, ("Contact", "Lead"))
"""The leads and contacts of one active campaign."""
HUBSPOT_CONTACTS = ImportKind("hubspot_contacts", CONTACT, ("contact",), Side.HUBSPOT)
"""The other way: HubSpot's contacts into Salesforce, all of them or those of one list."""
ACCOUNTS = ImportKind("accounts", "company", ("Account",), through=Through("Contact", "AccountId", "Id"))
OPPORTUNITIES = ImportKind(
    "opportunities",
    "deal",
    ("Opportunity",),
    through=Through("OpportunityContactRole", "OpportunityId", "ContactId", latest=True),
)
CASES = ImportKind("cases", "ticket", ("Case",), by_lookups=True)
TASKS = ImportKind("tasks", "task", ("Task",), by_lookups=True, with_archived=True)
"""Logged calls and e-mails too, as far as they sync: Salesforce keeps them as tasks."""
EVENTS = ImportKind("events", "meeting", ("Event",), by_lookups=True, with_archived=True)

KINDS: Mapping[str, ImportKind] = {
    kind.name: kind
    for kind in (
        LEADS,
        CONTACTS,
        LEADS_AND_CONTACTS,
        CAMPAIGN,
        HUBSPOT_CONTACTS,
        ACCOUNTS,
        OPPORTUNITIES,
        CASES,
        TASKS,
        EVENTS,
    )
}
"""By name; those of custom objects are made by `custom_kind`."""


def custom_kind(name: str, object_type: str) -> ImportKind:
    """Of the custom object that the parameter `objects/<name>` ties to Salesforce's `object_type`."""
    return ImportKind(f"{CUSTOM_PREFIX}{name}", name, (object_type,), by_lookups=True)
