"""Wires import_records."""

from __future__ import annotations

from functools import cache

from crmsync.bootstrap.imports import exports, free_calls, import_jobs, import_queue
from crmsync.bootstrap.ingress import clock, telemetry
from crmsync.bootstrap.sync_ports import sync_ports
from crmsync.usecases.imports.import_ports import ImportPorts
from crmsync.usecases.imports.run_import import RunImport

__all__ = ["clock", "run_import", "telemetry"]


@cache
def run_import() -> RunImport:
    sync = sync_ports("import_records")
    return RunImport(ImportPorts(sync, import_jobs(), import_queue(), exports(), free_calls()))
