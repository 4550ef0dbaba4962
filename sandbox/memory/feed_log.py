"""The FeedLog in memory."""

from __future__ import annotations

from dataclasses import replace

from crmsync.core.feed_health import FeedHealth, LiveFeed
from crmsync.core.record import Millis
from crmsync.ports.feed_log import HEARD_EVERY


class MemoryFeedLog:
    """`writes` counts what was stored."""

    def __init__(self) -> None:
        self.writes = 0
        self._feeds: dict[LiveFeed, FeedHealth] = {}

    def heard(self, feed: LiveFeed, at: Millis) -> None:
        health = self.of(feed)
        if not health.last_event_at or at - health.last_event_at >= HEARD_EVERY:
            self._store(feed, replace(health, last_event_at=at, misses=0))

    def missed(self, feed: LiveFeed, changes: int, at: Millis) -> None:
        health = self.of(feed)
        self._store(feed, replace(health, missed_at=at, misses=health.misses + changes))

    def polled(self, feed: LiveFeed, at: Millis) -> None:
        self._store(feed, replace(self.of(feed), polled_at=at))

    def of(self, feed: LiveFeed) -> FeedHealth:
        return self._feeds.get(feed, FeedHealth())

    def _store(self, feed: LiveFeed, health: FeedHealth) -> None:
        self.writes += 1
        self._feeds[feed] = health
