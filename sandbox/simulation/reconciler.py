"""The nightly rounds of some seeds, in the middle of everything; and what administrators have looked at again."""

from __future__ import annotations

from collections.abc import Callable
from random import Random

from crmsync.core.configuration import PairConfiguration
from crmsync.core.parked import Category
from crmsync.core.record import Millis

from sandbox.simulation.product import Product
from sandbox.simulation.scheduler import Scheduler

RECONCILING = 0.3
MOST_ROUNDS = 3
FILLING = 0.3
PREVIEWS = 0.2
SOME = 3
LATEST: Millis = 720_000

Wish = dict[str, object]
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

    def compare(self) -> None:
        """A night comes."""
        self._begin(lambda deadline: self._product.reconciles.nightly(deadline - self._scheduler.now))

    def _round(self, deadline: Millis) -> object:
        """By the schedule, or as an administrator asks for it."""
        if self._rng.random() < FILLING:
            return self._resync()
        return self._product.reconciles.nightly(deadline - self._scheduler.now)

    def _resync(self) -> object:
        """A back-fill, some records, or what is parked; at times only to see what would change."""
        pairs = [one for one in self._product.configuration.pairs.values() if one.settings.enabled]
        pair = self._rng.choice(pairs)
        wish = self._rng.choice([_mapping, _mapping, self._of_hubspot, self._of_salesforce, _parked])
        preview = self._rng.random() < PREVIEWS
        return self._product.reconciles.resync(object=pair.name, preview=preview, **wish(pair, self._rng))

    def _of_hubspot(self, pair: PairConfiguration, rng: Random) -> Wish:
        ids = [one.hubspot.id for one in self._product.links.all() if one.hubspot.object_type == pair.hubspot_type]
        return {"hubspot_ids": rng.sample(ids, min(len(ids), SOME))}

    def _of_salesforce(self, pair: PairConfiguration, rng: Random) -> Wish:
        ids = [one.salesforce.id for one in self._product.links.all() if one.hubspot.object_type == pair.hubspot_type]
        return {"salesforce_ids": rng.sample(ids, min(len(ids), SOME))}


def _mapping(pair: PairConfiguration, rng: Random) -> Wish:
    return {"mapping": rng.choice([one.hubspot for one in pair.mappings])}


def _parked(_: PairConfiguration, rng: Random) -> Wish:
    return {"category": rng.choice([*Category]).value}
