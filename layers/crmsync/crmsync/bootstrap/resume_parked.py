"""Wires resume_parked; it calls no CRM."""

from __future__ import annotations

from functools import cache

from crmsync.bootstrap.ingress import clock, queue
from crmsync.bootstrap.quota import allowances
from crmsync.bootstrap.stores import configurations, jobs, ledger, parking, randomness
from crmsync.usecases.allowances import LedgerFreeCalls
from crmsync.usecases.resume_parked import ResumeParked


@cache
def resume_parked() -> ResumeParked:
    return ResumeParked(
        parking=parking(),
        queue=queue(),
        jobs=jobs(),
        configurations=configurations(),
        free_calls=LedgerFreeCalls(ledger(), allowances(), clock()),
        clock=clock(),
        randomness=randomness(),
    )
