"""What an import left out, in files of rows: each lane writes its own, and a retry takes the failed ones out."""

from __future__ import annotations

import csv
import io
from collections.abc import Iterator, Sequence
from typing import NamedTuple

from crmsync.core.import_job import ImportJob
from crmsync.core.record import RecordRef, Side
from crmsync.ports.exports import Exports
from crmsync.usecases.imports.bookkeeping import rows_key


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


class RowFile(NamedTuple):
    lane: int
    number: int


def files_from(first: RowFile, lanes: Sequence[ImportJob]) -> Iterator[RowFile]:
    """In their order. Numbers that no lane knows of are of pages that were done again, with less left out."""
    files = (RowFile(lane.lane, number) for lane in lanes for number in range(lane.files))
    return (file for file in files if file >= first)


def rows_of(job_id: str, file: RowFile, exports: Exports) -> Iterator[LeftOutRow]:
    """Raises CrmError when the store does not answer."""
    text = exports.read(rows_key(job_id, *file))
    return (LeftOutRow(*row) for row in csv.reader(io.StringIO(text, newline="")))
