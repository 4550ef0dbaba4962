"""What must hold when the world has come to rest; each broken one is a sentence."""

from __future__ import annotations

from collections.abc import Callable, Iterator

from sandbox.simulation.invariants.agreement import disagreements
from sandbox.simulation.invariants.duplicates import duplicates
from sandbox.simulation.invariants.edits import lost_edits
from sandbox.simulation.invariants.imports import unfinished_imports
from sandbox.simulation.invariants.limbo import limbo
from sandbox.simulation.invariants.outcomes import untrue_outcomes
from sandbox.simulation.invariants.state import State
from sandbox.simulation.invariants.traffic import too_much_traffic
from sandbox.simulation.world import World

Invariant = Callable[[State], Iterator[str]]

INVARIANTS: tuple[Invariant, ...] = (
    limbo,
    disagreements,
    lost_edits,
    duplicates,
    untrue_outcomes,
    too_much_traffic,
    unfinished_imports,
)


def broken(world: World) -> list[str]:
    """Every invariant that does not hold, in words that name record and field."""
    state = State.of(world)
    found = [problem for invariant in INVARIANTS for problem in invariant(state)]
    return [*world.unexpected, *world.accounts.wrong, *found]
