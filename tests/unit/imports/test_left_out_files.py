"""The CSV of what an import left out: in files that are made one after the other, whatever their number."""

import csv
import io
import tracemalloc
from itertools import chain
from typing import Any

import pytest
from crmsync.core.import_job import ImportJob, Tally
from crmsync.usecases.admin.admin_error import AdminError
from crmsync.usecases.imports.bookkeeping import csv_text
from crmsync.usecases.imports.import_jobs import ImportJobs
from crmsync.usecases.imports.show_failed import ShowFailed

from sandbox.memory.jobs import MemoryJobs
from tests.unit.sync.sync_world import SyncWorld

ROWS = 50
"""In each of the files that the pages of an import left."""

JOB = "0a1b2c"


class PagedExports:
    """Has what each page left out, and keeps of the administrator's files no more than how many rows each has."""

    def __init__(self) -> None:
        self.reads = 0
        self.made: dict[str, list[str]] = {}

    def read(self, key: str) -> str:
        self.reads += 1
        row = ("salesforce", "Contact", f"003-{key[-10:-4]}", "failed", "property_values", "x" * 200, "")
        return csv_text([row] * ROWS)

    def put(self, key: str, text: str) -> None:
        ids = (row["record_id"] for row in csv.DictReader(io.StringIO(text, newline="")))
        self.made[key] = sorted(set(ids))

    def address(self, key: str, lifetime: int) -> str:
        return f"memory://{key}?{lifetime}"


def show_failed(pages: int) -> tuple[ShowFailed, PagedExports]:
    world = SyncWorld()
    jobs, exports = ImportJobs(MemoryJobs(), world.clock, world.product.randomness), PagedExports()
    job = ImportJob(JOB, "all contacts", {"kind": "contacts"}, pages * ROWS, {}, world.clock.now(), files=pages)
    job.counts[Tally.FAILED] = pages * ROWS
    jobs.add(job)
    return ShowFailed(jobs, exports), exports


def all_turns(command: ShowFailed) -> list[dict[str, Any]]:
    turns = [command({"job_id": JOB})]
    while turns[-1]["next"] is not None:
        turns.append(command({"job_id": JOB, "after": turns[-1]["next"]}))
    return turns


def test_a_file_ends_when_it_is_full(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("crmsync.usecases.imports.show_failed.MOST_TEXT", 30_000)
    command, exports = show_failed(10)
    turns = all_turns(command)
    assert [turn["rows"] for turn in turns] == [150, 150, 150, 50]
    assert list(exports.made) == [f"imports/{JOB}/left-out{end}.csv" for end in ("", "-2", "-3", "-4")]
    assert sorted(chain(*exports.made.values())) == [f"003-{number:06d}" for number in range(10)]
    assert exports.reads == 10


def test_a_turn_ends_after_so_many_files_of_rows(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("crmsync.usecases.imports.show_failed.MOST_READ", 4)
    command, _ = show_failed(10)
    assert [turn["rows"] for turn in all_turns(command)] == [200, 200, 100]


@pytest.mark.no_cover
def test_memory_is_flat(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("crmsync.usecases.imports.show_failed.MOST_TEXT", 100_000)
    few, many = (peak_of(show_failed(pages)[0]) for pages in (20, 200))
    assert many <= 1.2 * few


def peak_of(command: ShowFailed) -> int:
    """Bytes."""
    tracemalloc.start()
    after: str | None = ""
    while after is not None:
        after = command({"job_id": JOB, **({"after": after} if after else {})})["next"]
    peak = tracemalloc.get_traced_memory()[1]
    tracemalloc.stop()
    return peak


@pytest.mark.parametrize("after", ["x", "0-1", "0-1-x", "-1-0-0"])
def test_what_no_turn_gave_is_refused(after: str) -> None:
    command, exports = show_failed(1)
    with pytest.raises(AdminError, match="after"):
        command({"job_id": JOB, "after": after})
    assert exports.made == {}
