"""The latest retry of what an import left out as failed: what all of its lanes have done together."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from crmsync.core.import_job import FINAL, ImportJob, ImportState, Tally
from crmsync.core.record import Millis


@dataclass(frozen=True, slots=True)
class ImportRetry:
    """`records` is how many had failed when it was begun, `counts` by tally what has become of them since.

    `state` is that of its worst lane, `running` while one is at work; `finished_at` is 0 until then.
    """

    number: int
    records: int
    begun_at: Millis
    finished_at: Millis
    first: ImportJob
    """Of its lanes."""
    state: ImportState
    counts: Mapping[str, int]
    error: str

    @property
    def is_at_work(self) -> bool:
        return self.state is ImportState.RUNNING

    @property
    def is_final(self) -> bool:
        return self.state in FINAL

    def worked(self, now: Millis) -> Millis:
        """For how long it was not paused."""
        return self.first.worked(self.begun_at, self.finished_at or now)

    @property
    def total(self) -> int:
        return sum(self.counts.values())


def latest_retry(lanes: Sequence[ImportJob]) -> ImportRetry | None:
    """Of all lanes of the import; None when nothing was tried again yet."""
    number = max((lane.retry.number for lane in lanes if lane.retry is not None), default=0)
    its = [(lane, lane.retry) for lane in lanes if lane.retry is not None and lane.retry.number == number]
    if not its:
        return None
    state, walk = _state([lane for lane, _ in its]), its[0][1]
    counts = Counter({Tally.FAILED.value: sum(walk.taken_over for _, walk in its)})
    for lane, _ in its:
        counts.update(lane.counts)
    return ImportRetry(
        number=number,
        records=walk.records,
        begun_at=walk.begun_at,
        finished_at=0 if state is ImportState.RUNNING else max(lane.finished_at for lane, _ in its),
        first=its[0][0],
        state=state,
        counts={tally.value: counts[tally.value] for tally in Tally},
        error=next((lane.error for lane, _ in its if lane.error), ""),
    )


def _state(lanes: Sequence[ImportJob]) -> ImportState:
    if any(lane.is_at_work for lane in lanes):
        return ImportState.RUNNING
    states = {lane.state for lane in lanes}
    worst = (state for state in (ImportState.FAILED, ImportState.CANCELLED) if state in states)
    return next(worst, ImportState.DONE)
