"""`import.failed`: the records that an import left out, as CSV files of a size that any program opens."""

from __future__ import annotations

import csv
import io
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any, NamedTuple

from crmsync.core.import_job import ImportJob, Tally
from crmsync.core.record import Millis
from crmsync.ports.exports import Exports
from crmsync.usecases.admin.admin_error import bad_arguments
from crmsync.usecases.admin.arguments import text_of
from crmsync.usecases.admin.dispatch import Args
from crmsync.usecases.admin.shown import shown_time
from crmsync.usecases.imports.bookkeeping import COLUMNS
from crmsync.usecases.imports.import_jobs import ImportJobs
from crmsync.usecases.imports.left_out import RowFile, files_from, rows_of
from crmsync.usecases.imports.show_import import required_job
from crmsync.usecases.imports.whole_import import whole

ADDRESS_LIFETIME: Millis = 3_600_000
MOST_READ = 400
"""Files of rows that one turn of the command reads: some ten seconds."""

MOST_TEXT = 16_000_000
"""Characters after which a file is full; about 80,000 rows."""


class Place(NamedTuple):
    """Where a turn begins: at which file of rows, and how many files the turns before it made."""

    file: RowFile = RowFile(0, 0)
    made: int = 0

    @classmethod
    def of(cls, args: Args) -> Place:
        after = text_of(args, "after")
        if after is None:
            return cls()
        numbers = after.split("-")
        if len(numbers) != len(("lane", "number", "made")) or not all(number.isdecimal() for number in numbers):
            raise bad_arguments("after must be what `next` was")
        lane, number, made = map(int, numbers)
        return cls(RowFile(lane, number), made)

    @property
    def text(self) -> str:
        return "-".join(str(number) for number in (*self.file, self.made))


class Made(NamedTuple):
    """A file's text, how many rows it has, and at which file of rows the next one begins (None: it is the last)."""

    text: str
    rows: int
    following: RowFile | None


@dataclass(frozen=True, slots=True)
class ShowFailed:
    jobs: ImportJobs
    exports: Exports

    def __call__(self, args: Args) -> dict[str, Any]:
        """`{"url", "rows", "expires_at", "skipped", "failed", "reasons", "next"}`; `url` is None when nothing was left
        out. With what `next` was as `after` the next file is made; None after the last.
        """
        main, place = required_job(args, self.jobs), Place.of(args)
        others = self.jobs.lanes(main)
        job, made = whole(main, others), self._make([main, *others], place.file)
        following = Place(made.following, place.made + (made.rows > 0)).text if made.following else None
        return {
            "url": self._put(job.id, place.made, made.text) if made.rows else None,
            "rows": made.rows,
            "expires_at": shown_time(self.jobs.clock.now() + ADDRESS_LIFETIME) if made.rows else None,
            **{name: job.counts[name] for name in (Tally.SKIPPED.value, Tally.FAILED.value)},
            "reasons": dict(job.reasons),
            "next": following,
        }

    def _make(self, lanes: Sequence[ImportJob], first: RowFile) -> Made:
        out, rows = io.StringIO(newline=""), 0
        writer = csv.writer(out)
        writer.writerow(COLUMNS)
        for read, file in enumerate(files_from(first, lanes)):
            if read == MOST_READ or out.tell() >= MOST_TEXT:
                return Made(out.getvalue(), rows, file)
            for row in rows_of(lanes[0].id, file, self.exports):
                writer.writerow(row)
                rows += 1
        return Made(out.getvalue(), rows, None)

    def _put(self, job_id: str, made: int, text: str) -> str:
        key = f"imports/{job_id}/left-out{f'-{made + 1}' if made else ''}.csv"
        self.exports.put(key, text)
        return self.exports.address(key, ADDRESS_LIFETIME)
