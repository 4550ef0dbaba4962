"""Both CRM simulators as background processes, and their wiring to the deployed webhooks and the event bus."""

from __future__ import annotations

import json
import os
import sys
from collections.abc import Sequence
from dataclasses import asdict
from pathlib import Path
from typing import Any

import requests

from sandbox.aws.emulator import answers, credentials
from sandbox.aws.failure import StackError
from sandbox.aws.shims.partner_event_bus import BUS, source_of
from sandbox.hubspot.settings import HubspotSettings
from sandbox.salesforce.settings import SalesforceSettings
from sandbox.stack.background import Launch
from sandbox.stack.place import Place

TIMEOUT_S = 10
CAPTURED_EVENTS = (
    "LeadChangeEvent",
    "ContactChangeEvent",
    "AccountChangeEvent",
    "OpportunityChangeEvent",
    "OpportunityContactRoleChangeEvent",
    "CampaignMemberChangeEvent",
    "CaseChangeEvent",
    "TaskChangeEvent",
    "EventChangeEvent",
)

_CODE = Path(__file__).resolve().parents[2]
"""Where the package `sandbox` lies: it is not installed."""


def launch_of(side: str, port: int, settings: HubspotSettings | SalesforceSettings, place: Place) -> Launch:
    """Leaves the settings in a file for the process to read."""
    file = place.folder / f"{side}.json"
    file.write_text(json.dumps(asdict(settings)), encoding="utf-8")
    command = [sys.executable, "-m", f"sandbox.{side}", "--port", str(port), "--settings", str(file)]
    environment = {
        "PATH": os.defpath,
        "HOME": str(place.emulator_home),
        "LANG": "C.UTF-8",
        **credentials(place.aws_port),
    }
    return Launch(side, command, environment, _CODE)


def is_healthy(simulator_url: str) -> bool:
    return answers(f"{simulator_url}/__sim__/calls")


def subscribe_webhooks(hubspot_url: str, webhook_url: str) -> None:
    control(hubspot_url, "webhooks", {"url": webhook_url})


def relay_change_events(salesforce_url: str, settings: SalesforceSettings, more: Sequence[str] = ()) -> None:
    """`more` are objects beside those that crmsync knows."""
    entities = [*CAPTURED_EVENTS, *more]
    relay = {"bus": BUS, "source": source_of(settings.org_id), "entities": entities}
    control(salesforce_url, "settings", {"change_event_objects": len(entities)})
    control(salesforce_url, "event_relay", relay)


def control(simulator_url: str, endpoint: str, body: object, method: str = "POST") -> Any:  # noqa: ANN401 -- JSON
    """The answer of a control endpoint; None when it is empty. Raises StackError."""
    response = requests.request(method, f"{simulator_url}/__sim__/{endpoint}", json=body, timeout=TIMEOUT_S)
    if not response.ok:
        raise StackError(f"{response.url} answered {response.status_code}: {response.text[:300]}")
    return response.json() if response.content else None
