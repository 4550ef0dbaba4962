"""The `/__sim__/…` endpoints of this simulator alone, never used by the product."""

from __future__ import annotations

import math
from collections.abc import Callable, Mapping
from dataclasses import asdict
from typing import Any

from sandbox.frame.http import Request, Response, json_response
from sandbox.hubspot import schema_changes
from sandbox.hubspot.author import CONNECTOR, IMPORT, user_author
from sandbox.hubspot.errors import VendorError
from sandbox.hubspot.objects.store import ValueTakenError
from sandbox.hubspot.objects.worked_out import worked_out
from sandbox.hubspot.objects.writing import Writer
from sandbox.hubspot.portal import Portal
from sandbox.hubspot.preferences import subscribe_again
from sandbox.hubspot.settings import with_changes
from sandbox.hubspot.timestamps import iso_of
from sandbox.hubspot.webhooks.chaos import chaos_from

Json = dict[str, Any]
Control = Callable[[Portal, Json], Json]


_ENGAGEMENTS = {
    "form_submission": ("recent_conversion_date", "recent_conversion_event_name"),
    "email_sent": ("hs_email_last_send_date", "hs_email_last_email_name"),
    "email_opened": ("hs_email_last_open_date", "hs_email_last_email_name"),
    "email_clicked": ("hs_email_last_click_date", "hs_email_last_email_name"),
    "sales_email_opened": ("hs_sales_email_last_opened", ""),
    "sales_email_clicked": ("hs_sales_email_last_clicked", ""),
    "sales_email_replied": ("hs_sales_email_last_replied", ""),
    "document_viewed": ("hs_document_last_revisited", ""),
}
"""The contact's properties in which HubSpot keeps the last time, and the name of the form or marketing e-mail."""

_SUBMISSIONS = "hs_calculated_form_submissions"


class BadControlError(ValueError):
    """A control request that makes no sense; the message says why."""


def answer(portal: Portal, request: Request) -> Response | None:
    """The control endpoint's answer; None when the path is none of them. Raises NotJsonError."""
    found = _CONTROLS.get(f"{request.method} {request.path}")
    if found is None:
        return None
    body = request.json()
    try:
        return json_response(200, found(portal, body if isinstance(body, dict) else {}))
    except (ValueError, TypeError, AttributeError, OverflowError) as error:
        return json_response(400, {"error": str(error)})
    except VendorError as error:
        return json_response(400, {"error": error.message})


def show_settings(portal: Portal, _: Json) -> Json:
    return asdict(portal.settings)


def change_settings(portal: Portal, body: Json) -> Json:
    portal.settings = with_changes(portal.settings, body)
    return asdict(portal.settings)


def change_search_lag(portal: Portal, body: Json) -> Json:
    """`{"seconds": x}`; 0 also lets the index catch up with all that is on its way."""
    seconds = float(body.get("seconds", 0.0))
    portal.settings = with_changes(portal.settings, {"search_index_lag_s": seconds})
    if not seconds:
        for index in portal.indexes():
            index.catch_up(math.inf)
    return {"search_index_lag_s": seconds}


def change_limits(portal: Portal, body: Json) -> Json:
    """`{"daily_used"?, "daily_max"?}`: what other integrations of the account have spent."""
    if "daily_max" in body:
        portal.settings = with_changes(portal.settings, {"daily_limit": int(body["daily_max"])})
    portal.limits.resets_at()
    portal.limits.daily_used = int(body.get("daily_used", portal.limits.daily_used))
    return {"daily_used": portal.limits.daily_used, "daily_max": portal.settings.daily_limit}


def subscribe(portal: Portal, body: Json) -> Json:
    portal.webhooks.subscribe(str(body.get("url") or ""), body.get("subscriptions"))
    return show_webhooks(portal, {})


def opt_in(portal: Portal, body: Json) -> Json:
    """`{"email"}`: the person subscribes again by a link in an e-mail."""
    subscribe_again(portal, str(body.get("email") or "").strip().lower())
    return {"opted_out": len(portal.opted_out)}


