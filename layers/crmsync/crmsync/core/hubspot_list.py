"""HubSpot's lists (it calls them segments too): what one is, and who joined it when.

See https://developers.hubspot.com/docs/api-reference/crm-lists-v3/guide
"""

from __future__ import annotations

from typing import NamedTuple

from crmsync.core.record import Millis

DYNAMIC = "DYNAMIC"
"""The kind that HubSpot keeps up to date by its filters; its screens call it active."""


class HubspotList(NamedTuple):
    """`kind` is HubSpot's processing type: DYNAMIC, MANUAL or SNAPSHOT. `object_type` is `contact` or another one."""

    id: str
    name: str
    kind: str
    object_type: str
    size: int | None = None
    """How many members it has, where HubSpot tells."""


class Join(NamedTuple):
    """Since when a record is in the list."""

    record_id: str
    at: Millis


class JoinPage(NamedTuple):
    """`next_page` is where the following page begins (HubSpot's opaque token); None when this is the last one."""

    joins: tuple[Join, ...]
    next_page: str | None = None
