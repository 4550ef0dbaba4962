"""An import comes to its end, or waits for calls that nobody has."""

from __future__ import annotations

from collections.abc import Iterator

from crmsync.core.change import CallClass

from sandbox.simulation.invariants.state import State

ENDED = {"done", "cancelled"}


def unfinished_imports(state: State) -> Iterator[str]:
    status = state.world.importer.status
    if status is None:
        return
    is_short = status["waiting"] == "quota" and state.world.product.free_calls(CallClass.BULK) < 100
    if status["state"] not in ENDED and not is_short:
        yield f"the import is {status['state']} ({status['waiting']}): {status['error']}"
    if status["state"] == "done" and status["pending"]:
        yield f"the import ended while {status['pending']} records were to be tried again"
