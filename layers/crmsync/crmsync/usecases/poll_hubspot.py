"""Finds what changed in HubSpot by its search: the safety net for webhooks that were lost."""

from __future__ import annotations

from collections.abc import Sequence

from crmsync.core.record import Side
from crmsync.ports.budget import CrmAccess
from crmsync.ports.crm import Page
from crmsync.ports.feed import Feed
from crmsync.usecases.poll import Poll, PollPorts


def poll_hubspot(ports: PollPorts) -> Poll:
    return Poll(ports, Side.HUBSPOT, _read_pages)


def _read_pages(access: CrmAccess, feeds: Sequence[Feed]) -> list[Page]:
    return [
        access.hubspot.changed_since(feed.object_type, feed.fields, feed.since, feed.until, feed.cursor)
        for feed in feeds
    ]
