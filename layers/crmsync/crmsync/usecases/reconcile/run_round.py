"""One turn of a round: takes it, works step by step while there is time, asks for the next turn.

The round is saved after each step, so a worker that dies costs one page done again, which finds its records in step.
"""

from __future__ import annotations

from dataclasses import dataclass

from crmsync.core.failure import Consequence, CrmError, Failure
from crmsync.core.reconcile_round import ReconcileRound, RoundState
from crmsync.core.record import Millis
from crmsync.ports.import_queue import MAX_DELAY
from crmsync.usecases.reconcile.reconcile_ports import ReconcilePorts
from crmsync.usecases.reconcile.round_steps import RoundSteps
from crmsync.usecases.reconcile.rounds import HeldRounds

STEP_TIME: Millis = 40_000
"""No step is begun with less time left: a page's calls and writes."""

SHORT_WAIT: Millis = 2_000
"""Waits within the turn; a longer one is a delayed message."""

BUSY: Millis = 10_000
FIRST_RETRY: Millis = 5_000
MOST_RETRIES = 100
"""With a quarter of an hour between them, a day: then the next night's round is due."""

_WAITS = {Consequence.RETRY_LATER, Consequence.OUTCOME_UNKNOWN}


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
        """After which time the next turn is due; None when there is none to come."""
        steps = RoundSteps(self.ports, held, present)
        while not present.is_final:
            if self.ports.sync.clock.now() + STEP_TIME > deadline:
                return 0
            wait = self._step(steps, present)
            held.save()
            if wait > SHORT_WAIT:
                return min(wait, MAX_DELAY)
            if wait:
                self.ports.sync.clock.sleep(wait)
        return None

    def _step(self, steps: RoundSteps, present: ReconcileRound) -> Millis:
        try:
            wait = steps.step()
        except CrmError as error:
            return self._stumble(present, error.failure)
        present.retries = 0
        return wait

    def _stumble(self, present: ReconcileRound, failure: Failure) -> Millis:
        """What may work later is waited for; anything else ends the round, and the next night begins another."""
        self.ports.sync.telemetry.note("reconcile step failed", job=present.id, category=failure.category)
        if failure.consequence is Consequence.QUOTA_EXHAUSTED:
            present.waiting = "quota"
            return MAX_DELAY
        if failure.consequence in _WAITS and present.retries < MOST_RETRIES:
            wait = max(failure.retry_after or 0, min(FIRST_RETRY << min(present.retries, 8), MAX_DELAY))
            present.waiting, present.retries = "unavailable", present.retries + 1
            return wait
        present.state, present.finished_at = RoundState.FAILED, self.ports.sync.clock.now()
        present.waiting, present.error = "", failure.message
        return 0
