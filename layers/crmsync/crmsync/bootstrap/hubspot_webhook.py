"""Wires hubspot_webhook."""

from __future__ import annotations

from crmsync.bootstrap.ingress import clock, feed_log, queue, secret_value
from crmsync.bootstrap.settings import settings
from crmsync.usecases.receive_hubspot_webhook import ReceiveHubspotWebhook


def receive_hubspot_webhook() -> ReceiveHubspotWebhook:
    """Built for each request: a rotated client secret counts within minutes. Raises CrmError."""
    arn = settings().hubspot_secret_arn
    client_secret, portal_id = secret_value(arn, "client_secret"), secret_value(arn, "portal_id")
    return ReceiveHubspotWebhook(queue(), feed_log(), clock(), client_secret, portal_id)
