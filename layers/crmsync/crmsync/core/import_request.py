"""What an administrator asks to import: from Salesforce, or from HubSpot into Salesforce."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum

from crmsync.core.record import Side


class ImportKind(StrEnum):
    LEADS = "leads"
    CONTACTS = "contacts"
    LEADS_AND_CONTACTS = "leads_and_contacts"
    CAMPAIGN = "campaign"
    """The leads and contacts of one active campaign."""
    HUBSPOT_CONTACTS = "hubspot_contacts"
    """The other way: HubSpot's contacts into Salesforce, all of them or those of one list."""


OBJECT_TYPES = {
    ImportKind.LEADS: ("Lead",),
    ImportKind.CONTACTS: ("Contact",),
    ImportKind.LEADS_AND_CONTACTS: ("Contact", "Lead"),
    ImportKind.CAMPAIGN: ("Contact", "Lead"),
    ImportKind.HUBSPOT_CONTACTS: ("contact",),
}
"""Contacts first: of a contact and a lead with one e-mail address the contact is linked."""

_MEMBERS = {"Contact": "ContactId", "Lead": "LeadId"}


@dataclass(frozen=True, slots=True)
class ImportRequest:
    """Times are SOQL literals (`2026-01-02T03:04:05Z`), `where` a checked condition, `campaign_id` a checked id.

    From a time on, and before a time: `after` is part of the range, `before` is not.
    """

    kind: ImportKind
    where: str = ""
    campaign_id: str = ""
    created_after: str = ""
    created_before: str = ""
    modified_after: str = ""
    modified_before: str = ""
    list_id: str = ""
    """Of HubSpot: its contacts only; empty for all."""

    @property
    def source(self) -> Side:
        """Whose records are brought over."""
        return Side.HUBSPOT if self.kind is ImportKind.HUBSPOT_CONTACTS else Side.SALESFORCE

    @property
    def object_types(self) -> tuple[str, ...]:
        return OBJECT_TYPES[self.kind]

    @property
    def is_whole(self) -> bool:
        """Every record of the kind, so that no better one with the same e-mail address is left out."""
        return self.kind is not ImportKind.CAMPAIGN and not self.list_id and not self._filters()

    def condition(self, object_type: str) -> str:
        """SOQL; empty for all records."""
        parts = self._filters()
        if self.kind is ImportKind.CAMPAIGN:
            members = f"SELECT {_MEMBERS[object_type]} FROM CampaignMember WHERE CampaignId = '{self.campaign_id}'"  # noqa: S608 - the id is checked
            parts.append(f"Id IN ({members})")
        return " AND ".join(parts)

    def _filters(self) -> list[str]:
        ranges = (
            ("CreatedDate >=", self.created_after),
            ("CreatedDate <", self.created_before),
            ("LastModifiedDate >=", self.modified_after),
            ("LastModifiedDate <", self.modified_before),
        )
        own = [f"({self.where})"] if self.where else []
        return [f"{comparison} {moment}" for comparison, moment in ranges if moment] + own
