"""Wires hubspot_poll, without the other CRM's SDK."""

from __future__ import annotations

from functools import cache

from crmsync.adapters.metered_gate import MeteredGate
from crmsync.bootstrap.hubspot_crm import hubspot_recipe
from crmsync.bootstrap.ingress import clock
from crmsync.bootstrap.polls import poll_ports
from crmsync.bootstrap.quota import allowances
from crmsync.bootstrap.settings import settings
from crmsync.bootstrap.stores import ledger
from crmsync.usecases.poll_hubspot import PollHubspot, poll_hubspot


@cache
def poll() -> PollHubspot:
    gate = MeteredGate("hubspot_poll", ledger(), clock(), allowances(), hubspot_recipe=hubspot_recipe())
    return poll_hubspot(poll_ports(gate), settings().poll_stretched)
