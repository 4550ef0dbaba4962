"""Wires sync_records."""

from __future__ import annotations

from functools import cache

from crmsync.bootstrap.ingress import clock, telemetry
from crmsync.bootstrap.sync_ports import sync_ports
from crmsync.usecases.sync.worker import SyncWorker

__all__ = ["clock", "telemetry", "worker"]


@cache
def worker() -> SyncWorker:
    return SyncWorker(sync_ports("sync_records"))
