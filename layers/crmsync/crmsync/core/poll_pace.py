"""How often a poll makes a round: at its schedule's rate, or less often while the live feed of its side is healthy."""

from __future__ import annotations

from collections.abc import Mapping

from crmsync.core.feed_health import FeedHealth, FeedState
from crmsync.core.poll_cursor import PollCursor
from crmsync.core.record import Millis

STRETCHED: Millis = 1_800_000
SCHEDULE_JITTER: Millis = 60_000
"""A schedule fires up to a minute late: the round after that must not slip by a whole interval."""


def may_stretch(health: FeedHealth, now: Millis) -> bool:
    return health.state(now) is FeedState.HEALTHY


def may_rest(health: FeedHealth, now: Millis, stretched: Millis) -> bool:
    """Whether the round that is due by the schedule may be left out. `stretched` is the longer interval; 0 for none."""
    return may_stretch(health, now) and now - health.polled_at < stretched - SCHEDULE_JITTER


def next_in_turn(cursors: Mapping[str, PollCursor], most: int) -> set[str]:
    """The object types of a round that may read so many: those that were read longest ago."""
    return set(sorted(cursors, key=lambda name: cursors[name].done_until)[:most])
