"""Invoked with IAM rights only: the administrator's commands and queries."""

from __future__ import annotations

from typing import Any

from crmsync.bootstrap.admin import commands
from crmsync.bootstrap.ingress import telemetry
from crmsync.usecases.admin.dispatch import dispatch


def handler(event: object, _: object) -> dict[str, Any]:
    if isinstance(event, dict) and event.get("warmup"):
        return {"warmup": True}
    try:
        return dispatch(commands(), event)
    finally:
        telemetry().flush()
