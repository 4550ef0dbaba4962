"""A lane of a retry takes over the failed rows of one file after the other."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence

from crmsync.core.import_job import ImportJob, Tally
from crmsync.core.record import Millis
from crmsync.core.retry_walk import RetryWalk
from crmsync.ports.exports import Exports
from crmsync.usecases.imports.bookkeeping import csv_text, rows_key
from crmsync.usecases.imports.import_jobs import HeldJob
from crmsync.usecases.imports.left_out import LeftOutRow, RowFile, rows_of


def take_failed(held: HeldJob, walk: RetryWalk, exports: Exports, now: Millis) -> None:
    """Once the lane is stored with them they are no rows any more; a crash between the two is made good at the next
    file. Raises CrmError when a store does not answer.
    """
    strip(held.job, walk, exports)
    if walk.is_over:
        return
    rows = rows_of(held.job.id, RowFile(*walk.following), exports)
    failed = [row for row in rows if row.outcome == Tally.FAILED]
    walk.take(len(failed))
    if failed:
        _take_over(failed, held.job, now)
        held.save()
    strip(held.job, walk, exports)


def _take_over(failed: Sequence[LeftOutRow], job: ImportJob, now: Millis) -> None:
    """They come at once, and the lane takes back that they failed."""
    job.pending = list(dict.fromkeys([*job.pending, *(row.key for row in failed)]))
    job.pending_due, job.pending_rounds = now, 0
    job.counts[Tally.FAILED] -= len(failed)
    for category, count in Counter(row.category for row in failed).items():
        job.reasons[category] = job.reasons.get(category, 0) - count


def strip(job: ImportJob, walk: RetryWalk, exports: Exports) -> None:
    """Takes the failed rows out of the file that the lane has taken over. Raises CrmError."""
    if walk.taken is None:
        return
    file = RowFile(*walk.taken)
    rows = list(rows_of(job.id, file, exports))
    rest = [row for row in rows if row.outcome != Tally.FAILED]
    if len(rest) < len(rows):
        exports.put(rows_key(job.id, *file), csv_text(rest))
    walk.taken = None
