"""The product of the simulation without its chaos, and with moments at which a test may step in."""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import dataclass, field
from random import Random

from crmsync.core.change import CallClass
from crmsync.core.record import Millis, Side
from crmsync.ports.budget import CrmGate
from crmsync.ports.clock import Clock
from crmsync.ports.transport import ApiAnswer, ApiCall, Transport

from sandbox.frame.gateway import Gateway
from sandbox.memory.clock import ManualClock
from sandbox.simulation.chaos import Chaos
from sandbox.simulation.checkpoint import Port
from sandbox.simulation.product import Product
from sandbox.simulation.scheduler import Scheduler

HALF_A_CALL: Millis = 100


@dataclass(slots=True)
class Interruption:
    """What happens once, right before the first call whose method and path match."""

    pattern: re.Pattern[str]
    act: Callable[[], object]


@dataclass(slots=True)
class SteadyRandomness:
    """`jitters` is how often it was asked for."""

    tokens: int = 0
    jitters: int = 0

    def jitter(self) -> float:
        self.jitters += 1
        return 0.5

    def token(self) -> str:
        self.tokens += 1
        return f"token-{self.tokens}"


@dataclass(slots=True)
class TimedTransport:
    """Each call takes some time, and a test may step in before it."""

    inner: Transport
    clock: ManualClock
    interruptions: list[Interruption]
    seen: list[str] = field(default_factory=list)

    def send(self, call: ApiCall) -> ApiAnswer:
        what = f"{call.method} {call.path}"
        self.seen.append(what)
        self._interrupt(what)
        self.clock.advance(HALF_A_CALL)
        try:
            return self.inner.send(call)
        finally:
            self.clock.advance(HALF_A_CALL)

    def _interrupt(self, what: str) -> None:
        for interruption in list(self.interruptions):
            if interruption.pattern.search(what):
                self.interruptions.remove(interruption)
                interruption.act()


class CalmProduct(Product):
    """`calls` are the methods and paths of all calls, in order; `interruptions` wait for theirs, by side."""

    def __init__(self, clock: ManualClock, gateways: dict[Side, Gateway]) -> None:
        rng = Random(0)
        chaos = Chaos.drawn(rng)
        chaos.quiet()
        own_clock: Clock = clock
        self.randomness = SteadyRandomness()
        super().__init__(Scheduler(rng, clock.now()), chaos, gateways, own_clock, self.randomness)
        self.interruptions: dict[Side, list[Interruption]] = {side: [] for side in Side}
        self.calls: list[str] = []
        self._manual = clock

    def gate(self, function: str) -> CrmGate:
        return self._gate(function)

    def spent(self, side: Side, now: Millis) -> int:
        return self.ledger.used(side, self._allowances()(side, CallClass.LIVE), now)

    def _wrapped(self, port: Port) -> Port:
        return port

    def _hostile(self, bare: Transport, side: Side) -> Transport:
        return TimedTransport(bare, self._manual, self.interruptions[side], self.calls)
