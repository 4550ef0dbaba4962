"""What imports need from the world."""

from __future__ import annotations

from dataclasses import dataclass

from crmsync.ports.exports import Exports
from crmsync.ports.import_queue import ImportQueue
from crmsync.usecases.allowances import LedgerFreeCalls
from crmsync.usecases.imports.import_jobs import ImportJobs
from crmsync.usecases.sync.batch import SyncPorts


@dataclass(frozen=True, slots=True)
class ImportPorts:
    """`sync` is what bringing records in step needs; its gate reports calls in the import's name."""

    sync: SyncPorts
    jobs: ImportJobs
    queue: ImportQueue
    exports: Exports
    free_calls: LedgerFreeCalls
