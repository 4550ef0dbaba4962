"""`import.retry`: has the records that failed looked at once more, as ordinary changes."""

from __future__ import annotations

import csv
import io
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

from crmsync.core.change import CallClass, Change, ChangeKind
from crmsync.core.import_job import ImportJob, Tally
from crmsync.core.record import RecordRef, Side
from crmsync.ports.exports import Exports
from crmsync.ports.queue import ChangeQueue
from crmsync.usecases.admin.admin_error import AdminError
from crmsync.usecases.admin.dispatch import Args
from crmsync.usecases.imports.bookkeeping import COLUMNS, rows_prefix
from crmsync.usecases.imports.import_jobs import ImportJobs
from crmsync.usecases.imports.show_import import required_job

AT_ONCE = 1_000


@dataclass(frozen=True, slots=True)
class RetryFailed:
    jobs: ImportJobs
    exports: Exports
    queue: ChangeQueue

    def __call__(self, args: Args) -> dict[str, Any]:
        """`{"enqueued"}`, the number of records. What becomes of them is seen in `parked.list`, not in the import."""
        job = required_job(args, self.jobs)
        if not job.is_final:
            raise AdminError("not_possible", f"import {job.id} is {job.state}: its records are still being tried")
        waiting: list[Change] = []
        enqueued = 0
        for change in self._failed(job):
            waiting.append(change)
            if len(waiting) == AT_ONCE:
                self.queue.send(waiting)
                enqueued, waiting = enqueued + len(waiting), []
        if waiting:
            self.queue.send(waiting)
        return {"enqueued": enqueued + len(waiting)}

    def _failed(self, job: ImportJob) -> Iterator[Change]:
        now = self.jobs.clock.now()
        for text in self.exports.read_all(rows_prefix(job.id)):
            for row in csv.DictReader(io.StringIO(text, newline=""), COLUMNS):
                if row["outcome"] == Tally.FAILED:
                    ref = RecordRef(Side(row["crm"]), row["object"], row["record_id"])
                    yield Change(ref, ChangeKind.LOOK, now, f"import {job.id}", CallClass.BULK)
