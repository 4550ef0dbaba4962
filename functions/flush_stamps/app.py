"""Scheduled: the stamps that wait, onto the HubSpot records that they are about."""

from __future__ import annotations

from typing import Any

from crmsync.bootstrap.flush_stamps import flush_stamps
from crmsync.bootstrap.ingress import telemetry


def handler(event: dict[str, Any], _: object) -> dict[str, Any]:
    if event.get("warmup"):
        return {"warmup": True}
    try:
        stamped = flush_stamps()()
        telemetry().count("RecordsStamped", stamped)
        return {"stamped": stamped}
    finally:
        telemetry().flush()
