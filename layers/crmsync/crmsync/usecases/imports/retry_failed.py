"""`import.retry`: the records that failed are imported once more, by lanes of the same import that do nothing else."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from itertools import islice
from typing import Any

from crmsync.core.import_estimate import PAGE_RECORDS
from crmsync.core.import_job import ImportJob, ImportState, Position, Tally
from crmsync.ports.configurations import ConfigurationStore
from crmsync.ports.exports import Exports
from crmsync.ports.import_queue import ImportQueue
from crmsync.usecases.admin.admin_error import AdminError
from crmsync.usecases.admin.dispatch import Args
from crmsync.usecases.imports.import_jobs import HeldJob, ImportJobs, Wish
from crmsync.usecases.imports.importable import importable
from crmsync.usecases.imports.left_out import LeftOutRow, left_out_rows
from crmsync.usecases.imports.selections import request_of
from crmsync.usecases.imports.show_import import required_job

MOST_RETRIED = 10_000
"""Of one command; the next one takes up the rest."""


@dataclass(frozen=True, slots=True)
class RetryFailed:
    jobs: ImportJobs
    exports: Exports
    queue: ImportQueue
    configurations: ConfigurationStore

    def __call__(self, args: Args) -> dict[str, Any]:
        """`{"enqueued"}`, the number of records. What becomes of them is seen in the import's status and file.

        Asked again, lanes that were not begun are asked for their turn once more: a crash may have lost it.
        """
        job = required_job(args, self.jobs)
        importable(request_of(job).entry, self.configurations)
        held = self.jobs.take(job.id)
        if held is None:
            raise AdminError("busy", f"another command has import {job.id}: ask again in a moment")
        try:
            if not held.job.is_final:
                raise AdminError("not_possible", f"import {job.id} is {job.state}: its records are still being tried")
            lanes = self._lanes(held)
        finally:
            held.finish()
        for lane in lanes:
            self.queue.send(lane.lane_id, lane.turn)
        return {"enqueued": sum(len(lane.pending) for lane in lanes)}

    def _lanes(self, held: HeldJob) -> list[ImportJob]:
        """Those of an earlier command that are at work, and new ones. They count once the import knows their number."""
        job = held.job
        waiting = [lane for lane in self.jobs.lanes(job) if lane.is_at_work]
        rows = (row for row in left_out_rows(job, self.jobs, self.exports) if row.outcome == Tally.FAILED)
        fresh = _fresh(job, list(islice(rows, MOST_RETRIED)))
        if fresh:
            self.jobs.set_wish(job.id, Wish.RUN)
        for lane in fresh:
            self.jobs.put_lane(lane)
        job.lanes += len(fresh)
        return [*waiting, *fresh]


def _fresh(job: ImportJob, rows: Sequence[LeftOutRow]) -> list[ImportJob]:
    pages = [rows[start : start + PAGE_RECORDS] for start in range(0, len(rows), PAGE_RECORDS)]
    return [_lane(job, job.lanes + place, some) for place, some in enumerate(pages)]


def _lane(job: ImportJob, number: int, rows: Sequence[LeftOutRow]) -> ImportJob:
    """It takes back that they failed."""
    lane = job.helper(number)
    lane.state, lane.position = ImportState.RUNNING, Position(len(request_of(job).object_types))
    lane.pending = lane.retried = list(dict.fromkeys(row.key for row in rows))
    lane.counts[Tally.FAILED] = -len(rows)
    lane.reasons = {category: -count for category, count in Counter(row.category for row in rows).items()}
    return lane
