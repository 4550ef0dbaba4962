"""Salesforce's Outbound Messages: what a delivery says, whether it is ours, and the changes in it."""

from __future__ import annotations

import hmac
from collections.abc import Collection, Mapping
from dataclasses import dataclass

from crmsync.core.bad_request import BadRequestError
from crmsync.core.change import Change, ChangeKind
from crmsync.core.change_event import PEOPLE
from crmsync.core.custom_names import is_custom
from crmsync.core.delivery import Delivery
from crmsync.core.record import Millis, RecordRef, Side, Value
from crmsync.core.salesforce_id import to_18

CAUSE = "salesforce_outbound"


@dataclass(frozen=True, slots=True)
class Notification:
    """One record as it was when the message was sent; a value that was not selected is absent."""

    object_type: str
    record_id: str
    values: Mapping[str, Value]


@dataclass(frozen=True, slots=True)
class OutboundMessage:
    organization_id: str
    notifications: tuple[Notification, ...]


def check_secret(given: str, expected: str) -> None:
    """The messages bear no signature: the URL carries a shared secret. Raises BadRequestError (401)."""
    if not expected or not hmac.compare_digest(given.encode("utf-8", "surrogatepass"), expected.encode()):
        raise BadRequestError(
            401,
            "shared secret is missing or wrong",
            "query.secret",
            "set the endpoint URL of the Outbound Message to this stack's URL with its secret",
        )


def changes_of(
    message: OutboundMessage, organization_id: str, now: Millis, synced: Collection[str] = PEOPLE
) -> Delivery:
    """One change a record of the objects `synced`, and of custom ones.

    Raises BadRequestError: another organisation (403), a malformed id (400).
    """
    if message.organization_id[:15] != organization_id[:15]:
        raise BadRequestError(
            403,
            "message of another Salesforce organisation",
            "notifications.OrganizationId",
            "send this organisation's messages only, or set the organisation id of this stack",
        )
    known = [note for note in message.notifications if note.object_type in synced or is_custom(note.object_type)]
    changes = tuple(_change(note, now) for note in known)
    return Delivery(changes, ignored=len(message.notifications) - len(known))


def _change(note: Notification, now: Millis) -> Change:
    """A message does not say which field changed nor when: the values serve to recognise an echo only."""
    try:
        ref = RecordRef(Side.SALESFORCE, note.object_type, to_18(note.record_id))
    except ValueError as error:
        place = "notifications.Notification.sObject.Id"
        raise BadRequestError(400, "record id is malformed", place, "send a record id of Salesforce") from error
    return Change(ref, ChangeKind.UPDATE, now, CAUSE, event_values=dict(note.values) or None)
