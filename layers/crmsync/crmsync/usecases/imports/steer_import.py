"""`import.pause`, `import.resume`, `import.cancel`: a wish, which the worker heeds after its present page."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from crmsync.core.import_job import ImportState
from crmsync.ports.import_queue import ImportQueue
from crmsync.usecases.admin.admin_error import AdminError
from crmsync.usecases.admin.dispatch import Args
from crmsync.usecases.imports.import_jobs import ImportJobs, Wish
from crmsync.usecases.imports.show_import import required_job, shown_import, state_by
from crmsync.usecases.imports.whole_import import whole

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
        if job.is_final or (job.state is ImportState.ESTIMATED and self.wish in NEEDS_RUNNING):
            raise AdminError("not_possible", f"import {job.id} is {job.state}")
        self.jobs.set_wish(job.id, self.wish)
        if self.wish is not Wish.PAUSE:
            # To begin again, or to tidy up; a worker that has the import anyway finds the wish by itself.
            for lane in (job, *self.jobs.lanes(job)):
                self.queue.send(lane.lane_id, lane.turn)
        return shown_import(whole(job, self.jobs), state_by(job, self.wish), self.jobs.clock.now())
