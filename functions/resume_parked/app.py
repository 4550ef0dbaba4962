"""Scheduled: parked records that may go on, into the change queues."""

from __future__ import annotations

from typing import Any

from crmsync.bootstrap.ingress import telemetry
from crmsync.bootstrap.resume_parked import resume_parked


def handler(event: dict[str, Any], _: object) -> dict[str, Any]:
    if event.get("warmup"):
        return {"warmup": True}
    try:
        sent = resume_parked()()
        telemetry().count("RecordsResumed", sent)
        return {"sent": sent}
    finally:
        telemetry().flush()
