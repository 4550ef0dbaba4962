"""One turn of an import: takes the job, works step by step while there is time, asks for the next turn.

The job is saved after each step, so a worker that dies costs one page done again, which finds its records in step.
"""

from __future__ import annotations

from dataclasses import dataclass

from crmsync.core.failure import Consequence, CrmError, Failure
from crmsync.core.import_job import ImportJob, ImportState
from crmsync.core.record import Millis
from crmsync.ports.import_queue import MAX_DELAY
from crmsync.usecases.imports.import_jobs import HeldJob, Wish
from crmsync.usecases.imports.import_ports import ImportPorts
from crmsync.usecases.imports.import_steps import ImportSteps

STEP_TIME: Millis = 40_000
"""No step is begun with less time left: a page's calls and writes."""

SHORT_WAIT: Millis = 2_000
"""Waits within the turn; a longer one is a delayed message."""

BUSY: Millis = 10_000
FIRST_RETRY: Millis = 5_000
MOST_RETRIES = 200
"""With a quarter of an hour between them, two days."""

_WAITS = {Consequence.RETRY_LATER, Consequence.OUTCOME_UNKNOWN}


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
        """After which time the next turn is due; None when there is none to come."""
        steps = ImportSteps(self.ports, held)
        while not held.job.is_final:
            wish = self.ports.jobs.wish(held.job.id)
            if wish is not Wish.RUN:
                self._heed(wish, steps, held.job)
                return None
            held.job.state = ImportState.RUNNING
            if self.ports.sync.clock.now() + STEP_TIME > deadline:
                return 0
            wait = self._step(steps, held.job)
            held.save()
            if wait > SHORT_WAIT:
                return min(wait, MAX_DELAY)
            if wait:
                self.ports.sync.clock.sleep(wait)
        return None

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

    def _step(self, steps: ImportSteps, job: ImportJob) -> Millis:
        try:
            wait = steps.step()
        except CrmError as error:
            return self._stumble(job, error.failure)
        job.retries = 0
        return wait

    def _stumble(self, job: ImportJob, failure: Failure) -> Millis:
        """What may work later is waited for; anything else ends the import."""
        self.ports.sync.telemetry.note("import step failed", job=job.id, category=failure.category)
        if failure.consequence is Consequence.QUOTA_EXHAUSTED:
            job.waiting = "quota"
            return MAX_DELAY
        if failure.consequence in _WAITS and job.retries < MOST_RETRIES:
            wait = max(failure.retry_after or 0, min(FIRST_RETRY << min(job.retries, 8), MAX_DELAY))
            job.waiting, job.retries = "unavailable", job.retries + 1
            return wait
        job.state, job.finished_at = ImportState.FAILED, self.ports.sync.clock.now()
        job.waiting, job.error = "", failure.message
        return 0
