"""A resync of a list comes to its end, and looks at every member."""

from __future__ import annotations

from collections.abc import Iterator

from sandbox.simulation.invariants.state import State


def unfinished_resyncs(state: State) -> Iterator[str]:
    resyncs = state.world.list_resyncs
    if not resyncs.list_id:
        return
    if not resyncs.is_over:
        if not state.world.administrator.caps:
            yield f"the resync of list {resyncs.list_id} did not end"
    elif resyncs.missed > 0:
        yield f"the resync of list {resyncs.list_id} left {resyncs.missed} members out"
