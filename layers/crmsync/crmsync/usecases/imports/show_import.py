"""`import.status`: where an import stands."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Any

from crmsync.core.import_job import ImportJob, ImportState
from crmsync.core.import_retry import ImportRetry, latest_retry
from crmsync.core.record import Millis
from crmsync.usecases.admin.admin_error import AdminError
from crmsync.usecases.admin.arguments import required_text_of, text_of
from crmsync.usecases.admin.dispatch import Args
from crmsync.usecases.admin.shown import shown_time
from crmsync.usecases.imports.import_jobs import ImportJobs, Wish
from crmsync.usecases.imports.whole_import import whole

_BY_WISH = {Wish.PAUSE: ImportState.PAUSED, Wish.CANCEL: ImportState.CANCELLED, Wish.RUN: ImportState.RUNNING}


@dataclass(frozen=True, slots=True)
class ShowImport:
    jobs: ImportJobs

    def __call__(self, args: Args) -> dict[str, Any]:
        """Of one import; without `job_id` of all that are remembered, the latest first."""
        if text_of(args, "job_id") is not None:
            return self._shown(required_job(args, self.jobs))
        jobs = [self.jobs.find(job_id) for job_id in self.jobs.ids()]
        return {"items": [self._shown(job) for job in jobs if job is not None]}

    def _shown(self, job: ImportJob) -> dict[str, Any]:
        return shown_whole(job, self.jobs.lanes(job), self.jobs.wish(job.id), self.jobs.clock.now())


def required_job(args: Args, jobs: ImportJobs) -> ImportJob:
    """The import that `job_id` names. Raises AdminError."""
    job_id = required_text_of(args, "job_id")
    job = jobs.find(job_id)
    if job is None or job.lane:
        raise AdminError("not_found", f"there is no import {job_id}")
    return job


def state_by(job: ImportJob, wish: Wish) -> ImportState:
    """What the administrator wishes counts at once: the worker heeds it after its present page."""
    if job.is_final or (job.state is ImportState.ESTIMATED and wish is not Wish.CANCEL):
        return job.state
    return _BY_WISH[wish]


def shown_whole(job: ImportJob, others: Sequence[ImportJob], wish: Wish, now: Millis) -> dict[str, Any]:
    """An import that is being retried is `running` or `paused` like its retry; then it is again what it was."""
    state, retry = state_by(job, wish), latest_retry(others)
    if retry is None:
        return shown_import(whole(job, others), state, now)
    retry = replace(retry, state=_BY_WISH[wish]) if retry.is_at_work else retry
    state = state if retry.is_final else retry.state
    return {**shown_import(whole(job, others), state, now), "retry": _shown_retry(retry, now)}


def _shown_retry(retry: ImportRetry, now: Millis) -> dict[str, Any]:
    return {
        "state": retry.state.value,
        "records": retry.records,
        "counts": {"total": retry.total, **retry.counts},
        "error": retry.error or None,
        "begun_at": shown_time(retry.begun_at),
        "finished_at": shown_time(retry.finished_at),
        **_pace(retry.total, retry.records, retry.worked(now), is_going=retry.is_at_work),
    }


def shown_import(job: ImportJob, state: ImportState, now: Millis) -> dict[str, Any]:
    """`rate` is in records a second, `seconds_left` an extrapolation of it; both None while there is none."""
    time = job.worked(job.confirmed_at, job.finished_at or now) if job.confirmed_at else 0
    is_going = state is ImportState.RUNNING and not job.is_final
    return {
        "job_id": job.id,
        "title": job.title,
        "kind": job.request["kind"],
        "state": state.value,
        "estimate": dict(job.estimate),
        "counts": {"total": job.total, **job.counts},
        "pending": len(job.pending),
        "reasons": dict(job.reasons),
        "list_id": job.list_id or None,
        "list_url": job.list_url or None,
        "waiting": job.waiting or None,
        "warning": job.warning or None,
        "error": job.error or None,
        "created_at": shown_time(job.created_at),
        "confirmed_at": shown_time(job.confirmed_at),
        "finished_at": shown_time(job.finished_at),
        "retry": None,
        **_pace(job.total, job.records, time, is_going=is_going),
    }


def _pace(done: int, records: int, time: Millis, *, is_going: bool) -> Mapping[str, float | None]:
    rate = done / time * 1_000 if time > 0 and done else None
    left = max(0, records - done) / rate if is_going and rate else None
    return {
        "rate": round(rate, 1) if rate is not None else None,
        "seconds_left": round(left) if left is not None else None,
    }
