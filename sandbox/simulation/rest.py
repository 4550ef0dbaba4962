"""Runs one seed: people edit while faults fly, then the faults stop and the world comes to rest."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass

from crmsync.core.record import Millis, Side

from sandbox.memory.queue import BULK, LIVE
from sandbox.simulation.audience import MOVES
from sandbox.simulation.endings import Endings
from sandbox.simulation.erasures import Erasures
from sandbox.simulation.invariants import broken
from sandbox.simulation.lack_of_calls import lacks_calls
from sandbox.simulation.removals import Removals
from sandbox.simulation.world import MINUTE, World

EDITING: Millis = 12 * MINUTE
SETTLING: Millis = 90 * MINUTE
A_DAY: Millis = 26 * 60 * MINUTE
RESTING: Millis = 20 * MINUTE
INTERVAL: Millis = 3 * MINUTE
DRAINING: Millis = MINUTE // 2
DRAINS = 4
WAITING_GAP: Millis = 15 * MINUTE
"""Between the rounds of a schedule, while what is left to do waits for the next day's calls."""
MOST_LOOKS = 8
"""While the world rests. Who is parked is tried after five minutes, ten, twenty; polls tell of somebody once again."""

BAD_DAYS = 0.15
ADMINISTERED = 0.15
ACTIONS = 40
CONFIRMATIONS = 3
"""What a confirmed change brings with it may be held in turn."""


@dataclass(frozen=True, slots=True)
class Result:
    seed: int
    broken: tuple[str, ...]
    edits: int
    calls: int


def run_seed(seed: int) -> Result:
    return run(World(seed), seed)


def run(world: World, seed: int = 0) -> Result:
    removals = Removals(seed, world)
    endings = (Endings.of_most(seed, world), Endings.of_the_rest(seed, world))
    removals.plan(EDITING)
    world.companies.plan(EDITING)
    world.pets.plan(EDITING)
    world.deals.plan(EDITING)
    world.activities.plan(EDITING)
    world.notes.plan(EDITING)
    world.tickets.plan(EDITING)
    for some in endings:
        some.plan(EDITING)
    Erasures(seed, world).plan(EDITING)
    _plan_people(world)
    _plan_administration(world)
    _plan_audience(world)
    world.importer.plan()
    world.retrier.plan()
    world.list_resyncs.plan()
    world.reconciler.plan()
    is_short_of_calls = _plan_bad_day(world) or bool(world.administrator.caps)
    _pass(world, EDITING)
    world.quiet()
    world.people.mend(world.scheduler.now)
    _settle(world, A_DAY if is_short_of_calls else SETTLING)
    if world.deliveries.has_lost_association or world.activities.is_early or world.companies.is_late:
        world.reconciler.compare()
        _settle(world, A_DAY)
    for _ in range(CONFIRMATIONS):
        if removals.confirm():
            _pass(world, RESTING)
    drain(world)
    problems = broken(world) + unrest(world)
    calls = sum(len(world.product.call_times[side]) for side in Side)
    return Result(seed, tuple(problems), len(world.people.edits), calls)


def _pass(world: World, time: Millis) -> None:
    world.scheduler.run_until(world.scheduler.now + time)


def drain(world: World) -> None:
    """What is parked is tried again hours later, maybe just now. A message that only goes round stays in the queue."""
    for _ in range(DRAINS):
        if not any(world.product.queue.depth(queue) for queue in (LIVE, BULK)):
            return
        _pass(world, DRAINING)


def _settle(world: World, longest: Millis) -> None:
    """Until nobody lacks calls any more, and from then on as long as a world that never lacked any."""
    end = world.scheduler.now + longest
    while (left := end - world.scheduler.now) > 0:
        lacked = lacks_calls(world.product)
        world.shortest_gap = WAITING_GAP if lacked and 2 * SETTLING < left < longest else 0
        _pass(world, min(SETTLING, left))
        if not lacked and not lacks_calls(world.product):
            return


def _plan_people(world: World) -> None:
    """People come in bursts, since it is the close encounters that are hard."""
    rng = world.people.rng
    start = world.scheduler.now + MINUTE
    for _ in range(rng.randint(3, 8)):
        moment = start + rng.randint(0, EDITING - 3 * MINUTE)
        for _ in range(rng.randint(1, ACTIONS // 4)):
            world.scheduler.at(moment + rng.randint(0, 4_000), world.act)


def _plan_administration(world: World) -> None:
    """In some seeds the rules change in the middle; in some the sync is paused for a while."""
    rng = world.people.rng
    if rng.random() < ADMINISTERED:
        world.scheduler.at(_moment(world), world.administrator.change_rules)
    if rng.random() < ADMINISTERED:
        begin = _moment(world)
        world.scheduler.at(begin, lambda: world.administrator.pause(paused=True))
        world.scheduler.at(begin + INTERVAL, lambda: world.administrator.pause(paused=False))


def _plan_audience(world: World) -> None:
    """In the seeds with an inclusion list; some choose it while people work."""
    audience, rng = world.audience, world.audience.rng
    if not audience.is_used:
        return
    if not audience.is_chosen_at_once:
        world.scheduler.at(world.scheduler.now + rng.randint(MINUTE, EDITING), audience.choose)
    for _ in range(rng.randint(*MOVES)):
        world.scheduler.at(world.scheduler.now + rng.randint(0, EDITING), world.move)


def _plan_bad_day(world: World) -> bool:
    """In some seeds the vendor's own daily limit is used up for some minutes; whether this is one of them."""
    if world.people.rng.random() >= BAD_DAYS:
        return False
    begin = _moment(world)
    world.scheduler.at(begin, world.crms.begin_bad_day)
    world.scheduler.at(begin + INTERVAL, world.crms.end_bad_day)
    return True


def _moment(world: World) -> Millis:
    return world.scheduler.now + world.people.rng.randint(MINUTE, EDITING - INTERVAL)


def unrest(world: World) -> list[str]:
    """Nobody edits any more, so nothing may be written, and nobody is looked at over and over."""
    before, looked = len(world.product.history.all()), Counter(world.accounts.looked)
    _pass(world, RESTING)
    written = len(world.product.history.all()) - before
    told = [f"{written} writes happened at rest"] if written else []
    often = {key: count for key, count in (world.accounts.looked - looked).items() if count > MOST_LOOKS}
    return [*told, *(f"{key} was looked at {count} times at rest" for key, count in sorted(often.items()))]
