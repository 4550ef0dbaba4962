"""`import.retry`: the records that failed are imported once more, by lanes of the same import that do nothing else."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from typing import Any

from crmsync.core.import_estimate import lanes_for
from crmsync.core.import_job import ImportJob, ImportState, Position, Tally
from crmsync.core.import_retry import latest_retry
from crmsync.core.retry_walk import RetryWalk
from crmsync.ports.configurations import ConfigurationStore
from crmsync.ports.import_queue import ImportQueue
from crmsync.usecases.admin.admin_error import AdminError
from crmsync.usecases.admin.dispatch import Args
from crmsync.usecases.imports.begin_lanes import ask_beforehand
from crmsync.usecases.imports.import_jobs import ImportJobs, Wish
from crmsync.usecases.imports.importable import importable
from crmsync.usecases.imports.selections import request_of
from crmsync.usecases.imports.show_import import required_job
from crmsync.usecases.imports.subject import claim_subject
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

        Asked again while they are tried, lanes are asked for their turn once more.
        """
        job = required_job(args, self.jobs)
        importable(request_of(job).entry, self.configurations)
        held = self.jobs.take(job.id)
        if held is None:
            raise AdminError("busy", f"another command has import {job.id}: ask again in a moment")
        try:
            if not held.job.is_final:
                raise AdminError("not_possible", f"import {job.id} is {job.state}: its records are still being tried")
            others = self.jobs.lanes(held.job)
            lanes = self._at_work(held.job, others) or self._begin(held.job, others)
        finally:
            held.finish()
        for lane in lanes:
            self.queue.send(lane.lane_id, lane.turn)
        return {"enqueued": _open_records(whole(held.job, self.jobs.lanes(held.job))) if lanes else 0}

    def _at_work(self, job: ImportJob, others: Sequence[ImportJob]) -> list[ImportJob]:
        """The lanes of a retry that was begun already. Raises AdminError when it is not to go on, or is none."""
        lanes = [lane for lane in others if lane.is_at_work]
        wish = self.jobs.wish(job.id) if lanes else Wish.RUN
        if wish is Wish.CANCEL or any(lane.retry is None for lane in lanes):
            raise AdminError("busy", f"import {job.id} has not come to rest: ask again in a moment")
        if wish is Wish.PAUSE:
            on = f"`crmsync import resume {job.id}`"
            raise AdminError("not_possible", f"import {job.id} is paused: {on} lets it go on")
        return lanes

    def _begin(self, job: ImportJob, others: Sequence[ImportJob]) -> list[ImportJob]:
        """New lanes, where any record failed. They count, and begin, once the import knows their number."""
        failed = whole(job, others).counts[Tally.FAILED]
        if not failed:
            return []
        claim_subject(job, self.jobs)
        self.jobs.set_wish(job.id, Wish.RUN)
        fresh = self._fresh(job, others, failed)
        for lane in fresh:
            self.jobs.put_lane(lane)
        ask_beforehand(fresh, self.queue)
        job.lanes += len(fresh)
        return fresh

    def _fresh(self, job: ImportJob, others: Sequence[ImportJob], failed: int) -> list[ImportJob]:
        latest, number = latest_retry(others), self.lanes(failed)
        first = RetryWalk(
            files=[lane.files for lane in (job, *others)],
            at=0,
            stride=number,
            number=latest.number + 1 if latest is not None else 1,
            records=failed,
            begun_at=self.jobs.clock.now(),
        )
        return [_lane(job, job.lanes + place, replace(first, at=place)) for place in range(number)]


def _lane(job: ImportJob, number: int, walk: RetryWalk) -> ImportJob:
    lane = job.helper(number)
    lane.state, lane.position, lane.retry = ImportState.RUNNING, Position(len(request_of(job).object_types)), walk
    return lane


def _open_records(job: ImportJob) -> int:
    return job.counts[Tally.FAILED] + len(job.pending)
