"""Puts a page's outcome into the job: counts, what comes again, members of the list, rows for the administrator."""

from __future__ import annotations

import csv
import io
from collections.abc import Sequence

from crmsync.core.import_estimate import PAGE_RECORDS
from crmsync.core.import_job import ImportJob, Tally
from crmsync.core.record import Millis, RecordRef, Side
from crmsync.usecases.imports.asked_for import NOT_ASKED_FOR
from crmsync.usecases.imports.import_ports import ImportPorts
from crmsync.usecases.imports.page import PageResult
from crmsync.usecases.imports.selections import request_of
from crmsync.usecases.imports.tally import Tallied

COLUMNS = ("crm", "object", "record_id", "outcome", "category", "reason", "fix")
LEFT_OUT = (Tally.SKIPPED, Tally.FAILED)
FIRST_WAIT: Millis = 5_000
LONGEST_WAIT: Millis = 900_000


def enter(result: PageResult, job: ImportJob, ports: ImportPorts) -> None:
    """The rows are stored first, under a number that the job has not used yet: a page that is done again replaces
    them. Of what nobody asked for there are none. A file has at most a page's rows, which a retry takes at once.
    """
    left_out = [one for one in result.tallied if one.tally in LEFT_OUT and one.category not in NOT_ASKED_FOR]
    for start in range(0, len(left_out), PAGE_RECORDS):
        ports.exports.put(rows_key(job.id, job.lane, job.files), csv_rows(left_out[start : start + PAGE_RECORDS]))
        job.files += 1
    for one in result.tallied:
        job.counts[one.tally] += 1
        if one.tally in LEFT_OUT:
            job.reasons[one.category] = job.reasons.get(one.category, 0) + 1
        elif one.hubspot_id and is_listed(job):
            job.unlisted.append(one.hubspot_id)


def wait_for(again: Sequence[str], job: ImportJob, now: Millis) -> None:
    """Keeps what comes again, with a longer wait each time that nothing came of it."""
    if len(again) < len(job.pending) or not job.pending:
        job.pending_rounds = 0
    job.pending = list(dict.fromkeys(again))
    job.pending_due = now + min(FIRST_WAIT << job.pending_rounds, LONGEST_WAIT)
    job.pending_rounds += 1


def is_listed(job: ImportJob) -> bool:
    """Lists are of people; whom HubSpot had before needs none."""
    request = request_of(job)
    return request.entry.is_of_people and request.source is Side.SALESFORCE


def rows_key(job_id: str, lane: int, number: int) -> str:
    return f"imports/{job_id}/rows-{lane}-{number:06d}.csv"


def csv_rows(left_out: Sequence[Tallied]) -> str:
    """Ids and reasons, no values of anybody's."""
    return csv_text([(*_named(one.record), one.tally.value, one.category, one.reason, one.fix) for one in left_out])


def _named(ref: RecordRef) -> tuple[str, str, str]:
    return ref.side.value, ref.object_type, ref.id


def csv_text(rows: Sequence[Sequence[str]]) -> str:
    out = io.StringIO(newline="")
    csv.writer(out).writerows(rows)
    return out.getvalue()
