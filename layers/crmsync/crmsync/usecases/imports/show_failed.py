"""`import.failed`: the records that an import left out, as one CSV file."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from crmsync.core.import_job import Tally
from crmsync.core.record import Millis
from crmsync.ports.exports import Exports
from crmsync.usecases.admin.dispatch import Args
from crmsync.usecases.admin.shown import shown_time
from crmsync.usecases.imports.bookkeeping import COLUMNS, csv_text
from crmsync.usecases.imports.import_jobs import ImportJobs
from crmsync.usecases.imports.left_out import left_out_rows
from crmsync.usecases.imports.show_import import required_job
from crmsync.usecases.imports.whole_import import whole

ADDRESS_LIFETIME: Millis = 3_600_000


@dataclass(frozen=True, slots=True)
class ShowFailed:
    jobs: ImportJobs
    exports: Exports

    def __call__(self, args: Args) -> dict[str, Any]:
        """`{"url", "expires_at", "skipped", "failed", "reasons"}`; `url` is None when nothing was left out."""
        main = required_job(args, self.jobs)
        job, rows = whole(main, self.jobs), list(left_out_rows(main, self.jobs, self.exports))
        shown = {name: job.counts[name] for name in (Tally.SKIPPED.value, Tally.FAILED.value)}
        if not rows:
            return {"url": None, "expires_at": None, **shown, "reasons": {}}
        key = f"imports/{job.id}/left-out.csv"
        self.exports.put(key, csv_text([COLUMNS, *rows]))
        expires_at = shown_time(self.jobs.clock.now() + ADDRESS_LIFETIME)
        url = self.exports.address(key, ADDRESS_LIFETIME)
        return {"url": url, "expires_at": expires_at, **shown, "reasons": dict(job.reasons)}
