"""The JSON of webhook events, made from the changes of records."""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING, Any

from sandbox.hubspot.author import HUBSPOT
from sandbox.hubspot.objects.record import Change
from sandbox.hubspot.objects.schema import Property
from sandbox.hubspot.timestamps import ms_of
from sandbox.hubspot.webhooks.subscriptions import Subscription

if TYPE_CHECKING:
    from sandbox.hubspot.portal import Portal

Event = dict[str, Any]

_FLAGS = {"creation": "CREATED", "deletion": "DELETED"}


def events_of(portal: Portal, change: Change) -> Iterator[Event]:
    """The events of one change, one for each subscription that wants it."""
    if change.kind in {"load", "merged_away"}:
        return
    if change.kind != "propertyChange":
        yield from _record_events(portal, change)
    if change.kind in {"propertyChange", "merge"} or (
        change.kind == "creation" and portal.settings.creation_sends_property_changes
    ):
        yield from _property_events(portal, change)


def _record_events(portal: Portal, change: Change) -> Iterator[Event]:
    object_type = portal.store(change.object_type_id).object_type
    for wanted in portal.webhooks.subscriptions.matching(change.kind, object_type.singular, object_type.id):
        event = _event(portal, change, wanted)
        if change.kind in _FLAGS:
            event["changeFlag"] = _FLAGS[change.kind]
        yield event | change.details


def _property_events(portal: Portal, change: Change) -> Iterator[Event]:
    object_type = portal.store(change.object_type_id).object_type
    subscriptions = portal.webhooks.subscriptions
    if change.author is HUBSPOT and not portal.settings.calculated_changes_send_events:
        return
    for name, value in change.values.items():
        found = object_type.live(name)
        if found is None or found.kept_by_hubspot:
            continue
        for wanted in subscriptions.matching("propertyChange", object_type.singular, object_type.id, name):
            event = _event(portal, change, wanted)
            event["propertyName"] = name
            if value or portal.settings.webhook_cleared_value == "empty":
                event["propertyValue"] = _shown(found, value)
            event["isSensitive"] = False
            yield event


def _shown(found: Property, value: str) -> str:
    """Webhooks show dates and times in epoch milliseconds."""
    return str(ms_of(value)) if value and found.type in {"date", "datetime"} else value


def _event(portal: Portal, change: Change, wanted: Subscription) -> Event:
    settings = portal.settings
    event: Event = {
        "eventId": portal.rng.randint(1, 3 if settings.webhook_event_ids_collide else 4_294_967_295),
        "subscriptionId": wanted.id,
        "portalId": settings.portal_id,
        "appId": settings.app_id,
        "occurredAt": change.at,
        "subscriptionType": wanted.type,
        "attemptNumber": 0,
        "objectId": change.record.id,
        "changeSource": change.author.change_source,
    }
    if change.author.source_id:
        event["sourceId"] = change.author.source_id
    if wanted.generic:
        event["objectTypeId"] = wanted.object
    return event
