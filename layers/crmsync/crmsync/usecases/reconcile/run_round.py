"""One turn of a round: takes it, works while there is time, asks for the next turn."""

from __future__ import annotations

from dataclasses import dataclass, replace

from crmsync.core.failure import Failure
from crmsync.core.reconcile_round import ReconcileRound, RoundState
from crmsync.core.record import Millis
from crmsync.usecases.reconcile.reconcile_ports import ReconcilePorts
from crmsync.usecases.reconcile.round_steps import RoundSteps
from crmsync.usecases.reconcile.rounds import HeldRounds
from crmsync.usecases.turns import BUSY, Steps, Turns

MOST_RETRIES = 100
"""With a quarter of an hour between them, a day: then the next night's round is due."""


@dataclass(frozen=True, slots=True)
class RunRound:
    ports: ReconcilePorts

    def __call__(self, round_id: str, turn: int, deadline: Millis) -> str:
        """What the turn ended as: a state of the round, `busy` when another worker has it, `void` for a message that
        another one replaced, or of a round that is over.
        """
        held = self.ports.rounds.take()
        if held is None:
            return self._come_back(round_id, turn)
        present = held.present
        if present is None or present.id != round_id or turn < present.turn or present.is_final:
            held.finish()
            return "void"
        present.turn = turn
        delay = self._work(held, present, deadline)
        if delay is not None:
            # Before the round is given back: a crash between the two leaves a message too many, never one too few.
            self.ports.turns.send(round_id, present.turn + 1, delay=delay)
            present.turn += 1
        held.finish()
        return present.state.value

    def _come_back(self, round_id: str, turn: int) -> str:
        present = self.ports.rounds.present()
        if present is None or present.id != round_id:
            return "void"
        self.ports.turns.send(round_id, turn, delay=BUSY)
        return "busy"

    def _work(self, held: HeldRounds, present: ReconcileRound, deadline: Millis) -> Millis | None:
        sync = self.ports.sync.in_time(deadline)
        own = RoundSteps(replace(self.ports, sync=sync), held, present)
        steps = Steps(lambda: True, own.step, held.save, lambda failure: self._fail(present, failure))
        return Turns("reconcile", sync.clock, sync.telemetry, MOST_RETRIES).work(present, steps, deadline)

    def _fail(self, present: ReconcileRound, failure: Failure) -> None:
        """The next night begins another."""
        present.state, present.finished_at = RoundState.FAILED, self.ports.sync.clock.now()
        present.waiting, present.error = "", failure.message
