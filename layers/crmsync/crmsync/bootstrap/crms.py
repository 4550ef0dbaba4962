"""Both CRMs, metered: for the worker and every other function that calls both."""

from __future__ import annotations

from crmsync.adapters.metered_gate import MeteredGate
from crmsync.bootstrap.hubspot_crm import hubspot_recipe
from crmsync.bootstrap.ingress import clock
from crmsync.bootstrap.quota import allowances
from crmsync.bootstrap.salesforce_crm import salesforce_recipe
from crmsync.bootstrap.stores import ledger
from crmsync.ports.budget import CrmGate
from crmsync.usecases.allowances import Allowances


def crm_gate(function: str, caps: Allowances | None = None) -> CrmGate:
    """`function` is the name under which its calls are reported."""
    return MeteredGate(function, ledger(), clock(), caps or allowances(), hubspot_recipe(), salesforce_recipe())
