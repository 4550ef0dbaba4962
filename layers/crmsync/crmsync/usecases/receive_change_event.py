"""Takes one Change Data Capture event of Salesforce from EventBridge."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from crmsync.core import change_event
from crmsync.core.delivery import Delivery
from crmsync.core.feed_health import LiveFeed
from crmsync.core.fold import fold
from crmsync.core.pairs import SALESFORCE_OBJECTS
from crmsync.ports.clock import Clock
from crmsync.ports.feed_log import FeedLog
from crmsync.ports.queue import ChangeQueue
from crmsync.usecases.note_heard import note_heard


@dataclass(frozen=True, slots=True)
class ReceiveChangeEvent:
    """Raises BadRequestError for a foreign or malformed event, CrmError when the queue fails.

    What an overflow or wildcard event does not tell is in reach of the poll's cursor; the poll only must not rest.
    """

    queue: ChangeQueue
    feeds: FeedLog
    clock: Clock
    organization_id: str

    def __call__(self, event: Mapping[str, Any]) -> Delivery:
        now = self.clock.now()
        delivery = change_event.parse(event, self.organization_id, now, SALESFORCE_OBJECTS)
        if delivery.changes:
            self.queue.send(fold(delivery.changes))
        note_heard(self.feeds, LiveFeed.SALESFORCE_CHANGE_EVENT, now, untold=len(delivery.needs_poll))
        return delivery
