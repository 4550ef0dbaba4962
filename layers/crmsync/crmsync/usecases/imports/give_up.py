"""A lane ends before its work is done: what it still had to try is told as failed. Each record has one outcome."""

from __future__ import annotations

from crmsync.core.import_job import ImportJob, Tally
from crmsync.core.record import RecordRef
from crmsync.core.vendor_errors.fixes import fix_for_category
from crmsync.usecases.imports.bookkeeping import enter
from crmsync.usecases.imports.import_ports import ImportPorts
from crmsync.usecases.imports.page import PageResult
from crmsync.usecases.imports.take_failed import strip
from crmsync.usecases.imports.tally import Tallied

CANCELLED = "cancelled"
_RETRY = "If it is to come all the same: `crmsync import retry JOB_ID`."


def give_up_cancelled(job: ImportJob, ports: ImportPorts) -> None:
    """Raises CrmError when a store does not answer: nothing is given up then."""
    _give_up(job, ports, CANCELLED, "The import was cancelled before the record could be tried again.", _RETRY)


def give_up_failed(job: ImportJob, ports: ImportPorts) -> None:
    """The same, by the job's error."""
    reason = f"The import ended before the record could be tried again: {job.error}"
    _give_up(job, ports, job.error_category, reason, fix_for_category(job.error_category))


def _give_up(job: ImportJob, ports: ImportPorts, category: str, reason: str, fix: str) -> None:
    if job.retry is not None:
        strip(job, job.retry, ports.exports)
    told = (Tallied(RecordRef.parse(key), Tally.FAILED, "", category, reason, fix) for key in job.pending)
    enter(PageResult(tuple(told), ()), job, ports)
    job.pending = []
