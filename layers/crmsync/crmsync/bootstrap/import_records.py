"""Wires import_records."""

from __future__ import annotations

from functools import cache

from crmsync.bootstrap.crms import crm_gate
from crmsync.bootstrap.imports import exports, free_calls, import_jobs, import_queue
from crmsync.bootstrap.ingress import clock, queue, telemetry
from crmsync.bootstrap.stores import configurations, history, links, parking, randomness
from crmsync.usecases.imports.import_ports import ImportPorts
from crmsync.usecases.imports.run_import import RunImport
from crmsync.usecases.sync.batch import SyncPorts

__all__ = ["clock", "run_import", "telemetry"]


@cache
def run_import() -> RunImport:
    sync = SyncPorts(
        links=links(),
        parking=parking(),
        history=history(),
        queue=queue(),
        gate=crm_gate("import_records"),
        configurations=configurations(),
        clock=clock(),
        randomness=randomness(),
        telemetry=telemetry(),
    )
    return RunImport(ImportPorts(sync, import_jobs(), import_queue(), exports(), free_calls()))
