"""The nightly rounds of some seeds, in the middle of everything."""

from __future__ import annotations

from collections.abc import Callable
from random import Random

from crmsync.core.record import Millis

from sandbox.simulation.people import FIELDS
from sandbox.simulation.product import Product
from sandbox.simulation.scheduler import Scheduler

RECONCILING = 0.3
MOST_ROUNDS = 3
FILLING = 0.3
LATEST: Millis = 720_000

Begin = Callable[[Callable[[Millis], object]], None]
"""Runs the schedule's invocation, given its deadline; it may crash like any other."""


class Reconciler:
    def __init__(self, rng: Random, product: Product, scheduler: Scheduler, begin: Begin) -> None:
        self._rng, self._product, self._scheduler, self._begin = rng, product, scheduler, begin

    def plan(self) -> None:
        if self._rng.random() >= RECONCILING:
            return
        for _ in range(self._rng.randint(1, MOST_ROUNDS)):
            self._scheduler.after(self._rng.randint(0, LATEST), lambda: self._begin(self._round))

    def _round(self, deadline: Millis) -> object:
        """By the schedule, or a back-fill that an administrator asks for."""
        if self._rng.random() < FILLING:
            return self._product.reconciles.resync(object="contact", mapping=self._rng.choice(list(FIELDS)))
        return self._product.reconciles.nightly(deadline - self._scheduler.now)
