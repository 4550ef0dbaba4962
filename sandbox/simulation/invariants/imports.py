"""An import comes to its end, or waits for calls that nobody has; and its file has whom it counts."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator
from typing import Any

from crmsync.core.change import CallClass
from crmsync.core.import_job import ImportJob, Tally
from crmsync.usecases.imports.asked_for import NOT_ASKED_FOR
from crmsync.usecases.imports.left_out import RowFile, files_from, rows_of
from crmsync.usecases.imports.walk_on import OTHERS

from sandbox.simulation.invariants.state import State

ENDED = {"done", "cancelled"}


def unfinished_imports(state: State) -> Iterator[str]:
    status = state.world.importer.status
    if status is None:
        return
    if status["state"] not in ENDED and not _is_short(state, status["waiting"]):
        yield f"the import is {status['state']} ({status['waiting']}): {status['error']}"
    for lane in _lanes(state):
        if lane.is_at_work and not _is_short(state, status["waiting"] if lane.waiting == OTHERS else lane.waiting):
            yield f"lane {lane.lane} of the import is {lane.state} ({lane.waiting}): {lane.error}"
    if status["state"] == "done" and status["pending"] and not any(lane.is_at_work for lane in _lanes(state)):
        yield f"the import ended while {status['pending']} records were to be tried again"


def miscounted_imports(state: State) -> Iterator[str]:
    """Each record that is left out is one row, unless nobody asked for it."""
    status = state.world.importer.status
    lanes = _lanes(state) if status is not None else []
    if status is None or any(lane.is_at_work for lane in lanes):
        return
    if any(count < 0 for count in status["counts"].values()):
        yield f"the import counts {status['counts']}"
    rows = _rows(state, lanes)
    told = {name: rows[name] for name in (Tally.SKIPPED.value, Tally.FAILED.value)}
    if told != _counted(status):
        yield f"the import counts {_counted(status)}, and its file {told}"


def _counted(status: dict[str, Any]) -> dict[str, int]:
    passed_over = sum(count for reason, count in status["reasons"].items() if reason in NOT_ASKED_FOR)
    counts = status["counts"]
    return {"skipped": counts["skipped"] - passed_over, "failed": counts["failed"]}


def _rows(state: State, lanes: list[ImportJob]) -> Counter[str]:
    product, job_id = state.world.product, state.world.importer.job_id
    files = files_from(RowFile(0, 0), lanes)
    return Counter(row.outcome for file in files for row in rows_of(job_id, file, product.exports))


def _lanes(state: State) -> list[ImportJob]:
    """Lane 0 too."""
    jobs, job_id = state.world.product.jobs, state.world.importer.job_id
    main = ImportJob.from_dict(jobs.state(f"import#{job_id}"))
    others = (jobs.state(f"import#{job_id}.{lane}") for lane in range(1, main.lanes))
    return [main, *(ImportJob.from_dict(kept) for kept in others if kept)]


def _is_short(state: State, waiting: str | None) -> bool:
    return waiting == "quota" and state.world.product.free_calls(CallClass.BULK) < 100
