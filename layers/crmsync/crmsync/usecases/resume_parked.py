"""Sends parked records again once they may go on: budget back, retry due, configuration or schema mended."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Protocol

from crmsync.core.cause import RESUMED
from crmsync.core.change import CallClass, Change, ChangeKind
from crmsync.core.parked import Parked
from crmsync.core.record import Millis
from crmsync.ports.clock import Clock, Randomness
from crmsync.ports.configurations import ConfigurationStore
from crmsync.ports.jobs import Jobs
from crmsync.ports.parking import Parking
from crmsync.ports.queue import ChangeQueue
from crmsync.usecases.single_flight import single_flight

JOB = "resume_parked"
LEASE: Millis = 60_000
ROWS_A_ROUND = 1_000
POSTPONED_BY: Millis = 900_000
"""How long a record that was sent is not sent again. The worker removes or replaces its row long before."""

_RANK = {CallClass.LIVE: 0, CallClass.POLL: 1, CallClass.BULK: 2}


class FreeCalls(Protocol):
    def __call__(self, call_class: CallClass, /) -> int:
        """How many calls the class may still make now, on the side that has fewer left."""


@dataclass(frozen=True, slots=True)
class ResumeParked:
    parking: Parking
    queue: ChangeQueue
    jobs: Jobs
    configurations: ConfigurationStore
    free_calls: FreeCalls
    clock: Clock
    randomness: Randomness

    def __call__(self) -> int:
        """How many rows were sent; 0 while nothing may be written or another round is running."""
        configuration = self.configurations.active()
        if configuration is None or configuration.global_settings.holds_writes:
            return 0
        with single_flight(self.jobs, JOB, LEASE, self.clock, self.randomness) as may_run:
            return self._send_due(self.clock.now()) if may_run else 0

    def _send_due(self, now: Millis) -> int:
        """Sends before it postpones: a crash between the two sends rows twice, which is harmless."""
        rows = self._affordable(_in_turn(self.parking.due(now, ROWS_A_ROUND)))
        if rows:
            self.queue.send([_change(row, now) for row in rows])
            self.parking.postpone(rows, now + POSTPONED_BY)
        return len(rows)

    def _affordable(self, rows: Sequence[Parked]) -> list[Parked]:
        """As many rows as there are free calls: batches need fewer, so budget is never the reason to park again."""
        free = {call_class: self.free_calls(call_class) for call_class in {row.call_class for row in rows}}
        taken: list[Parked] = []
        for row in rows:
            if len(taken) < free[row.call_class]:
                taken.append(row)
        return taken


def _in_turn(rows: Iterable[Parked]) -> list[Parked]:
    """Oldest live first."""
    return sorted(rows, key=lambda row: (_RANK[row.call_class], row.parked_at, row.ref, row.part))


def _change(row: Parked, now: Millis) -> Change:
    kind = ChangeKind.ERASE if row.erases else ChangeKind.LOOK
    return Change(row.ref, kind, now, RESUMED, row.call_class, fields=dict(row.fields))
