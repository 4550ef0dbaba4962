"""The caps in force, by the ledger and the active configuration."""

from __future__ import annotations

from functools import cache

from crmsync.bootstrap.ingress import clock
from crmsync.bootstrap.stores import configurations, ledger
from crmsync.usecases.allowances import Allowances


@cache
def allowances() -> Allowances:
    return Allowances(ledger(), configurations(), clock())
