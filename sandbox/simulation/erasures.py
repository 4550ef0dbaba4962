"""In some seeds people demand to be forgotten. Dice of its own, so that the rest of a seed stays as it was."""

from __future__ import annotations

from random import Random

from crmsync.core.record import Millis, Side

from sandbox.simulation.world import World

ERASING = 0.3
MOST = 3


class Erasures:
    def __init__(self, seed: int, world: World) -> None:
        self._rng = Random(f"{seed}/erasures")
        self._world = world

    def plan(self, until: Millis) -> None:
        wanted = self._rng.randint(1, MOST) if self._rng.random() < ERASING else 0
        self._world.scheduler.scatter(wanted, until, self._rng, self._erase)

    def _erase(self) -> None:
        people = self._world.people
        contacts = [known for known in people.records if known.side is Side.HUBSPOT]
        if contacts:
            people.erase(self._rng.choice(contacts))
