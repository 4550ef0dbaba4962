"""Clock and randomness of the simulated functions."""

from __future__ import annotations

from random import Random

from crmsync.core.record import Millis

from sandbox.simulation.scheduler import Scheduler


class SimulatedClock:
    """Sleeping lets others run, as it does on AWS."""

    def __init__(self, scheduler: Scheduler) -> None:
        self._scheduler = scheduler

    def now(self) -> Millis:
        return self._scheduler.now

    def sleep(self, millis: Millis) -> None:
        self._scheduler.pause(millis)


class SimulatedRandomness:
    def __init__(self, rng: Random) -> None:
        self._rng = rng

    def jitter(self) -> float:
        return self._rng.random()

    def token(self) -> str:
        return f"{self._rng.getrandbits(128):032x}"
