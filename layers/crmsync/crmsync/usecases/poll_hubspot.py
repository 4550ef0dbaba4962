"""Finds what changed in HubSpot: by its search, the safety net for webhooks that were lost; and who joined the list."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from crmsync.core.poll_pace import STRETCHED
from crmsync.core.record import Millis, Side
from crmsync.ports.budget import CrmAccess
from crmsync.ports.crm import Page
from crmsync.ports.feed import Feed
from crmsync.usecases.poll import Poll, PollPorts, PollResult
from crmsync.usecases.poll_list_joins import PollListJoins


@dataclass(frozen=True, slots=True)
class PollHubspot:
    """Joins first: they have no other feed, so they never rest; and a long poll may take up the time or the calls."""

    changed: Poll
    joined: PollListJoins

    def __call__(self, deadline: Millis, *, force: bool = False) -> PollResult:
        joined = self.joined(deadline)
        changed = self.changed(deadline, force=force)
        return PollResult(joined.seen + changed.seen, joined.sent + changed.sent, changed.stopped or joined.stopped)


def poll_hubspot(ports: PollPorts, stretched: Millis = STRETCHED) -> PollHubspot:
    changed = Poll(ports, Side.HUBSPOT, _read_pages, stretched=stretched)
    return PollHubspot(changed, PollListJoins(ports))


def _read_pages(access: CrmAccess, feeds: Sequence[Feed]) -> list[Page]:
    return [
        access.hubspot.changed_since(feed.object_type, feed.fields, feed.since, feed.until, feed.cursor)
        for feed in feeds
    ]
