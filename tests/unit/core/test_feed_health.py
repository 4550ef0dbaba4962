from __future__ import annotations

import pytest
from crmsync.core.feed_health import HEARD_WITHIN, LOSSY_FOR, LOST_AFTER, FeedHealth, FeedState
from crmsync.core.poll_pace import may_rest

NOW = 1_900_000_000_000
MINUTE = 60_000
HOUR = 60 * MINUTE


@pytest.mark.parametrize(
    ("health", "state"),
    [
        (FeedHealth(), FeedState.UNHEARD),
        (FeedHealth(missed_at=NOW, misses=100), FeedState.UNHEARD),
        (FeedHealth(last_event_at=NOW), FeedState.HEALTHY),
        (FeedHealth(last_event_at=NOW - HEARD_WITHIN + 1), FeedState.HEALTHY),
        (FeedHealth(last_event_at=NOW - HEARD_WITHIN), FeedState.QUIET),
        (FeedHealth(last_event_at=NOW, missed_at=NOW - 1, misses=0), FeedState.LOSSY),
        (FeedHealth(last_event_at=NOW, missed_at=NOW - LOSSY_FOR), FeedState.HEALTHY),
        (FeedHealth(last_event_at=NOW - LOST_AFTER, missed_at=NOW, misses=2), FeedState.LOSSY),
        (FeedHealth(last_event_at=NOW - LOST_AFTER, missed_at=NOW, misses=3), FeedState.LOST),
        (FeedHealth(last_event_at=NOW - LOST_AFTER + 1, missed_at=NOW, misses=3), FeedState.LOSSY),
        (FeedHealth(last_event_at=NOW - 9 * HOUR, missed_at=NOW - 8 * HOUR, misses=3), FeedState.LOST),
    ],
)
def test_the_state_of_a_feed(health: FeedHealth, state: FeedState) -> None:
    assert health.state(NOW) is state


@pytest.mark.parametrize(
    ("polled", "rests"), [(5, True), (25, True), (28, True), (29, False), (30, False), (600, False)]
)
def test_a_poll_rests_while_its_feed_is_healthy(polled: int, rests: bool) -> None:
    health = FeedHealth(last_event_at=NOW - HOUR, polled_at=NOW - polled * MINUTE)
    assert may_rest(health, NOW, 30 * MINUTE) is rests


def test_without_a_healthy_feed_or_a_longer_interval_it_does_not() -> None:
    polled_at = NOW - 5 * MINUTE
    assert not may_rest(FeedHealth(polled_at=polled_at), NOW, 30 * MINUTE)
    assert not may_rest(FeedHealth(last_event_at=NOW, missed_at=NOW, polled_at=polled_at), NOW, 30 * MINUTE)
    assert not may_rest(FeedHealth(last_event_at=NOW, polled_at=polled_at), NOW, 0)
