"""`import.retry`: the records that failed are imported once more, by lanes of the same import that do nothing else."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from crmsync.core.import_estimate import lanes_for
from crmsync.core.import_job import ImportJob, ImportState, Position, Tally
from crmsync.core.retry_walk import RetryWalk
from crmsync.ports.configurations import ConfigurationStore
from crmsync.ports.import_queue import ImportQueue
from crmsync.usecases.admin.admin_error import AdminError
from crmsync.usecases.admin.dispatch import Args
from crmsync.usecases.imports.import_jobs import HeldJob, ImportJobs, Wish
from crmsync.usecases.imports.importable import importable
from crmsync.usecases.imports.selections import request_of
from crmsync.usecases.imports.show_import import required_job
from crmsync.usecases.imports.whole_import import whole


@dataclass(frozen=True, slots=True)
class RetryFailed:
    """The files are read by the lanes, page by page: the command costs the same however many failed."""

    jobs: ImportJobs
    queue: ImportQueue
    configurations: ConfigurationStore
    lanes: Callable[[int], int] = lanes_for
    """How many workers share so many records."""

    def __call__(self, args: Args) -> dict[str, Any]:
        """`{"enqueued"}`, the number of records. What becomes of them is seen in the import's status and file.

        Asked again while they are tried, lanes are asked for their turn once more: a crash may have lost it.
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
        if any(lane.retry is None for lane in lanes):
            raise AdminError("busy", f"import {job.id} has not come to rest: ask again in a moment")
        return {"enqueued": _open_records(whole(held.job, self.jobs)) if lanes else 0}

    def _lanes(self, held: HeldJob) -> list[ImportJob]:
        """Those that are at work, else new ones. They count once the import knows their number."""
        job, others = held.job, self.jobs.lanes(held.job)
        waiting = [lane for lane in others if lane.is_at_work]
        failed = whole(job, self.jobs).counts[Tally.FAILED]
        if waiting or not failed:
            return waiting
        number = self.lanes(failed)
        files = [lane.files for lane in (job, *others)]
        fresh = [_lane(job, job.lanes + place, RetryWalk(files, place, number)) for place in range(number)]
        self.jobs.set_wish(job.id, Wish.RUN)
        for lane in fresh:
            self.jobs.put_lane(lane)
        job.lanes += number
        return fresh


def _lane(job: ImportJob, number: int, walk: RetryWalk) -> ImportJob:
    lane = job.helper(number)
    lane.state, lane.position, lane.retry = ImportState.RUNNING, Position(len(request_of(job).object_types)), walk
    return lane


def _open_records(job: ImportJob) -> int:
    return job.counts[Tally.FAILED] + len(job.pending)
