"""A SyncWorld whose activities sync with tasks and events, and what people do with them."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from crmsync.core.association import COMPANY, CONTACT
from crmsync.core.hubspot_object_types import STANDARD_TYPES
from crmsync.core.record import RecordRef, Side

from tests.unit.sync.sync_world import SECOND, salesforce_ref
from tests.unit.sync.ticket_world import TicketWorld

MORNING = "2026-12-01T09:30:00.000Z"
DAY = "2026-12-01"


class ActivityWorld(TicketWorld):
    def __init__(self, types: Mapping[str, str] | None = None, **settings: object) -> None:
        super().__init__()
        self.put("settings/task", {"enabled": True, "types": dict(types or {}), **settings})

    # -- people -----------------------------------------------------------------------------------------------------

    def log(self, activity: str, **properties: str) -> str:
        """In HubSpot: `task`, `call`, `email`, `note` or `meeting`."""
        self.clock.advance(SECOND)
        created = self.hubspot_user.create({"hs_timestamp": MORNING, **properties}, STANDARD_TYPES[activity].plural)
        assert created is not None, f"HubSpot refused {properties}"
        return created

    def edit_activity(self, activity: str, record_id: str, **properties: str | None) -> None:
        self.clock.advance(SECOND)
        assert self.hubspot_user.edit(record_id, dict(properties), STANDARD_TYPES[activity].plural)

    def about(self, activity: str, record_id: str, other_type: str, other: str) -> None:
        """Associates the activity with a contact or a company."""
        self.clock.advance(SECOND)
        kind = {"contact": CONTACT, "company": COMPANY}[other_type][activity]
        self.hubspot_user.associate((activity, record_id), (other_type, other), kind.type_id)

    def no_longer_about(self, activity: str, record_id: str, other_type: str, other: str) -> None:
        self.clock.advance(SECOND)
        self.hubspot_user.dissociate((activity, record_id), (other_type, other))

    # -- what they see ----------------------------------------------------------------------------------------------

    def activity(self, activity: str, record_id: str, *names: str) -> Any:
        shown = self.hubspot_user.show(record_id, list(names), STANDARD_TYPES[activity].plural)
        assert shown is not None, f"{activity} {record_id} is not there"
        values = [shown.get(name) or None for name in names]
        return values[0] if len(values) == 1 else tuple(values)

    def related(self, activity: str, record_id: str, to_type: str) -> list[str]:
        path = f"/crm/v4/objects/{activity}/{record_id}/associations/{to_type}"
        return sorted(str(one["toObjectId"]) for one in self.hubspot_user.send("GET", path).json()["results"])

    def salesforce_of(self, activity: str, record_id: str) -> str:
        return self.link_of(RecordRef(Side.HUBSPOT, activity, record_id)).salesforce.id

    def hubspot_of(self, record_id: str) -> RecordRef:
        return self.link_of(salesforce_ref(record_id)).hubspot
