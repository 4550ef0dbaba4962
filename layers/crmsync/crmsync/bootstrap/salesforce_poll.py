"""Wires salesforce_poll, without the other CRM's SDK."""

from __future__ import annotations

from functools import cache

from crmsync.adapters.metered_gate import MeteredGate
from crmsync.bootstrap.ingress import clock
from crmsync.bootstrap.polls import poll_ports
from crmsync.bootstrap.quota import allowances
from crmsync.bootstrap.salesforce_crm import salesforce_recipe
from crmsync.bootstrap.settings import settings
from crmsync.bootstrap.stores import ledger
from crmsync.usecases.poll import Poll
from crmsync.usecases.poll_salesforce import poll_salesforce


@cache
def poll() -> Poll:
    gate = MeteredGate("salesforce_poll", ledger(), clock(), allowances(), salesforce_recipe=salesforce_recipe())
    return poll_salesforce(poll_ports(gate), settings().poll_stretched)
