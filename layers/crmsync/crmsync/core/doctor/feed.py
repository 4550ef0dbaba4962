"""Check of a live feed: whether events come, and whether they tell of everything."""

from __future__ import annotations

from collections.abc import Mapping

from crmsync.core.doctor.check import Check, failed, ok, warning
from crmsync.core.feed_health import FeedHealth, FeedState
from crmsync.core.record import Millis, Side

_NAMES: Mapping[Side, str] = {Side.HUBSPOT: "HubSpot webhooks", Side.SALESFORCE: "Salesforce change events"}
_UNITS: tuple[tuple[Millis, str], ...] = ((86_400_000, "d"), (3_600_000, "h"), (60_000, "min"))


def check_feed(side: Side, health: FeedHealth, now: Millis) -> Check:
    """A feed that was never set up is no failure: the poll brings its changes later."""
    name, state = _NAMES[side], health.state(now)
    if state is FeedState.UNHEARD:
        return warning(name, "no event so far", "Set the feed up: `crmsync setup`. Until then the poll looks.")
    found = f"the last event came {_span(max(0, now - health.last_event_at))} ago"
    if state is FeedState.LOST:
        fix = "Compare the CRM's set-up with what `crmsync setup` tells. Until then the poll looks."
        return failed(name, f"{found}; since then only the poll told of changes", fix)
    if state is FeedState.LOSSY:
        fix = "Nothing, unless it stays so: the poll looks at its full pace meanwhile."
        return warning(name, f"{found}; the poll brought a change that it had not told of", fix)
    return ok(name, found)


def _span(span: Millis) -> str:
    """In its largest unit: `3 min`."""
    return next((f"{span // length} {unit}" for length, unit in _UNITS if span >= length), f"{span // 1_000} s")
