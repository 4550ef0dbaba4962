"""Scheduled: both CRMs' own limit figures."""

from __future__ import annotations

from typing import Any

from crmsync.bootstrap.ingress import telemetry
from crmsync.bootstrap.refresh_limits import refresh_limits


def handler(event: dict[str, Any], _: object) -> dict[str, Any]:
    if event.get("warmup"):
        return {"warmup": True}
    try:
        return {side.value: figures for side, figures in refresh_limits()().items()}
    finally:
        telemetry().flush()
