"""Wires sync_records."""

from __future__ import annotations

from functools import cache

from crmsync.bootstrap.crms import crm_gate
from crmsync.bootstrap.ingress import clock, queue, telemetry
from crmsync.bootstrap.stores import (
    breakers,
    configurations,
    feeds,
    history,
    links,
    owner_directories,
    parking,
    pending_stamps,
    randomness,
    suppressions,
)
from crmsync.usecases.sync.batch import SyncPorts
from crmsync.usecases.sync.worker import SyncWorker

__all__ = ["clock", "telemetry", "worker"]


@cache
def worker() -> SyncWorker:
    return SyncWorker(
        SyncPorts(
            links=links(),
            parking=parking(),
            history=history(),
            stamps=pending_stamps(),
            queue=queue(),
            gate=crm_gate("sync_records"),
            configurations=configurations(),
            owners=owner_directories(),
            clock=clock(),
            randomness=randomness(),
            telemetry=telemetry(),
            breakers=breakers(),
            suppressions=suppressions(),
            feeds=feeds(),
        )
    )
