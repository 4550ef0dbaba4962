"""Scheduled: what changed in HubSpot since the last round, into the bulk change queue."""

from __future__ import annotations

from dataclasses import asdict
from typing import Any

from crmsync.bootstrap.hubspot_poll import poll
from crmsync.bootstrap.ingress import clock, telemetry


def handler(event: dict[str, Any], context: Any) -> dict[str, Any]:  # noqa: ANN401 - Lambda's context has no type
    if event.get("warmup"):
        return {"warmup": True}
    deadline = clock().now() + context.get_remaining_time_in_millis()
    try:
        return asdict(poll()(deadline, force=bool(event.get("force"))))
    finally:
        telemetry().flush()
