"""The query jobs of an org."""

from __future__ import annotations

from sandbox.salesforce.bulk.query_job import QueryJob
from sandbox.salesforce.errors import refuse_request

DAY_S = 86_400
KEPT_DAYS = 7


class QueryJobs:
    def __init__(self) -> None:
        self._jobs: dict[str, QueryJob] = {}
        self._made_at: list[float] = []
        self.next_failure = ""
        """Why the next job that is made will fail; empty for not at all."""

    def add(self, job: QueryJob) -> None:
        job.failure, self.next_failure = self.next_failure, ""
        self._jobs[job.id] = job
        self._made_at.append(job.created_at)

    def made_today(self, now: float) -> int:
        """In the last 24 hours, deleted ones too."""
        self._made_at = [at for at in self._made_at if now - at < DAY_S]
        return len(self._made_at)

    def get(self, job_id: str, now: float) -> QueryJob:
        """Raises NOT_FOUND, also for a job that is older than a week."""
        job = self._jobs.get(job_id)
        if job is None or now - job.created_at > KEPT_DAYS * DAY_S:
            raise refuse_request("NOT_FOUND", "The requested resource does not exist")
        return job

    def remove(self, job_id: str) -> None:
        del self._jobs[job_id]

    def of(self, user_id: str, now: float) -> list[QueryJob]:
        """Those that are kept, the oldest first."""
        return [
            job for job in self._jobs.values() if job.user_id == user_id and now - job.created_at <= KEPT_DAYS * DAY_S
        ]
