"""The product's doors: what both CRMs push, given to the use case that takes it."""

from __future__ import annotations

import json
from collections.abc import Callable
from dataclasses import dataclass

from crmsync.adapters.outbound_message import read
from crmsync.core.hubspot_signature import SIGNATURE_HEADER, TIMESTAMP_HEADER, SignedRequest
from crmsync.ports.clock import Clock
from crmsync.ports.feed_log import FeedLog
from crmsync.ports.queue import ChangeQueue
from crmsync.usecases.receive_change_event import ReceiveChangeEvent
from crmsync.usecases.receive_hubspot_webhook import ReceiveHubspotWebhook
from crmsync.usecases.receive_salesforce_outbound import ReceiveSalesforceOutbound

from sandbox.frame.simulator import Delivery
from sandbox.hubspot.settings import HubspotSettings
from sandbox.salesforce.settings import SalesforceSettings

WEBHOOK_URL = "https://example.org/webhooks/hubspot"
OUTBOUND_URL = "https://example.org/webhooks/salesforce"
WEBHOOK_SECRET = "simulated-shared-secret"


@dataclass(frozen=True, slots=True)
class Receivers:
    queue: ChangeQueue
    feeds: FeedLog
    clock: Clock

    def take(self, delivery: Delivery) -> None:
        """Raises BadRequestError and CrmError."""
        self._receiver_of(delivery)(delivery)

    def _receiver_of(self, delivery: Delivery) -> Callable[[Delivery], None]:
        if delivery.kind == "event":
            return self._receive_change_event
        return self._receive_webhook if delivery.url == WEBHOOK_URL else self._receive_outbound_message

    def _receive_webhook(self, delivery: Delivery) -> None:
        settings = HubspotSettings()
        portal = str(settings.portal_id)
        receive = ReceiveHubspotWebhook(self.queue, self.feeds, self.clock, settings.client_secret, portal)
        headers = {name.lower(): value for name, value in delivery.headers.items()}
        receive(
            SignedRequest(
                "POST",
                delivery.url,
                delivery.body,
                headers.get(SIGNATURE_HEADER.lower()),
                headers.get(TIMESTAMP_HEADER.lower()),
            )
        )

    def _receive_outbound_message(self, delivery: Delivery) -> None:
        org_id = SalesforceSettings().org_id
        receive = ReceiveSalesforceOutbound(self.queue, self.feeds, self.clock, read, WEBHOOK_SECRET, org_id)
        receive(WEBHOOK_SECRET, delivery.body)

    def _receive_change_event(self, delivery: Delivery) -> None:
        entry = json.loads(delivery.body)
        event = {
            "detail-type": entry["DetailType"],
            "source": entry["Source"],
            "detail": json.loads(entry["Detail"]),
        }
        receive = ReceiveChangeEvent(self.queue, self.feeds, self.clock, SalesforceSettings().org_id)
        receive(event)
