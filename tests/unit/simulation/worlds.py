"""Worlds at rest, to be disturbed; and products that are broken on purpose."""

from __future__ import annotations

import hashlib
from collections.abc import Sequence

from crmsync.core.link import Link
from crmsync.core.record import Side
from crmsync.ports.history import HistoryRow
from crmsync.ports.links import Commit, Held

from sandbox.memory.history import MemoryHistory
from sandbox.memory.links import MemoryLinks
from sandbox.simulation.product import Product
from sandbox.simulation.rest import Result, run
from sandbox.simulation.world import MINUTE, MakeProduct, World

SEEDS = 40


def calm_world(seed: int = 1) -> World:
    """Two people whom crmsync created on the other side, in step, long ago."""
    world = World(seed)
    world.chaos.quiet()
    world.crms.quiet()
    world.crms.salesforce_user.control("settings", {"duplicate_rule": "off"})
    world.administrator.caps.clear()
    for name in ("quota/hubspot", "quota/salesforce", "mappings/contact"):
        world.product.parameters.write(name, "{}" if name.startswith("quota") else '{"mappings": []}')
    world.product.parameters.write("settings/contact", "{}")
    world.scheduler.run_until(world.scheduler.now + 2 * MINUTE)
    for side in Side:
        world.people.create(world.scheduler.now, side, f"person-{side}@example.org")
    world.scheduler.run_until(world.scheduler.now + 30 * MINUTE)
    return world


def only_link(world: World, side: Side) -> Link:
    """Of the person who was created on that side."""
    created = next(known for known in world.people.created if known.side is side)
    return next(link for link in world.product.links.all() if link.ref(side).id == created.id)


def first_broken(make_product: MakeProduct, word: str, first: int = 1) -> Result | None:
    """The first of forty seeds in which a broken product breaks an invariant in these words. `first` is best one that
    does: the others only cost time.
    """
    results = (run(World(seed, make_product), seed) for seed in range(first, first + SEEDS))
    return next((result for result in results if any(word in problem for problem in result.broken)), None)


def fingerprint(seed: int) -> str:
    """Of everything that a seed led to."""
    world = World(seed)
    result = run(world, seed)
    everything = [
        result,
        world.product.links.all(),
        world.product.history.all(),
        world.product.parking.all(),
        world.product.call_times,
        world.people.edits,
    ]
    return hashlib.sha256(repr(everything).encode()).hexdigest()


class ForgetfulHistory(MemoryHistory):
    def add(self, rows: Sequence[HistoryRow]) -> None:
        """Keeps no entries."""


class LossyLinks(MemoryLinks):
    def commit(self, commits: Sequence[Commit]) -> list[Held]:
        """Says that it stored them."""
        return [Held.DONE] * len(commits)


class WithoutHistory(Product):
    def __init__(self, *parts: object) -> None:
        super().__init__(*parts)  # type: ignore[arg-type]
        self.history = ForgetfulHistory()


class WithLossyLinks(Product):
    def __init__(self, *parts: object) -> None:
        super().__init__(*parts)  # type: ignore[arg-type]
        self.links = LossyLinks(self._clock)
