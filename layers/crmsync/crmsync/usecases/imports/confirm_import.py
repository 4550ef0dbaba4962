"""`import.confirm`: begins an import that was estimated."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from crmsync.core.failure import Consequence, CrmError, Failure
from crmsync.core.import_job import ImportState
from crmsync.core.parked import Category
from crmsync.ports.configurations import ConfigurationStore
from crmsync.ports.import_queue import ImportQueue
from crmsync.usecases.admin.admin_error import AdminError
from crmsync.usecases.admin.dispatch import Args
from crmsync.usecases.imports.import_jobs import HeldJob, ImportJobs
from crmsync.usecases.imports.selections import request_of
from crmsync.usecases.imports.show_import import required_job, shown_import
from crmsync.usecases.imports.start_import import importable, subject_of


@dataclass(frozen=True, slots=True)
class ConfirmImport:
    jobs: ImportJobs
    queue: ImportQueue
    configurations: ConfigurationStore

    def __call__(self, args: Args) -> dict[str, Any]:
        """One that needs more calls than today has left is begun only with `spread`: true."""
        job = required_job(args, self.jobs)
        importable(self.configurations)
        if job.state is not ImportState.ESTIMATED:
            raise AdminError("not_possible", f"import {job.id} was confirmed already; it is {job.state}")
        if not job.estimate["fits"] and args.get("spread") is not True:
            days = job.estimate["days"]
            raise AdminError(
                "over_budget",
                f"the import needs more calls than are left today; with spread it goes on over {days} days",
            )
        other = self.jobs.claim(subject_of(request_of(job)), job.id)
        if other is not None:
            raise AdminError("busy", f"import {other} of the same kind has not ended: cancel it or wait for its end")
        return self._begin(job.id)

    def _begin(self, job_id: str) -> dict[str, Any]:
        """The message first: a step of an import that is not confirmed is void."""
        held = self._take(job_id)
        self.queue.send(job_id, held.job.turn, delay=1_000)
        now = self.jobs.clock.now()
        held.job.state, held.job.confirmed_at = ImportState.RUNNING, now
        held.finish()
        return shown_import(held.job, held.job.state, now)

    def _take(self, job_id: str) -> HeldJob:
        held = self.jobs.take(job_id)
        if held is None or held.job.state is not ImportState.ESTIMATED:
            message = "another administrator is confirming this import"
            raise CrmError(Failure(Consequence.RETRY_LATER, Category.UNAVAILABLE, message))
        return held
