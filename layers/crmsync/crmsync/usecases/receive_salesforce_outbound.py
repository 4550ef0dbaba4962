"""Takes one Outbound Message of Salesforce; the caller acknowledges only after this returned."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

from crmsync.core.delivery import Delivery
from crmsync.core.feed_health import LiveFeed
from crmsync.core.fold import fold
from crmsync.core.outbound_message import OutboundMessage, changes_of, check_secret
from crmsync.core.pairs import SALESFORCE_OBJECTS
from crmsync.ports.clock import Clock
from crmsync.ports.feed_log import FeedLog
from crmsync.ports.queue import ChangeQueue
from crmsync.usecases.note_heard import note_heard


@dataclass(frozen=True, slots=True)
class ReceiveSalesforceOutbound:
    """`read` parses the SOAP envelope; it is not called before the secret was right.

    Raises BadRequestError for a foreign or malformed message, CrmError when the queue fails.
    """

    queue: ChangeQueue
    feeds: FeedLog
    clock: Clock
    read: Callable[[bytes], OutboundMessage]
    webhook_secret: str
    organization_id: str

    def __call__(self, secret: str, body: bytes) -> Delivery:
        check_secret(secret, self.webhook_secret)
        now = self.clock.now()
        delivery = changes_of(self.read(body), self.organization_id, now, SALESFORCE_OBJECTS)
        if delivery.changes:
            self.queue.send(fold(delivery.changes))
        note_heard(self.feeds, LiveFeed.SALESFORCE_OUTBOUND, now)
        return delivery
