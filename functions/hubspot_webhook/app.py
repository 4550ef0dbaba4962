"""POST /webhooks/hubspot: HubSpot's events into the change queue."""

from __future__ import annotations

from typing import Any

from crmsync.adapters.http_api import Answer, answered, json_answer, request_of
from crmsync.bootstrap.cold_start import loaded
from crmsync.bootstrap.hubspot_webhook import receive_hubspot_webhook
from crmsync.bootstrap.ingress import telemetry
from crmsync.bootstrap.settings import settings
from crmsync.core.hubspot_signature import SIGNATURE_HEADER, TIMESTAMP_HEADER, SignedRequest


def handler(event: dict[str, Any], _: object) -> dict[str, Any]:
    if event.get("warmup"):
        return {"warmup": True}
    try:
        return answered(lambda: _take(event), telemetry())
    finally:
        telemetry().flush()


def _take(event: dict[str, Any]) -> Answer:
    request = request_of(event, settings().hubspot_webhook_url)
    signature = request.headers.get(SIGNATURE_HEADER.lower())
    timestamp = request.headers.get(TIMESTAMP_HEADER.lower())
    signed = SignedRequest(request.method, request.uri, request.body, signature, timestamp)
    delivery = receive_hubspot_webhook()(signed)
    telemetry().count("ChangesReceived", len(delivery.changes), feed="hubspot_webhook")
    telemetry().count("EventsIgnored", delivery.ignored, feed="hubspot_webhook")
    return json_answer(200, {"changes": len(delivery.changes), "ignored": delivery.ignored})


loaded()
