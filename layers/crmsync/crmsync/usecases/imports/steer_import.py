"""`import.pause`, `import.resume`, `import.cancel`: a wish, which the workers heed after their present page.

While what failed is tried again, the wish is about that alone: the import itself has ended.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from crmsync.core.import_job import ImportJob, ImportState
from crmsync.core.import_retry import latest_retry
from crmsync.ports.import_queue import ImportQueue
from crmsync.usecases.admin.admin_error import AdminError
from crmsync.usecases.admin.dispatch import Args
from crmsync.usecases.imports.import_jobs import ImportJobs, Wish
from crmsync.usecases.imports.show_import import required_job, shown_whole

NEEDS_RUNNING = {Wish.PAUSE, Wish.RUN}


@dataclass(frozen=True, slots=True)
class SteerImport:
    """One command a wish."""

    jobs: ImportJobs
    queue: ImportQueue
    wish: Wish

    def __call__(self, args: Args) -> dict[str, Any]:
        """The import as it is, or will be after its present page. The same wish again is no error."""
        job = required_job(args, self.jobs)
        others = self.jobs.lanes(job)
        self._check(job, others)
        self.jobs.set_wish(job.id, self.wish)
        if self.wish is not Wish.PAUSE:
            # To begin again, or to tidy up; a worker that has the import anyway finds the wish by itself.
            for lane in (job, *others):
                if not lane.is_final:
                    self.queue.send(lane.lane_id, lane.turn)
        return shown_whole(job, others, self.wish, self.jobs.clock.now())

    def _check(self, job: ImportJob, others: Sequence[ImportJob]) -> None:
        """What is being cancelled is not brought back: some of its workers may have ended."""
        retry = latest_retry(others)
        if retry is None or not retry.is_at_work:
            is_at_rest = job.is_final or (job.state is ImportState.ESTIMATED and self.wish in NEEDS_RUNNING)
            if is_at_rest:
                raise AdminError("not_possible", f"import {job.id} is {job.state}")
        if self.wish in NEEDS_RUNNING and self.jobs.wish(job.id) is Wish.CANCEL:
            raise AdminError("not_possible", f"import {job.id} is being cancelled")
