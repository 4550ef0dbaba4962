"""The object pair `meeting`: HubSpot's meeting with Salesforce's Event, tied by ids alone."""

from __future__ import annotations

from dataclasses import replace

from crmsync.core.fixed_mappings import owner_of
from crmsync.core.mapping import Rule
from crmsync.core.object_pair import ObjectPair
from crmsync.core.own_properties import SYNC_STAMPS
from crmsync.core.pair_settings import PairSettings
from crmsync.core.pairs.activity import EVENT, TIMESTAMP, body, id_property, moment, related, text
from crmsync.core.subtype import Subtype

_EVENT_ID = id_property(EVENT)

_SHOWN_AT = replace(moment(TIMESTAMP, EVENT, "ActivityDateTime"), rule=Rule.ALWAYS_SALESFORCE, to_salesforce=False)
"""Where HubSpot's timeline has it: the start. Salesforce makes this field of StartDateTime, which alone is written."""

MEETING = ObjectPair(
    name="meeting",
    hubspot_type="meeting",
    salesforce_types={EVENT: "00U"},
    mappings=(
        text("hs_meeting_title", EVENT, "Subject", 255),
        body("hs_meeting_body", EVENT),
        moment("hs_meeting_start_time", EVENT, "StartDateTime"),
        moment("hs_meeting_end_time", EVENT, "EndDateTime"),
        text("hs_meeting_location", EVENT, "Location", 255),
        _SHOWN_AT,
        owner_of(EVENT),
    ),
    references=related("meeting", EVENT),
    settings=PairSettings(enabled=False, create_in_salesforce="event", required_fallbacks={}),
    settings_of="task",
    required={EVENT: ("StartDateTime", "EndDateTime")},
    id_properties={EVENT: _EVENT_ID.name},
    is_unique=True,
    naming={EVENT: "Subject"},
    subtype=Subtype("IsChild", (False,)),
    stamps=(_EVENT_ID, *SYNC_STAMPS),
)
"""An event's copies for those who are invited (IsChild) are no meetings of their own."""
