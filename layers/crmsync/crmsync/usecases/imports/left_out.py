"""The rows of an import's file: what it left out, without what a retry has taken up since."""

from __future__ import annotations

import csv
import io
from collections.abc import Iterator
from typing import NamedTuple

from crmsync.core.import_job import ImportJob
from crmsync.core.record import RecordRef, Side
from crmsync.ports.exports import Exports
from crmsync.usecases.imports.bookkeeping import rows_prefix
from crmsync.usecases.imports.import_jobs import ImportJobs


class LeftOutRow(NamedTuple):
    """The columns of the file."""

    crm: str
    object: str
    record_id: str
    outcome: str
    category: str
    reason: str
    fix: str

    @property
    def key(self) -> str:
        return RecordRef(Side(self.crm), self.object, self.record_id).key


def left_out_rows(job: ImportJob, jobs: ImportJobs, exports: Exports) -> Iterator[LeftOutRow]:
    """Raises CrmError when a store does not answer."""
    lanes = [job, *jobs.lanes(job)]
    for place, lane in enumerate(lanes):
        retried = {key for later in lanes[place + 1 :] for key in later.retried}
        yield from (row for row in _rows_of(lane, exports) if row.key not in retried)


def _rows_of(lane: ImportJob, exports: Exports) -> Iterator[LeftOutRow]:
    for text in exports.read_all(rows_prefix(lane.id, lane.lane)):
        yield from (LeftOutRow(*row) for row in csv.reader(io.StringIO(text, newline="")))
