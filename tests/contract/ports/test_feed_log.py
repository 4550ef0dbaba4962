"""The contract of FeedLog."""

from __future__ import annotations

from typing import Any

import pytest
from crmsync.adapters.aws.dynamodb_feed_log import DynamoFeedLog
from crmsync.core.failure import CrmError
from crmsync.core.feed_health import FeedHealth, LiveFeed
from crmsync.ports.feed_log import FeedLog

from sandbox.memory.clock import ManualClock

FEED, OTHER = LiveFeed.HUBSPOT_WEBHOOK, LiveFeed.SALESFORCE_CHANGE_EVENT
NOW = 1_900_000_000_000
MINUTE = 60_000


def test_nothing_is_known_at_first(feed_log: FeedLog) -> None:
    assert feed_log.of(FEED) == FeedHealth()


def test_each_feed_has_notes_of_its_own(feed_log: FeedLog) -> None:
    feed_log.heard(FEED, NOW)
    feed_log.missed(FEED, 2, NOW + 1)
    feed_log.missed(FEED, 3, NOW + 2)
    feed_log.polled(FEED, NOW + 3)
    feed_log.polled(OTHER, NOW)

    assert feed_log.of(FEED) == FeedHealth(NOW, NOW + 2, 5, NOW + 3)
    assert feed_log.of(OTHER) == FeedHealth(polled_at=NOW)


def test_an_event_ends_the_count_of_misses(feed_log: FeedLog) -> None:
    feed_log.heard(FEED, NOW)
    feed_log.missed(FEED, 2, NOW + 1)
    feed_log.heard(FEED, NOW + MINUTE)

    assert feed_log.of(FEED) == FeedHealth(NOW + MINUTE, NOW + 1, 0)


def test_events_are_noted_once_a_minute(feed_log: FeedLog) -> None:
    for seconds in range(0, 60, 7):
        feed_log.heard(FEED, NOW + seconds * 1_000)
    assert feed_log.of(FEED).last_event_at == NOW

    feed_log.heard(FEED, NOW + MINUTE)
    assert feed_log.of(FEED).last_event_at == NOW + MINUTE


def test_containers_together_write_once_a_minute(aws: Any, clock: ManualClock) -> None:
    table = aws.table()
    containers = [DynamoFeedLog(aws.dynamodb, table, clock) for _ in range(5)]
    for moment, container in enumerate(containers):
        container.heard(FEED, NOW + moment)

    assert containers[0].of(FEED).last_event_at == NOW


def test_a_note_that_fails_is_tried_with_the_next_minute(aws: Any, clock: ManualClock) -> None:
    log = DynamoFeedLog(aws.dynamodb, "no-such-table", clock)
    with pytest.raises(CrmError):
        log.heard(FEED, NOW)
    log.heard(FEED, NOW + 1)
    with pytest.raises(CrmError):
        log.heard(FEED, NOW + MINUTE)
