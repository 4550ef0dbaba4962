"""What must hold when the world has come to rest; each broken one is a sentence."""

from __future__ import annotations

from collections.abc import Callable, Iterator

from sandbox.simulation.invariants.activities import (
    doubled_activities,
    lost_activities,
    other_company,
    untrue_forms,
)
from sandbox.simulation.invariants.agreement import disagreements
from sandbox.simulation.invariants.campaigns import untrue_campaigns
from sandbox.simulation.invariants.companies import doubled, estranged
from sandbox.simulation.invariants.deals import doubled_deals, partial_casts
from sandbox.simulation.invariants.duplicates import duplicates
from sandbox.simulation.invariants.edits import lost_edits
from sandbox.simulation.invariants.erasures import unforgotten
from sandbox.simulation.invariants.imports import miscounted_imports, unfinished_imports
from sandbox.simulation.invariants.lifecycle import left_behind
from sandbox.simulation.invariants.limbo import limbo
from sandbox.simulation.invariants.notes import doubled_notes, lost_notes, strayed_notes
from sandbox.simulation.invariants.opt_outs import opt_outs
from sandbox.simulation.invariants.outcomes import untrue_outcomes
from sandbox.simulation.invariants.outsiders import crossed_outside
from sandbox.simulation.invariants.owners import strange_owners
from sandbox.simulation.invariants.pets import doubled_pets, unassociated
from sandbox.simulation.invariants.removals import accidental_removals
from sandbox.simulation.invariants.resyncs import unfinished_resyncs
from sandbox.simulation.invariants.rounds import unfinished_rounds
from sandbox.simulation.invariants.stamps import untrue_stamps
from sandbox.simulation.invariants.state import State
from sandbox.simulation.invariants.tickets import doubled_tickets, lost_tickets
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
    opt_outs,
    strange_owners,
    crossed_outside,
    accidental_removals,
    unforgotten,
    untrue_stamps,
    unfinished_imports,
    miscounted_imports,
    unfinished_resyncs,
    estranged,
    doubled,
    doubled_pets,
    unassociated,
    partial_casts,
    doubled_deals,
    doubled_activities,
    lost_activities,
    other_company,
    untrue_forms,
    doubled_notes,
    lost_notes,
    strayed_notes,
    doubled_tickets,
    lost_tickets,
    left_behind,
    unfinished_rounds,
    untrue_campaigns,
)


def broken(world: World) -> list[str]:
    """Every invariant that does not hold, in words that name record and field."""
    state = State.of(world)
    found = [problem for invariant in INVARIANTS for problem in invariant(state)]
    return [*world.unexpected, *world.accounts.wrong, *found]
