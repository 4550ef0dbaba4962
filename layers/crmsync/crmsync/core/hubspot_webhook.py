"""HubSpot's webhook deliveries: a JSON array of events, turned into changes.

https://developers.hubspot.com/docs/api-reference/webhooks-webhooks-v3/guide
"""

from __future__ import annotations

import json
from collections.abc import Callable, Mapping
from typing import Any

from crmsync.core.bad_request import BadRequestError
from crmsync.core.change import Change, ChangeKind
from crmsync.core.custom_names import is_custom
from crmsync.core.delivery import Delivery
from crmsync.core.hubspot_routes import CUSTOM_STAMPS, OBJECT_TYPES, ONE_OF_SEVERAL, OWN_STAMPS, SHOWN_BY, STAMPS
from crmsync.core.record import Millis, RecordRef, Side, Value

MAX_BODY_BYTES = 2_000_000
CAUSE = "hubspot_webhook"
PRIVACY_CAUSE = "hubspot_privacy_deletion"

_Event = Mapping[str, Any]


def parse(body: bytes, portal_id: str, now: Millis) -> Delivery:
    """The changes that one delivery brought; nothing of it is taken when any event is malformed or foreign.

    Raises BadRequestError: 413 too large, 400 not an array of events, 403 another portal.
    """
    events = _events(body)
    changes: list[Change] = []
    ignored = 0
    for place, event in enumerate(events):
        _check_portal(event, portal_id, place)
        found = _changes(event, place, now)
        ignored += not found
        changes.extend(found)
    return Delivery(tuple(changes), ignored)


def _events(body: bytes) -> list[_Event]:
    if len(body) > MAX_BODY_BYTES:
        raise BadRequestError(413, "body is too large", "body", f"send at most {MAX_BODY_BYTES} bytes")
    try:
        events = json.loads(body)
    except (ValueError, RecursionError) as error:
        raise _malformed("body", "body is not JSON") from error
    if not isinstance(events, list) or not all(isinstance(event, dict) for event in events):
        raise _malformed("body", "body is not an array of events")
    return events


def _check_portal(event: _Event, portal_id: str, place: int) -> None:
    if str(event.get("portalId")) != portal_id:
        raise BadRequestError(
            403,
            "event of another portal",
            f"[{place}].portalId",
            "install the app in the configured portal only, or set the portal id of this stack",
        )


def _changes(event: _Event, place: int, now: Millis) -> list[Change]:
    family, _, action = str(event.get("subscriptionType")).partition(".")
    object_type = _object_type(str(event.get("objectTypeId")) if family == "object" else family)
    make = _MAKERS.get(action)
    if object_type is None or make is None:
        return []
    try:
        return make(event, object_type, now)
    except (KeyError, TypeError, ValueError, OverflowError) as error:
        raise _malformed(f"[{place}]", f"{action} event without its ids or times") from error


def _object_type(name: str) -> str | None:
    """None for an object that no pair can have. Whether a custom one has a pair, the worker knows."""
    return OBJECT_TYPES.get(name) or (name if is_custom(name) else None)


def _property_change(event: _Event, object_type: str, now: Millis) -> list[Change]:
    name = str(event["propertyName"])
    if name in STAMPS or name in OWN_STAMPS.get(object_type, CUSTOM_STAMPS):
        return []
    value = event.get("propertyValue")
    shown: dict[str, Value] | None = {name: None if value in (None, "") else str(value)}
    if event.get("isSensitive"):  # HubSpot withholds the value, which is not a clear
        shown = None
    ref = _ref(object_type, event["objectId"])
    fields = {name: int(event["occurredAt"])}
    return [Change(ref, ChangeKind.UPDATE, now, CAUSE, fields=fields, event_values=shown)]


