"""Takes one delivery of HubSpot's webhooks: signature, age, portal; then the change queue."""

from __future__ import annotations

from dataclasses import dataclass

from crmsync.core import hubspot_webhook
from crmsync.core.delivery import Delivery
from crmsync.core.feed_health import LiveFeed
from crmsync.core.fold import fold
from crmsync.core.hubspot_signature import SignedRequest, verify
from crmsync.ports.clock import Clock
from crmsync.ports.feed_log import FeedLog
from crmsync.ports.queue import ChangeQueue
from crmsync.usecases.note_heard import note_heard


@dataclass(frozen=True, slots=True)
class ReceiveHubspotWebhook:
    """Raises BadRequestError when the delivery is not HubSpot's or not ours, CrmError when the queue fails."""

    queue: ChangeQueue
    feeds: FeedLog
    clock: Clock
    client_secret: str
    portal_id: str

    def __call__(self, request: SignedRequest) -> Delivery:
        now = self.clock.now()
        verify(self.client_secret, request, now)
        delivery = hubspot_webhook.parse(request.body, self.portal_id, now)
        if delivery.changes:
            self.queue.send(fold(delivery.changes))
        note_heard(self.feeds, LiveFeed.HUBSPOT_WEBHOOK, now)
        return delivery
