"""What imports need from the world."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass

from crmsync.core.change import CallClass
from crmsync.core.import_estimate import RESULT_RECORDS
from crmsync.ports.budget import CrmAccess
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
    set_records: int = RESULT_RECORDS
    """Records of Salesforce that one lane takes at a time."""

    @contextmanager
    def access(self) -> Iterator[CrmAccess]:
        """Both CRMs for one step, as bulk work."""
        access = self.sync.gate.open(CallClass.BULK)
        try:
            yield access
        finally:
            access.close()
