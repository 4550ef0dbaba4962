"""How a live feed of a CRM does, by what it told itself and by what only a poll brought to light."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from enum import StrEnum

from crmsync.core.record import Millis, Side

HEARD_WITHIN: Millis = 86_400_000
"""A feed that said nothing for longer is not believed any more: a silent weekend looks like a dead feed."""

LOSSY_FOR: Millis = 21_600_000
"""How long a feed is distrusted after the last change that it did not tell of."""

LOST_CHANGES = 3
LOST_AFTER: Millis = 1_800_000
"""So many untold changes in a silence of that length are no accident."""


class LiveFeed(StrEnum):
    """Named like the functions that take them, and the causes of their changes."""

    HUBSPOT_WEBHOOK = "hubspot_webhook"
    SALESFORCE_CHANGE_EVENT = "salesforce_change_event"
    SALESFORCE_OUTBOUND = "salesforce_outbound"


JUDGED: Mapping[Side, LiveFeed] = {
    Side.HUBSPOT: LiveFeed.HUBSPOT_WEBHOOK,
    Side.SALESFORCE: LiveFeed.SALESFORCE_CHANGE_EVENT,
}
"""The feed of each side that should tell of every change. Outbound Messages never do: no deletion, no cleared field."""


class FeedState(StrEnum):
    UNHEARD = "unheard"
    """It never said a word: not set up."""
    HEALTHY = "healthy"
    QUIET = "quiet"
    """No event for a day, and no change that it should have told of."""
    LOSSY = "lossy"
    """A poll brought a change that it had not told of, in the last hours."""
    LOST = "lost"
    """It is silent, and polls keep finding changes."""


@dataclass(frozen=True, slots=True)
class FeedHealth:
    """`misses` counts the untold changes since the last event; times are 0 for never.

    `polled_at` is when the last whole round of the side's poll began.
    """

    last_event_at: Millis = 0
    missed_at: Millis = 0
    misses: int = 0
    polled_at: Millis = 0

    def state(self, now: Millis) -> FeedState:
        if not self.last_event_at:
            return FeedState.UNHEARD
        if self.misses >= LOST_CHANGES and self.missed_at - self.last_event_at >= LOST_AFTER:
            return FeedState.LOST
        if self.missed_at and now - self.missed_at < LOSSY_FOR:
            return FeedState.LOSSY
        return FeedState.HEALTHY if now - self.last_event_at < HEARD_WITHIN else FeedState.QUIET
