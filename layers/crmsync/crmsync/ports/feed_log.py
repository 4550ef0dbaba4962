"""What is known of the live feeds, shared by the functions that take events, the worker and the polls."""

from __future__ import annotations

from typing import Protocol

from crmsync.core.feed_health import FeedHealth, LiveFeed
from crmsync.core.record import Millis

HEARD_EVERY: Millis = 60_000


class FeedLog(Protocol):
    """Raises CrmError(RETRY_LATER) when the store does not answer; nothing depends on a note that was not taken."""

    def heard(self, feed: LiveFeed, at: Millis) -> None:
        """An event came, which also ends the count of misses. Stores at most one a minute."""

    def missed(self, feed: LiveFeed, changes: int, at: Millis) -> None:
        """A poll brought changes that the feed had not told of."""

    def polled(self, feed: LiveFeed, at: Millis) -> None:
        """A whole round of the poll that makes up for the feed began then."""

    def of(self, feed: LiveFeed) -> FeedHealth:
        """One read, strongly consistent."""
