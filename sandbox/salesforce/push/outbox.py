"""Deliveries that wait for their time."""

from __future__ import annotations

import heapq
from itertools import count

from sandbox.frame.simulator import Delivery


class Outbox:
    """Gives deliveries back in order of `due_at`; those of one time in the order they came in."""

    def __init__(self) -> None:
        self._heap: list[tuple[float, int, Delivery]] = []
        self._numbers = count()

    def add(self, delivery: Delivery) -> None:
        heapq.heappush(self._heap, (delivery.due_at, next(self._numbers), delivery))

    def take_due(self, now: float) -> list[Delivery]:
        due = []
        while self._heap and self._heap[0][0] <= now:
            due.append(heapq.heappop(self._heap)[2])
        return due

    def next_due_at(self) -> float | None:
        return self._heap[0][0] if self._heap else None
