"""The live feeds and the polls that make up for them, as `status` shows them."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from crmsync.core.feed_health import JUDGED, FeedHealth, LiveFeed
from crmsync.core.poll_cursor import PollCursor, poll_job
from crmsync.core.poll_pace import may_stretch
from crmsync.core.record import Millis, Side
from crmsync.ports.feed_log import FeedLog
from crmsync.ports.jobs import Jobs
from crmsync.usecases.admin.shown import shown_time


@dataclass(frozen=True, slots=True)
class Feeds:
    """`rates` are the polls' schedules in words (`5 minutes`); `stretched` is the longer interval, 0 for none."""

    log: FeedLog
    jobs: Jobs
    rates: Mapping[Side, str]
    stretched: Millis

    def shown_feeds(self, now: Millis) -> dict[str, dict[str, Any]]:
        """By feed; Outbound Messages are not judged, since they leave out too much."""
        return {feed.value: _shown(feed, self.log.of(feed), now) for feed in LiveFeed}

    def shown_polls(self, now: Millis) -> dict[str, dict[str, Any]]:
        """By side: how far it has come, and how often it makes a round now."""
        return {
            side.value: {"polled_until": shown_time(self.polled_until(side)), "interval": self._interval(side, now)}
            for side in Side
        }

    def _interval(self, side: Side, now: Millis) -> str:
        is_stretched = self.stretched and may_stretch(self.log.of(JUDGED[side]), now)
        return f"{self.stretched // 60_000} minutes" if is_stretched else self.rates[side]

    def polled_until(self, side: Side) -> Millis | None:
        """All changes before this time were seen by the poll, whatever the live feed did."""
        cursors: Mapping[str, Any] = self.jobs.state(poll_job(side)).get("cursors", {})
        done: list[Millis] = [PollCursor.from_dict(cursor).done_until for cursor in cursors.values()]
        return min(done) if done else None


def _shown(feed: LiveFeed, health: FeedHealth, now: Millis) -> dict[str, Any]:
    return {
        "last_event_at": shown_time(health.last_event_at),
        "state": health.state(now).value if feed in JUDGED.values() else None,
        "missed_at": shown_time(health.missed_at),
    }
