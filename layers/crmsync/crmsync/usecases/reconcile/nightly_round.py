"""One invocation by the schedule: begins a round and does its first turn at once."""

from __future__ import annotations

from dataclasses import dataclass

from crmsync.core.record import Millis
from crmsync.usecases.reconcile.run_round import RunRound
from crmsync.usecases.reconcile.start_round import StartRound

IF_NOTHING_COMES: Millis = 180_000
"""When the first turn is asked for by the queue: this invocation has ended by then, well or not."""


@dataclass(frozen=True, slots=True)
class NightlyRound:
    start: StartRound
    run: RunRound

    def __call__(self, deadline: Millis) -> str:
        """What the first turn ended as; `not_begun` while a round runs or the sync is off."""
        begun = self.start(first_turn_in=IF_NOTHING_COMES)
        return "not_begun" if begun is None else self.run(begun.id, begun.turn, deadline)
