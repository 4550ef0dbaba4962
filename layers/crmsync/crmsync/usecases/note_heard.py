"""Notes that a live feed told something: by that the polls know how often they must look."""

from __future__ import annotations

from contextlib import suppress

from crmsync.core.failure import CrmError
from crmsync.core.feed_health import LiveFeed
from crmsync.core.record import Millis
from crmsync.ports.feed_log import FeedLog


def note_heard(feeds: FeedLog, feed: LiveFeed, at: Millis, *, untold: int = 0) -> None:
    """`untold` are the changes that the feed itself says it does not tell: the poll is to find them soon.

    Never raises: the delivery is in the queue already, and without the note a poll looks sooner than it must.
    """
    with suppress(CrmError):
        feeds.heard(feed, at)
        if untold:
            feeds.missed(feed, untold, at)
