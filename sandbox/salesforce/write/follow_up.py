"""What the platform does to other records when one is saved or deleted."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import TYPE_CHECKING

from sandbox.salesforce.schema.field import Row
from sandbox.salesforce.schema.object_type import ObjectType

if TYPE_CHECKING:
    from sandbox.salesforce.write.writer import Writer

_ROLE = "OpportunityContactRole"
_MEMBER_STATUSES = (("Sent", False), ("Responded", True))


def follow_up(writer: Writer, kind: ObjectType, row: Row, before: Row) -> None:
    """`before` is empty for a new record; the row of a deleted one bears `IsDeleted`."""
    if kind.name in _FOLLOW_UPS:
        _FOLLOW_UPS[kind.name](writer, row, before)


def _of_opportunity(writer: Writer, row: Row, before: Row) -> None:
    """The contact that is named at creation gets the primary role."""
    if not before and row.get("ContactId"):
        role = {"OpportunityId": row["Id"], "ContactId": row["ContactId"], "IsPrimary": True}
        writer.create(writer.org.schema[_ROLE], role)


def _of_contact_role(writer: Writer, row: Row, before: Row) -> None:
    """One role is primary at most, and its contact is the opportunity's."""
    if row.get("IsPrimary") and not row.get("IsDeleted"):
        _demote_others(writer, row)
        _set_contact(writer, row["OpportunityId"], row["ContactId"])
    elif before.get("IsPrimary"):
        _set_contact(writer, row["OpportunityId"], None)


def _demote_others(writer: Writer, row: Row) -> None:
    kind = writer.org.schema[_ROLE]
    for other in writer.find(kind, kind.fields["OpportunityId"], row["OpportunityId"]):
        if other["Id"] != row["Id"] and other.get("IsPrimary"):
            demoted = {**other, "IsPrimary": False, **writer.platform_stamps()}
            writer.transaction.write("UPDATE", kind, other, demoted)


def _set_contact(writer: Writer, opportunity_id: str, contact_id: str | None) -> None:
    kind = writer.org.schema["Opportunity"]
    row = writer.org.store.table(kind).rows[opportunity_id]
    if row.get("ContactId") != contact_id and not row.get("IsDeleted"):
        moved = {**row, "ContactId": contact_id, **writer.platform_stamps()}
        writer.transaction.write("UPDATE", kind, row, {k: v for k, v in moved.items() if v is not None})


def _of_campaign(writer: Writer, row: Row, before: Row) -> None:
    """A new campaign has two statuses for its members."""
    if before:
        return
    for place, (label, responded) in enumerate(_MEMBER_STATUSES, start=1):
        status = {"CampaignId": row["Id"], "Label": label, "SortOrder": place, "HasResponded": responded}
        writer.create(writer.org.schema["CampaignMemberStatus"], {**status, "IsDefault": place == 1})


_FOLLOW_UPS: Mapping[str, Callable[[Writer, Row, Row], None]] = {
    "Campaign": _of_campaign,
    "Opportunity": _of_opportunity,
    _ROLE: _of_contact_role,
}
