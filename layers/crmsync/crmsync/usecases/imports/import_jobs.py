"""Where imports are kept: a job each, what the administrator wishes of it, and which are open.

The wish is an item of its own, so that it can be set while a worker holds the job.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from enum import StrEnum
from typing import Any

from crmsync.core.failure import Consequence, CrmError, Failure
from crmsync.core.import_job import ImportJob, lane_id, main_id
from crmsync.core.import_walk import ImportWalk
from crmsync.core.parked import Category
from crmsync.core.record import Millis
from crmsync.ports.clock import Clock, Randomness
from crmsync.ports.jobs import Jobs

REGISTER = "imports"
LEASE: Millis = 180_000
"""Longer than the function's timeout, so that a dead worker's lease is surely nobody's."""

BRIEF: Millis = 10_000
TRIES = 5
PAUSE: Millis = 200
KEPT = 50
"""How many imports the register names."""


class Wish(StrEnum):
    RUN = "run"
    PAUSE = "pause"
    CANCEL = "cancel"


@dataclass(frozen=True, slots=True)
class ImportJobs:
    jobs: Jobs
    clock: Clock
    randomness: Randomness

    def find(self, job_id: str) -> ImportJob | None:
        kept = self.jobs.state(_job(job_id))
        return ImportJob.from_dict(kept) if kept else None

    def add(self, job: ImportJob) -> None:
        self._change(_job(job.id), lambda _: job.as_dict())
        self._change(REGISTER, lambda kept: {**kept, "ids": [job.id, *kept.get("ids", ())][:KEPT]})

    def ids(self) -> list[str]:
        """The latest first."""
        return list(self.jobs.state(REGISTER).get("ids", ()))

    def open_one(self, subject: str) -> str | None:
        """The import of that subject that was confirmed and has not ended, or is being retried."""
        return self._open_one(self.jobs.state(REGISTER), subject)

    def claim(self, subject: str, job_id: str) -> str | None:
        """Makes this the open import of that subject; another open one's id when there is one."""
        found: list[str | None] = []

        def claimed(kept: Mapping[str, Any]) -> Mapping[str, Any]:
            other = self._open_one(kept, subject)
            found.append(None if other == job_id else other)
            return kept if found[-1] else {**kept, "open": {**kept.get("open", {}), subject: job_id}}

        self._change(REGISTER, claimed)
        return found[-1]

    def wish(self, job_id: str) -> Wish:
        return Wish(self.jobs.state(_wish(job_id)).get("wish", Wish.RUN))

    def set_wish(self, job_id: str, wish: Wish) -> None:
        self._change(_wish(job_id), lambda _: {"wish": wish.value})

    def take(self, job_id: str) -> HeldJob | None:
        """The job, held by this worker alone; None when another one has it."""
        now, token = self.clock.now(), self.randomness.token()
        kept = self.jobs.start(_job(job_id), token, now, now + LEASE)
        return HeldJob(self, token, ImportJob.from_dict(kept)) if kept else None

    def lanes(self, job: ImportJob) -> list[ImportJob]:
        """The lanes that help this import, as far as they were made."""
        found = [self.find(lane_id(job.id, lane)) for lane in range(1, job.lanes)]
        return [one for one in found if one is not None]

    def put_lane(self, lane: ImportJob) -> None:
        self._change(_job(lane.lane_id), lambda kept: kept or lane.as_dict())

    def walk(self, job_id: str) -> ImportWalk:
        """As it stood last."""
        return ImportWalk.from_dict(self.jobs.state(_walk(job_id)))

    def take_walk(self, job_id: str) -> HeldWalk | None:
        """What the lanes share, held by this one alone for a moment; None when another one has it."""
        now, token = self.clock.now(), self.randomness.token()
        kept = self.jobs.start(_walk(job_id), token, now, now + LEASE)
        return HeldWalk(self, job_id, token, ImportWalk.from_dict(kept)) if kept is not None else None

    def _open_one(self, register: Mapping[str, Any], subject: str) -> str | None:
        job_id = register.get("open", {}).get(subject)
        job = self.find(job_id) if job_id else None
        return job.id if job is not None and self._is_open(job) else None

    def _is_open(self, job: ImportJob) -> bool:
        return not job.is_final or any(lane.retry is not None and lane.is_at_work for lane in self.lanes(job))

    def _change(self, name: str, change: Callable[[Mapping[str, Any]], Mapping[str, Any]]) -> None:
        """Raises CrmError(RETRY_LATER) when somebody else changes it all the time."""
        token = self.randomness.token()
        for _ in range(TRIES):
            now = self.clock.now()
            kept = self.jobs.start(name, token, now, now + BRIEF)
            if kept is not None and self.jobs.finish(name, token, change(kept)):
                return
            self.clock.sleep(PAUSE)
        message = "another worker is changing this import"
        raise CrmError(Failure(Consequence.RETRY_LATER, Category.UNAVAILABLE, message))


@dataclass(slots=True)
class HeldJob:
    """`job` is changed in memory; `save` and `finish` store it. Raises CrmError(RETRY_LATER) when it was lost."""

    store: ImportJobs
    token: str
    job: ImportJob

    def save(self) -> None:
        until = self.store.clock.now() + LEASE
        _require(self.store.jobs.save(_job(self.job.lane_id), self.token, self.job.as_dict(), until))

    def finish(self) -> None:
        _require(self.store.jobs.finish(_job(self.job.lane_id), self.token, self.job.as_dict()))


@dataclass(slots=True)
class HeldWalk:
    """`walk` is changed in memory; `give_back` stores it. Raises CrmError(RETRY_LATER) when it was lost."""

    store: ImportJobs
    job_id: str
    token: str
    walk: ImportWalk

    def give_back(self) -> None:
        _require(self.store.jobs.finish(_walk(self.job_id), self.token, self.walk.as_dict()))


def _require(stored: bool) -> None:
    if not stored:
        message = "another worker took the import over"
        raise CrmError(Failure(Consequence.RETRY_LATER, Category.UNAVAILABLE, message))


def _job(job_id: str) -> str:
    return f"import#{job_id}"


def _wish(job_id: str) -> str:
    """One for all lanes."""
    return f"import-wish#{main_id(job_id)}"


def _walk(job_id: str) -> str:
    return f"import-walk#{job_id}"