def engage(portal: Portal, body: Json) -> Json:
    """`{"contact", "did": "form_submission" | "email_sent" | ..., "name", "form"?}`: a person submits a form, opens a
    mail. `form` is the form's id.
    """
    contact = portal.store("contacts").get(str(body.get("contact")))
    if contact is None or body.get("did") not in _ENGAGEMENTS:
        raise BadControlError(f"contact, did: must be a contact and one of {', '.join(_ENGAGEMENTS)}")
    time, name = _ENGAGEMENTS[str(body["did"])]
    values = {time: iso_of(portal.now_ms()), **({name: str(body.get("name") or "")} if name else {})}
    if body.get("form"):
        before = contact.values.get(_SUBMISSIONS)
        one = f"{body['form']}::{portal.now_ms()}"
        values[_SUBMISSIONS] = f"{before};{one}" if before else one
    portal.store("contacts").change(contact, values, IMPORT, portal.now_ms())
    return {"at": values[time]}


def show_webhooks(portal: Portal, _: Json) -> Json:
    webhooks = portal.webhooks
    return {
        "url": webhooks.url,
        "pending": webhooks.pending(),
        "given_up": len(webhooks.given_up),
        "chaos": webhooks.chaos.as_json(),
    }


def make_chaos(portal: Portal, body: Json) -> Json:
    portal.webhooks.chaos = chaos_from(body)
    return portal.webhooks.chaos.as_json()


def replay(portal: Portal, body: Json) -> Json:
    return {"replayed": portal.webhooks.replay(int(body.get("last", 0)))}


def load(portal: Portal, body: Json) -> Json:
    """Fills an object type without calls, events and limits; a bad record is named and the rest goes in.

    `"author": "connector"` writes as HubSpot's own Salesforce connector does, else it is an import.
    """
    author = CONNECTOR if body.get("author") == "connector" else IMPORT
    store = portal.store(str(body.get("object", "contacts")))
    writer = Writer(portal, store, author, "v3")
    records = body.get("records")
    if not isinstance(records, list):
        raise BadControlError("records: must be a list of objects with property values")
    given = body.get("ids") or [None] * len(records)
    if len(given) != len(records):
        raise BadControlError(f"ids: {len(given)} for {len(records)} records")
    ids: list[str] = []
    errors: list[Json] = []
    for index, (properties, number) in enumerate(zip(records, given, strict=True)):
        try:
            values = writer.checked(properties, {})
            values |= worked_out(portal, store.object_type.id, {}, values, is_new=True)
            made = store.insert(
                values, author, portal.now_ms(), record_id=_record_id(store.records, number), quiet=True
            )
            ids.append(str(made.id))
        except (VendorError, BadControlError) as error:
            errors.append({"index": index, "reason": str(error)})
        except ValueTakenError as error:
            errors.append({"index": index, "reason": f"{error.name} {error.value} belongs to record {error.record_id}"})
    return {"loaded": len(ids), "ids": ids, "errors": errors}


def _record_id(records: Mapping[int, object], given: object) -> int | None:
    if given is None:
        return None
    if not str(given).isdigit() or int(str(given)) in records:
        raise BadControlError(f"id {given} is not a free record id")
    return int(str(given))


def change_rates(portal: Portal, body: Json) -> Json:
    """`{"USD": 0.9}`: what one of each currency is worth in the company's; for amounts that are written from now on."""
    portal.exchange_rates.update({str(code): float(rate) for code, rate in body.items()})
    return dict(portal.exchange_rates)


def restore(portal: Portal, body: Json) -> Json:
    """A person takes a record out of the recycle bin, which only HubSpot's screens can do."""
    store = portal.store(str(body.get("object", "contacts")))
    record = store.get(str(body.get("id")))
    if record is None or not record.archived:
        raise BadControlError(f"id: {body.get('id')} is not an archived record")
    try:
        store.restore(record, user_author(portal.settings), portal.now_ms())
    except ValueTakenError as error:
        raise BadControlError(str(error)) from error
    return {"restored": str(record.id)}


_CONTROLS: dict[str, Control] = {
    "GET /__sim__/settings": show_settings,
    "POST /__sim__/settings": change_settings,
    "POST /__sim__/search_lag": change_search_lag,
    "POST /__sim__/limits": change_limits,
    "GET /__sim__/webhooks": show_webhooks,
    "POST /__sim__/webhooks": subscribe,
    "POST /__sim__/webhooks/chaos": make_chaos,
    "POST /__sim__/webhooks/replay": replay,
    "POST /__sim__/load": load,
    "POST /__sim__/restore": restore,
    "POST /__sim__/exchange_rates": change_rates,
    "POST /__sim__/subscribe_again": opt_in,
    "POST /__sim__/engage": engage,
    "POST /__sim__/schema": schema_changes.apply,
}
