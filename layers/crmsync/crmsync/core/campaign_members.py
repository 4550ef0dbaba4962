"""What rows of campaign members say of people: who is to be looked at because they joined or left a campaign."""

from __future__ import annotations

from collections.abc import Iterable

from crmsync.core.campaigns import member_status, membership, person_of
from crmsync.core.change import CallClass, Change, ChangeKind
from crmsync.core.record import Millis, Record, RecordRef, Side, Value

MEMBER_FIELDS = ("CampaignId", "ContactId", "LeadId", "Status", "IsDeleted")


def member_changes(rows: Iterable[Record], cause: str, seen_at: Millis) -> list[Change]:
    """One a person. Of several rows of one campaign a live one counts: who was removed may have been added again."""
    told: dict[RecordRef, dict[str, Value]] = {}
    times: dict[RecordRef, Millis] = {}
    for row in rows:
        person = person_of(row.values)
        if person is None:
            continue
        ref = RecordRef(Side.SALESFORCE, *person)
        own, campaign = told.setdefault(ref, {}), str(row.values["CampaignId"])
        if not own.get(membership(campaign)):
            is_member = not row.values["IsDeleted"]
            own[membership(campaign)] = is_member
            own[member_status(campaign)] = row.values.get("Status") if is_member else None
        times[ref] = max(row.modified_at, times.get(ref, 0))
    return [
        Change(
            ref,
            ChangeKind.UPDATE,
            seen_at,
            cause,
            CallClass.POLL,
            fields=dict.fromkeys(own, times[ref]),
            event_values=own,
        )
        for ref, own in told.items()
    ]
