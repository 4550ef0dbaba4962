"""One turn of an import: takes the job, works while there is time, asks for the next turn."""

from __future__ import annotations

from dataclasses import dataclass

from crmsync.core.failure import CrmError, Failure
from crmsync.core.import_job import ImportJob, ImportState
from crmsync.core.record import Millis
from crmsync.usecases.imports.import_jobs import HeldJob, Wish
from crmsync.usecases.imports.import_ports import ImportPorts
from crmsync.usecases.imports.import_steps import ImportSteps
from crmsync.usecases.turns import BUSY, Steps, Turns

MOST_RETRIES = 200
"""With a quarter of an hour between them, two days."""


@dataclass(frozen=True, slots=True)
class RunImport:
    ports: ImportPorts

    def __call__(self, job_id: str, turn: int, deadline: Millis) -> str:
        """What the turn ended as: a state of the import, `busy` when another worker has it, `void` for a message
        that another one replaced.
        """
        held = self.ports.jobs.take(job_id)
        if held is None:
            return self._come_back(job_id, turn)
        wish = self.ports.jobs.wish(job_id)
        if turn < held.job.turn or held.job.is_final or self._is_unconfirmed(held.job, wish):
            held.finish()
            return "void"
        held.job.turn = max(held.job.turn, turn)
        delay = self._work(held, deadline)
        if delay is not None:
            # Before the job is given back: a crash between the two leaves a message too many, never one too few.
            self.ports.queue.send(job_id, held.job.turn + 1, delay=delay)
            held.job.turn += 1
        held.finish()
        return held.job.state.value

    def _is_unconfirmed(self, job: ImportJob, wish: Wish) -> bool:
        main = self.ports.jobs.find(job.id) if job.lane else job
        return main is None or (main.state is ImportState.ESTIMATED and wish is not Wish.CANCEL)

    def _come_back(self, job_id: str, turn: int) -> str:
        if self.ports.jobs.find(job_id) is None:
            return "void"
        self.ports.queue.send(job_id, turn, delay=BUSY)
        return "busy"

    def _work(self, held: HeldJob, deadline: Millis) -> Millis | None:
        sync, job = self.ports.sync, held.job
        own = ImportSteps(self.ports, held)
        steps = Steps(lambda: self._may_begin(own, job), own.step, held.save, lambda failure: self._fail(job, failure))
        return Turns("import", sync.clock, sync.telemetry, MOST_RETRIES).work(job, steps, deadline)

    def _may_begin(self, steps: ImportSteps, job: ImportJob) -> bool:
        """Does what the administrator wishes."""
        wish = self.ports.jobs.wish(job.id)
        if wish is Wish.RUN:
            job.state = ImportState.RUNNING
        else:
            self._heed(wish, steps, job)
        return wish is Wish.RUN

    def _heed(self, wish: Wish, steps: ImportSteps, job: ImportJob) -> None:
        job.waiting = ""
        if wish is Wish.PAUSE:
            job.state = ImportState.PAUSED
            return
        job.state, job.finished_at = ImportState.CANCELLED, self.ports.sync.clock.now()
        try:
            steps.tidy_up()
        except CrmError as error:
            # Salesforce removes results by itself after a week; the list just ends where the import did.
            self.ports.sync.telemetry.note("import not tidied up", job=job.id, category=error.failure.category)

    def _fail(self, job: ImportJob, failure: Failure) -> None:
        job.state, job.finished_at = ImportState.FAILED, self.ports.sync.clock.now()
        job.waiting, job.error = "", failure.message
