"""Change Data Capture of Salesforce, from EventBridge into the change queue."""

from __future__ import annotations

from typing import Any

from crmsync.bootstrap.ingress import telemetry
from crmsync.bootstrap.salesforce_change_event import receive_change_event
from crmsync.core.bad_request import BadRequestError


def handler(event: dict[str, Any], _: object) -> dict[str, Any]:
    """A queue that does not answer raises, so that Lambda tries again; a refused event would be refused again."""
    if event.get("warmup"):
        return {"warmup": True}
    try:
        return _take(event)
    except BadRequestError as error:
        telemetry().note("event refused", place=error.place, reason=error.reason)
        telemetry().count("RequestsRefused", status=str(error.status))
        return {"refused": error.as_dict()}
    finally:
        telemetry().flush()


def _take(event: dict[str, Any]) -> dict[str, Any]:
    delivery = receive_change_event()(event)
    for object_type in delivery.needs_poll:
        telemetry().note("event without detail: the poll will tell", object=object_type)
    telemetry().count("ChangesReceived", len(delivery.changes), feed="salesforce_change_event")
    telemetry().count("EventsIgnored", delivery.ignored, feed="salesforce_change_event")
    return {"changes": len(delivery.changes), "ignored": delivery.ignored, "needs_poll": list(delivery.needs_poll)}
