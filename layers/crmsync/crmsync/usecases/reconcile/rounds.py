"""Where the present round is kept, and the one before it: one job, so that there is one round at a time."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from crmsync.core.failure import Consequence, CrmError, Failure
from crmsync.core.parked import Category
from crmsync.core.reconcile_round import ReconcileRound
from crmsync.core.record import Millis
from crmsync.ports.clock import Clock, Randomness
from crmsync.ports.jobs import Jobs

JOB = "reconcile"
FILLED = "filled"
"""In the job: when a back-fill of each mapping, by its name, began that came to its end."""

LOOKED = "looked"
"""In the job: by pair, until when the creations of both sides were gone through."""

LEASE: Millis = 180_000
"""Longer than the function's timeout, so that a dead worker's lease is surely nobody's."""


@dataclass(frozen=True, slots=True)
class Rounds:
    jobs: Jobs
    clock: Clock
    randomness: Randomness

    def present(self) -> ReconcileRound | None:
        """The round that runs, or ran last; None when there never was one."""
        return _round(self.jobs.state(JOB), "present")

    def previous(self) -> ReconcileRound | None:
        """The round before the present one."""
        return _round(self.jobs.state(JOB), "previous")

    def take(self) -> HeldRounds | None:
        """The rounds, held by this worker alone; None when another one has them."""
        now, token = self.clock.now(), self.randomness.token()
        kept = self.jobs.start(JOB, token, now, now + LEASE)
        if kept is None:
            return None
        present, previous = _round(kept, "present"), _round(kept, "previous")
        return HeldRounds(self, token, present, previous, dict(kept.get(FILLED, {})), dict(kept.get(LOOKED, {})))


@dataclass(slots=True)
class HeldRounds:
    """Changed in memory; `save` and `finish` store it. Raises CrmError(RETRY_LATER) when it was lost."""

    store: Rounds
    token: str
    present: ReconcileRound | None
    previous: ReconcileRound | None
    filled: dict[str, Millis]
    looked: dict[str, Millis]

    def begin(self, fresh: ReconcileRound) -> None:
        self.previous, self.present = self.present, fresh

    def save(self) -> None:
        until = self.store.clock.now() + LEASE
        _require(self.store.jobs.save(JOB, self.token, self._state, until))

    def finish(self) -> None:
        _require(self.store.jobs.finish(JOB, self.token, self._state))

    @property
    def _state(self) -> Mapping[str, Any]:
        rounds = {"present": self.present, "previous": self.previous}
        kept = {name: one.as_dict() for name, one in rounds.items() if one is not None}
        marks = {name: marks for name, marks in ((FILLED, self.filled), (LOOKED, self.looked)) if marks}
        return {**kept, **marks}


def _round(kept: Mapping[str, Any], name: str) -> ReconcileRound | None:
    return ReconcileRound.from_dict(kept[name]) if name in kept else None


def _require(stored: bool) -> None:
    if not stored:
        message = "another worker took the reconcile over"
        raise CrmError(Failure(Consequence.RETRY_LATER, Category.UNAVAILABLE, message))