def _merge(event: _Event, object_type: str, now: Millis) -> list[Change]:
    """The losers are merged; the survivor may show other values. HubSpot may give the survivor a new id."""
    primary = event["primaryObjectId"]
    survivor = _ref(object_type, event.get("newObjectId") or primary)
    parties = [_ref(object_type, record_id) for record_id in [*event["mergedObjectIds"], primary]]
    losers = [Change(ref, ChangeKind.MERGE, now, CAUSE) for ref in dict.fromkeys(parties) if ref != survivor]
    return [*losers, Change(survivor, ChangeKind.LOOK, now, CAUSE)]


def _association(event: _Event, object_type: str, now: Millis) -> list[Change]:
    """The event tells of one direction, and comes for both; which record is the primary one now, it does not tell.

    Where a property shows the record at the other end it is a change of that property, so that what crmsync itself
    associated is an echo. Where the record is one of several, the event does not tell which of them counts. The other
    end is looked at when it has no link: it may have one to make now.
    """
    other = _object_type(_other_type(event))
    if other is None:
        return []
    if is_custom(object_type) or is_custom(other):
        return _of_custom(event, object_type, now)
    ref, ends = _ref(object_type, event["fromObjectId"]), (object_type, other)
    if ends in ONE_OF_SEVERAL:
        told = {ONE_OF_SEVERAL[ends]: int(event["occurredAt"])}
        return [] if _is_own(event) else [Change(ref, ChangeKind.UPDATE, now, CAUSE, fields=told)]
    if ends in SHOWN_BY:
        return _shown(event, ref, SHOWN_BY[ends], now)
    return [Change(ref, ChangeKind.CREATE, now, CAUSE)] if (other, object_type) in SHOWN_BY else []


def _shown(event: _Event, ref: RecordRef, name: str, now: Millis) -> list[Change]:
    is_removed = bool(event.get("associationRemoved"))
    if is_removed and _is_own(event):  # a new primary one took its place
        return []
    shown = None if is_removed else {name: str(int(event["toObjectId"]))}
    return [Change(ref, ChangeKind.UPDATE, now, CAUSE, fields={name: int(event["occurredAt"])}, event_values=shown)]


def _of_custom(event: _Event, object_type: str, now: Millis) -> list[Change]:
    """Which of both refers to the other, the configuration says: the custom one is looked at, the other if unlinked."""
    kind = ChangeKind.LOOK if is_custom(object_type) else ChangeKind.CREATE
    return [] if _is_own(event) else [Change(_ref(object_type, event["fromObjectId"]), kind, now, CAUSE)]


def _is_own(event: _Event) -> bool:
    """Whether this very app made it: HubSpot names a workflow that our write set off as a source of its own."""
    return event.get("changeSource") == "INTEGRATION" and str(event.get("sourceId")) == str(event.get("appId"))


def _other_type(event: _Event) -> str:
    """The type id of a generic event's other end; the last word of `CONTACT_TO_COMPANY` in a legacy one."""
    return str(event.get("toObjectTypeId") or str(event.get("associationType")).rpartition("_TO_")[2].lower())


def _simple(kind: ChangeKind, cause: str = CAUSE) -> Callable[[_Event, str, Millis], list[Change]]:
    def make(event: _Event, object_type: str, now: Millis) -> list[Change]:
        return [Change(_ref(object_type, event["objectId"]), kind, now, cause)]

    return make


_MAKERS: Mapping[str, Callable[[_Event, str, Millis], list[Change]]] = {
    "creation": _simple(ChangeKind.CREATE),
    "propertyChange": _property_change,
    "deletion": _simple(ChangeKind.DELETE),
    "privacyDeletion": _simple(ChangeKind.ERASE, PRIVACY_CAUSE),
    "restore": _simple(ChangeKind.UNDELETE),
    "merge": _merge,
    "associationChange": _association,
}


def _ref(object_type: str, record_id: object) -> RecordRef:
    return RecordRef(Side.HUBSPOT, object_type, str(int(str(record_id))))


def _malformed(place: str, reason: str) -> BadRequestError:
    return BadRequestError(400, reason, place, "send the JSON array that HubSpot's webhooks send")
