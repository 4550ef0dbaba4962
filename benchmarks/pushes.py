"""Which CRM tells crmsync of its changes at once; the emulator's functions come up for each change event singly."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager

from benchmarks.arrivals import TOLD_BY_MESSAGE
from sandbox.hubspot.settings import HubspotSettings
from sandbox.salesforce.settings import SalesforceSettings
from sandbox.stack.simulators import relay_change_events, subscribe_webhooks
from sandbox.stack.stack import Stack


@contextmanager
def pushing(
    stack: Stack,
    *,
    hubspot: bool = False,
    salesforce: bool = False,
    messages: bool = False,
    webhook_events: int = 100,
) -> Iterator[None]:
    """Within the block only these push: webhooks of HubSpot (of at most `webhook_events`), change events and Outbound
    Messages of Salesforce. Afterwards the first two do.
    """
    if not hubspot:
        stack.control("hubspot", "webhooks", {"url": stack.env["CRMSYNC_HUBSPOT_WEBHOOK_URL"], "subscriptions": []})
    if not salesforce:
        stack.control("salesforce", "event_relay", {})
    if messages:
        told = {"url": stack.env["CRMSYNC_SALESFORCE_WEBHOOK_URL"], "objects": TOLD_BY_MESSAGE}
        stack.control("salesforce", "outbound_messages", told)
    stack.control("hubspot", "settings", {"webhook_batch_max": webhook_events})
    try:
        yield
    finally:
        stack.control("salesforce", "outbound_messages", {})
        push_all(stack)


def push_all(stack: Stack) -> None:
    subscribe_webhooks(stack.place.hubspot_url, stack.env["CRMSYNC_HUBSPOT_WEBHOOK_URL"])
    relay_change_events(stack.place.salesforce_url, SalesforceSettings(org_id=stack.env["SALESFORCE_ORG_ID"]))
    stack.control("hubspot", "settings", {"webhook_batch_max": HubspotSettings().webhook_batch_max})
