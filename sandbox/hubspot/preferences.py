"""Communication preferences: unsubscribing an e-mail address from everything, the only way to `hs_email_optout`."""

from __future__ import annotations

from typing import TYPE_CHECKING

from sandbox.frame.http import Response, json_response
from sandbox.hubspot.author import IMPORT, Author
from sandbox.hubspot.errors import ValidationError
from sandbox.hubspot.objects.shapes import Json, batch_json
from sandbox.hubspot.objects.values import is_email
from sandbox.hubspot.routing import Call, Route
from sandbox.hubspot.timestamps import iso_of

if TYPE_CHECKING:
    from sandbox.hubspot.portal import Portal

READ = "communication_preferences.read"
WRITE = "communication_preferences.read_write"
READ_BATCH = "communication_preferences.statuses.batch.read"
WRITE_BATCH = "communication_preferences.statuses.batch.write"
"""Only portals with Marketing Hub Enterprise can grant the scopes of the batches; the single ones do not cover them."""

SUBSCRIPTION_ID = 1
SUBSCRIPTION_NAME = "Marketing"


def opt_out(portal: Portal, email: str, author: Author) -> None:
    """Unsubscribes the address, known as a contact or not; there is no way back through this API."""
    portal.opted_out.setdefault(email, portal.now_ms())
    store = portal.store("contacts")
    contact = store.find("email", email)
    if contact is not None and contact.values.get("email") == email:
        store.change(contact, {"hs_email_optout": "true"}, author, portal.now_ms())


def subscribe_again(portal: Portal, email: str) -> None:
    """What only the person can do, by a link in an e-mail of HubSpot."""
    portal.opted_out.pop(email, None)
    store = portal.store("contacts")
    contact = store.find("email", email)
    if contact is not None:
        store.change(contact, {"hs_email_optout": "false"}, IMPORT, portal.now_ms())


def _address(text: object) -> str:
    address = str(text).strip().lower()
    if not is_email(address):
        raise ValidationError(f"{text} is not a valid email address")
    return address


def _email_channel(call: Call) -> None:
    if call.request.param("channel") != "EMAIL":
        raise ValidationError("channel must be EMAIL")


def _wide_status(portal: Portal, email: str) -> list[Json]:
    since = portal.opted_out.get(email)
    if since is None:
        return []
    return [
        {
            "subscriberIdString": email,
            "channel": "EMAIL",
            "status": "UNSUBSCRIBED",
            "wideStatusType": "PORTAL_WIDE",
            "timestamp": iso_of(since),
        }
    ]


def read_status(call: Call) -> Response:
    """Empty results mean that the address has not opted out of everything."""
    _email_channel(call)
    email = _address(call.params["subscriberIdString"])
    return json_response(200, batch_json(_wide_status(call.portal, email), [], call.portal.now_ms()))


def unsubscribe(call: Call) -> Response:
    """Only the verbose answer tells anything: the status of each subscription type, of which the portal has one."""
    _email_channel(call)
    email = _address(call.params["subscriberIdString"])
    reason = "NO_STATUS_CHANGE" if email in call.portal.opted_out else "UNSUBSCRIBE_FROM_ALL_OCCURRED"
    opt_out(call.portal, email, call.author)
    shown = [_status(call.portal, email, reason)] if call.flag("verbose") else []
    return json_response(200, batch_json(shown, [], call.portal.now_ms()))


def _status(portal: Portal, email: str, reason: str) -> Json:
    return {
        "subscriberIdString": email,
        "channel": "EMAIL",
        "subscriptionId": SUBSCRIPTION_ID,
        "subscriptionName": SUBSCRIPTION_NAME,
        "status": "UNSUBSCRIBED",
        "source": "Public Status API",
        "timestamp": iso_of(portal.opted_out[email]),
        "setStatusSuccessReason": reason,
    }


def _addresses(call: Call) -> list[str]:
    inputs = call.body().get("inputs")
    if not isinstance(inputs, list) or not 0 < len(inputs) <= call.portal.settings.batch_limit:
        raise ValidationError(f"inputs must hold 1 to {call.portal.settings.batch_limit} email addresses")
    return [str(one) for one in inputs]


def unsubscribe_batch(call: Call) -> Response:
    _email_channel(call)
    results, errors = [], []
    for one in _addresses(call):
        try:
            email = _address(one)
        except ValidationError as error:
            errors.append(error.in_batch({"subscriberIdString": [one]}))
            continue
        opt_out(call.portal, email, call.author)
        results.append({"subscriberIdString": email, "statuses": []})
    return json_response(207 if errors else 200, batch_json(results, errors, call.portal.now_ms()))


def read_batch(call: Call) -> Response:
    _email_channel(call)
    results = [
        {"subscriberIdString": email, "wideStatuses": _wide_status(call.portal, email)}
        for email in map(_address, _addresses(call))
    ]
    return json_response(200, batch_json(results, [], call.portal.now_ms()))


def read_status_v3(call: Call) -> Response:
    email = _address(call.params["email"])
    status = "NOT_SUBSCRIBED" if email in call.portal.opted_out else "SUBSCRIBED"
    return json_response(200, {"recipient": email, "subscriptionStatuses": [_status_v3(status)]})


def _status_v3(status: str) -> Json:
    return {"id": str(SUBSCRIPTION_ID), "name": SUBSCRIPTION_NAME, "status": status}


_V4 = ("v4",)
_OF = "communication-preferences/statuses"
ROUTES = (
    Route("GET", _OF + "/{subscriberIdString}/unsubscribe-all", read_status, READ, _V4),
    Route("POST", _OF + "/{subscriberIdString}/unsubscribe-all", unsubscribe, WRITE, _V4),
    Route("POST", _OF + "/batch/unsubscribe-all", unsubscribe_batch, WRITE_BATCH, _V4),
    Route("POST", _OF + "/batch/unsubscribe-all/read", read_batch, READ_BATCH, _V4),
    Route("GET", "communication-preferences/status/email/{email}", read_status_v3, READ),
)
