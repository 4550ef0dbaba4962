"""Wires flush_stamps, without the other CRM's SDK."""

from __future__ import annotations

from functools import cache

from crmsync.adapters.metered_gate import MeteredGate
from crmsync.bootstrap.hubspot_crm import hubspot_recipe
from crmsync.bootstrap.ingress import clock, queue, telemetry
from crmsync.bootstrap.quota import allowances
from crmsync.bootstrap.stores import configurations, jobs, ledger, pending_stamps, randomness
from crmsync.usecases.flush_stamps import FlushStamps


@cache
def flush_stamps() -> FlushStamps:
    return FlushStamps(
        stamps=pending_stamps(),
        gate=MeteredGate("flush_stamps", ledger(), clock(), allowances(), hubspot_recipe=hubspot_recipe()),
        queue=queue(),
        jobs=jobs(),
        configurations=configurations(),
        clock=clock(),
        randomness=randomness(),
        telemetry=telemetry(),
    )
