"""What the CRMs push, on its way to the product: lost, doubled, late, out of order, or answered with 503."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field

from crmsync.core.record import Millis, Side

from sandbox.frame.simulator import Delivery
from sandbox.simulation.chaos import Chaos
from sandbox.simulation.crms import Crms
from sandbox.simulation.scheduler import Scheduler

LATEST: Millis = 20_000
ASSOCIATION = b".associationChange"
UNAVAILABLE = 503

Receive = Callable[[Delivery, Callable[[int | None], None]], None]
"""Starts the function that takes the delivery, and tells the status that it answered (None: it crashed)."""


@dataclass(slots=True)
class Deliveries:
    """`arrived` are the bodies that the product took, with their times. `has_lost_association`: a webhook of one was
    lost, which no poll makes up for, since HubSpot finds a record by its properties alone.
    """

    crms: Crms
    scheduler: Scheduler
    chaos: Chaos
    receive: Receive
    arrived: list[tuple[Millis, str]] = field(default_factory=list)
    has_lost_association: bool = False
    is_dead: Callable[[Side], bool] = lambda _: False
    """Whether all that this CRM pushes is lost."""

    def take_due(self) -> None:
        for side, gateway in self.crms.gateways.items():
            for delivery in gateway.simulator.take_due():
                self._send(delivery, is_lost=self.is_dead(side) or self._hits(self.chaos.lose))

    def next_due_at(self) -> Millis | None:
        due = [at for gateway in self.crms.gateways.values() if (at := gateway.simulator.next_due_at()) is not None]
        return int(min(due) * 1_000) + 1 if due else None

    def _send(self, delivery: Delivery, *, is_lost: bool) -> None:
        if is_lost:
            self.has_lost_association = self.has_lost_association or ASSOCIATION in delivery.body
            self._settle(delivery, 200)
            return
        copies = 2 if self._hits(self.chaos.duplicate) else 1
        for copy in range(copies):
            is_late = self._hits(self.chaos.reorder) or self._hits(self.chaos.late)
            delay = self.scheduler.rng.randint(0, LATEST) if is_late else 0
            self.scheduler.after(delay, lambda first=copy == 0: self._hand_over(delivery, settles=first))  # type: ignore[misc]

    def _hand_over(self, delivery: Delivery, *, settles: bool) -> None:
        """A copy's answer is nobody's concern."""
        is_refused = self._hits(self.chaos.refuse)
        if is_refused and self._hits(0.5):
            self._settle(delivery, UNAVAILABLE if settles else None, settles=settles)
            return

        def ended(status: int | None) -> None:
            if status == 200:
                self.arrived.append((self.scheduler.now, delivery.body.decode()))
            self._settle(delivery, UNAVAILABLE if is_refused else status, settles=settles)

        self.receive(delivery, ended)

    def _settle(self, delivery: Delivery, status: int | None, *, settles: bool = True) -> None:
        if settles:
            self.crms.gateway_of(delivery).simulator.settle(delivery, status)

    def _hits(self, rate: float) -> bool:
        return rate > 0 and self.scheduler.rng.random() < rate
