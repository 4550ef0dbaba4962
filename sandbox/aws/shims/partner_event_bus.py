"""The emulator has no partner event sources and, as AWS, refuses events from `aws.…`; a custom bus stands in."""

from __future__ import annotations

from types_boto3_events import EventBridgeClient

BUS = "salesforce-event-relay"
SOURCE_PREFIX = "salesforce.event-relay"


def create_partner_event_bus(events: EventBridgeClient) -> None:
    """Repeatable. The template gets the bus and the prefix as parameters."""
    known = events.list_event_buses(NamePrefix=BUS)["EventBuses"]
    if not any(bus.get("Name") == BUS for bus in known):
        events.create_event_bus(Name=BUS)


def source_of(org_id: str) -> str:
    """The event source of one relay of that org."""
    return f"{SOURCE_PREFIX}/{org_id}/0YLgK0000000001"
