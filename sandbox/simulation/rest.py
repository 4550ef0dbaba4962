"""Runs one seed: people edit while faults fly, then the faults stop and the world comes to rest."""

from __future__ import annotations

from dataclasses import dataclass

from crmsync.core.record import Millis

from sandbox.simulation.invariants import broken
from sandbox.simulation.world import MINUTE, World

EDITING: Millis = 12 * MINUTE
SETTLING: Millis = 90 * MINUTE
A_DAY: Millis = 26 * 60 * MINUTE
ACTIONS = 40


@dataclass(frozen=True, slots=True)
class Result:
    seed: int
    broken: tuple[str, ...]
    edits: int
    calls: int


def run_seed(seed: int) -> Result:
    world = World(seed)
    _plan_people(world)
    world.scheduler.run_until(world.scheduler.now + EDITING)
    world.chaos.quiet()
    world.scheduler.run_until(world.scheduler.now + SETTLING)
    if world.caps:
        world.scheduler.run_until(world.scheduler.now + A_DAY)
    problems = broken(world) + _echo_loop(world)
    calls = sum(len(times) for times in world.product.call_times.values())
    return Result(seed, tuple(problems), len(world.people.edits), calls)


def _plan_people(world: World) -> None:
    """People come in bursts, since it is the close encounters that are hard."""
    start = world.scheduler.now + MINUTE
    for _ in range(world.rng.randint(3, 8)):
        moment = start + world.rng.randint(0, EDITING - 3 * MINUTE)
        for _ in range(world.rng.randint(1, ACTIONS // 4)):
            at = moment + world.rng.randint(0, 4_000)
            world.scheduler.at(at, lambda: world.people.act(world.scheduler.now))


def _echo_loop(world: World) -> list[str]:
    """At rest nobody edits, so nothing may be written any more."""
    before = len(world.product.history.all())
    world.scheduler.run_until(world.scheduler.now + 20 * MINUTE)
    written = len(world.product.history.all()) - before
    return [f"{written} writes happened at rest"] if written else []
