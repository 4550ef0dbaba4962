"""`import.confirm`: begins an import that was estimated."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from crmsync.core.failure import Consequence, CrmError, Failure
from crmsync.core.import_estimate import lanes_for
from crmsync.core.import_job import ImportState
from crmsync.core.parked import Category
from crmsync.core.record import Millis
from crmsync.ports.configurations import ConfigurationStore
from crmsync.ports.import_queue import ImportQueue
from crmsync.usecases.admin.admin_error import AdminError
from crmsync.usecases.admin.dispatch import Args
from crmsync.usecases.imports.begin_lanes import ask_beforehand
from crmsync.usecases.imports.import_jobs import HeldJob, ImportJobs
from crmsync.usecases.imports.importable import importable
from crmsync.usecases.imports.selections import request_of
from crmsync.usecases.imports.show_import import required_job, shown_import
from crmsync.usecases.imports.subject import claim_subject

QUERY_DELAY: Millis = 1_000
"""Salesforce tells times in whole seconds: records of the query's own second would be asked for once more."""

HELPER_DELAY: Millis = 5_000
"""The query is made by then, mostly."""


@dataclass(frozen=True, slots=True)
class ConfirmImport:
    jobs: ImportJobs
    queue: ImportQueue
    configurations: ConfigurationStore
    lanes: Callable[[int], int] = lanes_for
    """How many workers share so many records."""

    def __call__(self, args: Args) -> dict[str, Any]:
        """One that needs more calls than today has left is begun only with `spread`: true."""
        job = required_job(args, self.jobs)
        importable(request_of(job).entry, self.configurations)
        if job.state is not ImportState.ESTIMATED:
            raise AdminError("not_possible", f"import {job.id} was confirmed already; it is {job.state}")
        if not job.estimate["fits"] and args.get("spread") is not True:
            days = job.estimate["days"]
            raise AdminError(
                "over_budget",
                f"the import needs more calls than are left today; with spread it goes on over {days} days",
            )
        claim_subject(job, self.jobs)
        return self._begin(job.id)

    def _begin(self, job_id: str) -> dict[str, Any]:
        held, now = self._take(job_id), self.jobs.clock.now()
        job = held.job
        job.state, job.confirmed_at, job.lanes = ImportState.RUNNING, now, self.lanes(job.records)
        helpers = [job.helper(lane) for lane in range(1, job.lanes)]
        for lane in helpers:
            self.jobs.put_lane(lane)
        ask_beforehand([job, *helpers], self.queue)
        held.finish()
        self.queue.send(job.id, job.turn, delay=QUERY_DELAY)
        for lane in helpers:
            self.queue.send(lane.lane_id, lane.turn, delay=HELPER_DELAY)
        return shown_import(job, job.state, now)

    def _take(self, job_id: str) -> HeldJob:
        held = self.jobs.take(job_id)
        if held is None or held.job.state is not ImportState.ESTIMATED:
            message = "another administrator is confirming this import"
            raise CrmError(Failure(Consequence.RETRY_LATER, Category.UNAVAILABLE, message))
        return held
