"""Scheduled, and when a parameter changed: compiles the parameters to the active configuration; keeps the directory of
owners and the options of campaigns young; notices changed validation rules, flows, Apex and rights.
"""

from __future__ import annotations

from dataclasses import asdict
from typing import Any

from crmsync.bootstrap.config_guard import (
    guard_configuration,
    refresh_campaigns,
    refresh_owners,
    watch_rules,
    watch_setup,
)
from crmsync.bootstrap.ingress import telemetry


def handler(event: dict[str, Any], _: object) -> dict[str, Any]:
    if event.get("warmup"):
        return {"warmup": True}
    try:
        force = bool(event.get("force"))
        result = asdict(guard_configuration()(force=force))
        return {
            **result,
            "owners_read": refresh_owners()(),
            "campaigns_changed": refresh_campaigns()(force=force),
            "hastened_by_rules": watch_rules()(force=force),
            "hastened_by_setup": watch_setup()(force=force),
        }
    finally:
        telemetry().flush()
