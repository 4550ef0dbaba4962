"""Wires refresh_limits."""

from __future__ import annotations

from functools import cache

from crmsync.bootstrap.crms import crm_gate
from crmsync.bootstrap.ingress import clock, telemetry
from crmsync.bootstrap.stores import configurations, ledger
from crmsync.usecases.allowances import Allowances
from crmsync.usecases.refresh_limits import RefreshLimits


@cache
def refresh_limits() -> RefreshLimits:
    caps = Allowances(ledger(), configurations(), clock(), heeds_vendor=False)
    return RefreshLimits(crm_gate("refresh_limits", caps), ledger(), clock(), telemetry(), configurations())
