"""One turn of an import: takes the job, works while there is time, asks for the next turn."""

from __future__ import annotations

from dataclasses import dataclass, replace

from crmsync.core.failure import Failure
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
        """Of a lane also while the import does not know its number yet."""
        main = self.ports.jobs.find(job.id) if job.lane else job
        if main is None or job.lane >= main.lanes:
            return True
        return main.state is ImportState.ESTIMATED and wish is not Wish.CANCEL

    def _come_back(self, job_id: str, turn: int) -> str:
        if self.ports.jobs.find(job_id) is None:
            return "void"
        self.ports.queue.send(job_id, turn, delay=BUSY)
        return "busy"

    def _work(self, held: HeldJob, deadline: Millis) -> Millis | None:
        sync, job = self.ports.sync.in_time(deadline), held.job
        own = ImportSteps(replace(self.ports, sync=sync), held)
        steps = Steps(lambda: self._may_begin(own, job), own.step, held.save, lambda failure: self._fail(job, failure))
        return Turns("import", sync.clock, sync.telemetry, MOST_RETRIES).work(job, steps, deadline)

    def _may_begin(self, steps: ImportSteps, job: ImportJob) -> bool:
        """Heeds what the administrator wishes. To cancel is a step like others: a store may not answer."""
        wish, now = self.ports.jobs.wish(job.id), self.ports.sync.clock.now()
        steps.is_cancelled = wish is Wish.CANCEL
        if wish is Wish.PAUSE:
            job.pause(now)
        elif wish is Wish.RUN:
            job.run(now)
        return wish is not Wish.PAUSE

    def _fail(self, job: ImportJob, failure: Failure) -> None:
        """The next step tells what still waits as failed, and ends it; where even that fails, it ends without."""
        if job.error_category:
            job.state, job.waiting, job.finished_at = ImportState.FAILED, "", self.ports.sync.clock.now()
        else:
            job.error, job.error_category = failure.message, failure.category
