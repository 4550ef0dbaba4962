"""What an import brings, of which there is one import at a time."""

from __future__ import annotations

from crmsync.core.import_job import ImportJob
from crmsync.core.import_request import ImportRequest
from crmsync.usecases.admin.admin_error import AdminError
from crmsync.usecases.imports.import_jobs import ImportJobs
from crmsync.usecases.imports.selections import request_of


def require_free(request: ImportRequest, jobs: ImportJobs) -> None:
    """Raises AdminError `busy` while another import of the same has not ended."""
    _refuse_beside(jobs.open_one(_subject_of(request)))


def claim_subject(job: ImportJob, jobs: ImportJobs) -> None:
    """Nobody else's from here to the import's end. Raises AdminError as `require_free` does."""
    _refuse_beside(jobs.claim(_subject_of(request_of(job)), job.id))


def _subject_of(request: ImportRequest) -> str:
    return f"{request.kind}/{request.campaign_id}{request.list_id}"


def _refuse_beside(other: str | None) -> None:
    if other is not None:
        raise AdminError("busy", f"import {other} of the same kind has not ended: cancel it or wait for its end")
