"""A round of reconciling comes to its end, or waits for calls that nobody has."""

from __future__ import annotations

from collections.abc import Iterator

from crmsync.core.change import CallClass
from crmsync.core.reconcile_round import ReconcileRound, RoundState
from crmsync.usecases.reconcile.rounds import JOB

from sandbox.simulation.invariants.state import State


def unfinished_rounds(state: State) -> Iterator[str]:
    kept = state.world.product.jobs.state(JOB).get("present")
    if kept is None:
        return
    present = ReconcileRound.from_dict(kept)
    is_short = present.waiting == "quota" and state.world.product.free_calls(CallClass.BULK) < 100
    if present.state is not RoundState.DONE and not is_short:
        yield f"the reconcile is {present.state} ({present.waiting}): {present.error}"
