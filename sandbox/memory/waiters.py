"""The Waiters in memory."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping, Sequence

from crmsync.core.record import RecordRef


class MemoryWaiters:
    def __init__(self) -> None:
        self._waiters: dict[RecordRef, set[RecordRef]] = defaultdict(set)
        self._acknowledged: dict[RecordRef, set[RecordRef]] = defaultdict(set)

    def add(self, waiting: Mapping[RecordRef, Sequence[RecordRef]]) -> Mapping[RecordRef, Sequence[RecordRef]]:
        for awaited, waiters in waiting.items():
            self._waiters[awaited].update(waiters)
        return {awaited: sorted({*waiters} - self._acknowledged[awaited]) for awaited, waiters in waiting.items()}

    def acknowledge(self, waiting: Mapping[RecordRef, Sequence[RecordRef]]) -> None:
        for awaited, waiters in waiting.items():
            self._acknowledged[awaited].update(self._waiters[awaited].intersection(waiters))

    def take(self, awaited: Sequence[RecordRef]) -> list[RecordRef]:
        for ref in awaited:
            self._acknowledged.pop(ref, None)
        return sorted({waiter for ref in awaited for waiter in self._waiters.pop(ref, ())})
