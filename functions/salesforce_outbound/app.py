"""POST /webhooks/salesforce: Salesforce's Outbound Messages into the change queue."""

from __future__ import annotations

from typing import Any

from crmsync.adapters.http_api import Answer, answered, request_of, xml_answer
from crmsync.adapters.outbound_message import ACKNOWLEDGED
from crmsync.bootstrap.ingress import telemetry
from crmsync.bootstrap.salesforce_outbound import receive_salesforce_outbound


def handler(event: dict[str, Any], _: object) -> dict[str, Any]:
    if event.get("warmup"):
        return {"warmup": True}
    try:
        return answered(lambda: _take(event), telemetry())
    finally:
        telemetry().flush()


def _take(event: dict[str, Any]) -> Answer:
    request = request_of(event)
    delivery = receive_salesforce_outbound()(request.query.get("secret", ""), request.body)
    telemetry().count("ChangesReceived", len(delivery.changes), feed="salesforce_outbound")
    telemetry().count("EventsIgnored", delivery.ignored, feed="salesforce_outbound")
    return xml_answer(200, ACKNOWLEDGED)
