"""Whether HubSpot's own Salesforce connector still writes: two syncs of one pair of CRMs undo each other."""

from __future__ import annotations

from typing import NamedTuple

from crmsync.core.record import Millis
from crmsync.core.stamped_link import CONTACT_ID, LEAD_ID
from crmsync.ports.budget import CrmAccess

SOURCE = "SALESFORCE"
"""The source type of what the connector writes, in the history of properties."""

SYNC_TIME = "salesforcelastsynctime"
QUIET: Millis = 1_800_000
"""It looks for changes every fifteen minutes; twice that without a write means that it rests."""


class ConnectorActivity(NamedTuple):
    """`contacts` were written by it within the last half hour; `last_at` is the latest time, 0 for none."""

    contacts: int
    last_at: Millis


def connector_activity(access: CrmAccess, now: Millis) -> ConnectorActivity:
    """Two calls; one in a portal that never had the connector. Raises CrmError."""
    known = access.hubspot.property_definitions("contact")
    if SYNC_TIME not in known:
        return ConnectorActivity(0, 0)
    asked = [SYNC_TIME, *(name for name in (CONTACT_ID, LEAD_ID) if name in known)]
    written = access.hubspot.written_by(SOURCE, asked, now - QUIET)
    return ConnectorActivity(len(written), max(written.values(), default=0))
