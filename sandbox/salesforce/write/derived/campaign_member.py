"""A member is a contact or a lead, has one of its campaign's statuses, and responded when the status says so.

See https://developer.salesforce.com/docs/atlas.en-us.object_reference.meta/object_reference/sforce_api_objects_campaignmember.htm
"""

from __future__ import annotations

from datetime import UTC, datetime

from sandbox.salesforce.errors import refuse
from sandbox.salesforce.schema.field import Row
from sandbox.salesforce.store.store import Store


def derive(store: Store, row: Row, before: Row, now_ms: int) -> None:
    if not before:
        _check(store, row)
    row["Type"] = "Contact" if row.get("ContactId") else "Lead"
    status = _status(store, row)
    if status is None:
        return
    row["Status"], row["HasResponded"] = status["Label"], bool(status.get("HasResponded"))
    if row["HasResponded"]:
        row.setdefault("FirstRespondedDate", datetime.fromtimestamp(now_ms / 1000, UTC).date().isoformat())


def _check(store: Store, row: Row) -> None:
    """Of a contact and a lead the contact counts."""
    if row.get("ContactId"):
        row.pop("LeadId", None)
    elif not row.get("LeadId"):
        raise refuse(
            "REQUIRED_FIELD_MISSING", "Required fields are missing: [LeadId, ContactId]", "LeadId", "ContactId"
        )
    name = "ContactId" if row.get("ContactId") else "LeadId"
    members = store.table_of("CampaignMember").having(name, [row[name]])
    if any(one["CampaignId"] == row["CampaignId"] and not one.get("IsDeleted") for one in members):
        raise refuse("DUPLICATE_VALUE", "Already a campaign member.")


def _status(store: Store, row: Row) -> Row | None:
    """The named one; the campaign's default for one that it does not have."""
    found = store.table_of("CampaignMemberStatus").having("CampaignId", [row["CampaignId"]])
    statuses = [one for one in found if not one.get("IsDeleted")]
    named = [one for one in statuses if one["Label"] == row.get("Status")]
    return next(iter([*named, *(one for one in statuses if one.get("IsDefault")), *statuses]), None)
