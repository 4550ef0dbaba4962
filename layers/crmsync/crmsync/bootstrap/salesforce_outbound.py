"""Wires salesforce_outbound."""

from __future__ import annotations

from crmsync.adapters.outbound_message import read
from crmsync.bootstrap.ingress import clock, feed_log, queue, secret_value
from crmsync.bootstrap.settings import settings
from crmsync.usecases.receive_salesforce_outbound import ReceiveSalesforceOutbound


def receive_salesforce_outbound() -> ReceiveSalesforceOutbound:
    """Built for each request: a rotated shared secret counts within minutes. Raises CrmError."""
    arn = settings().salesforce_secret_arn
    secret, organization_id = secret_value(arn, "webhook_secret"), secret_value(arn, "organization_id")
    return ReceiveSalesforceOutbound(queue(), feed_log(), clock(), read, secret, organization_id)
