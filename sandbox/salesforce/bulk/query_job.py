"""A query job of the Bulk API 2.0: its life by the clock, and its rows as they were when it was made."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from sandbox.salesforce.soql.engine import Result
from sandbox.salesforce.times import iso

UPLOAD_COMPLETE, IN_PROGRESS, JOB_COMPLETE = "UploadComplete", "InProgress", "JobComplete"
ABORTED, FAILED = "Aborted", "Failed"
QUEUED_SHARE = 0.25
"""How much of its time a job waits before it begins."""


@dataclass(slots=True)
class QueryJob:
    """`ends_at` is when its results are ready, in seconds since the epoch. `failure` is why it will fail, if so."""

    id: str
    operation: str
    object_name: str
    user_id: str
    api_version: float
    columns: tuple[str, ...]
    result: Result
    created_at: float
    ends_at: float
    failure: str = ""
    aborted: bool = False

    def state(self, now: float) -> str:
        if self.aborted:
            return ABORTED
        if now >= self.ends_at:
            return FAILED if self.failure else JOB_COMPLETE
        begins_at = self.created_at + (self.ends_at - self.created_at) * QUEUED_SHARE
        return IN_PROGRESS if now >= begins_at else UPLOAD_COMPLETE

    def as_json(self, now: float) -> dict[str, Any]:
        """What a creation and an abort answer."""
        created = iso(int(self.created_at) * 1000)
        return {
            "id": self.id,
            "operation": self.operation,
            "object": self.object_name,
            "createdById": self.user_id,
            "createdDate": created,
            "systemModstamp": created,
            "state": self.state(now),
            "concurrencyMode": "Parallel",
            "contentType": "CSV",
            "apiVersion": self.api_version,
            "lineEnding": "LF",
            "columnDelimiter": "COMMA",
        }

    def progress(self, now: float) -> dict[str, Any]:
        """What a look at the job answers."""
        state = self.state(now)
        shown = {
            **self.as_json(now),
            "jobType": "V2Query",
            "numberRecordsProcessed": self.result.total if state == JOB_COMPLETE else 0,
            "retries": 0,
            "totalProcessingTime": int((min(now, self.ends_at) - self.created_at) * 1000),
        }
        return {**shown, "errorMessage": self.failure} if state == FAILED else shown
