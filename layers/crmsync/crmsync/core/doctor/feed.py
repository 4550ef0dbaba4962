"""Check of a live feed: whether events come, and whether they tell of everything."""

from __future__ import annotations

from collections.abc import Mapping

from crmsync.core.doctor.check import Check, failed, ok, warning
from crmsync.core.feed_health import FeedHealth, FeedState
from crmsync.core.record import Millis, Side

_NAMES: Mapping[Side, str] = {Side.HUBSPOT: "HubSpot webhooks", Side.SALESFORCE: "Salesforce change events"}
_MINUTE: Millis = 60_000


def check_feed(side: Side, health: FeedHealth, now: Millis) -> Check:
    """A feed that was never set up is no failure: the poll brings its changes later."""
    name, state = _NAMES[side], health.state(now)
    if state is FeedState.UNHEARD:
        return warning(name, "no event so far", "Set the feed up: `crmsync setup`. Until then the poll looks.")
    found = f"the last event came {max(0, now - health.last_event_at) // _MINUTE} min ago"
    if state is FeedState.LOST:
        return failed(name, f"{found}; since then only the poll told of changes", "See the CRM's set-up.")
    if state is FeedState.LOSSY:
        return warning(name, f"{found}; the poll brought a change that it had not told of", "Watch it.")
    return ok(name, found)
