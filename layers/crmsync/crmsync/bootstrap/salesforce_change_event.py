"""Wires salesforce_change_event."""

from __future__ import annotations

from crmsync.bootstrap.ingress import clock, feed_log, queue, secret_value
from crmsync.bootstrap.settings import settings
from crmsync.usecases.receive_change_event import ReceiveChangeEvent


def receive_change_event() -> ReceiveChangeEvent:
    """Raises CrmError while the organisation id is not set."""
    organization_id = secret_value(settings().salesforce_secret_arn, "organization_id")
    return ReceiveChangeEvent(queue(), feed_log(), clock(), organization_id)
