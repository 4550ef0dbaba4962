"""The Waiters in memory."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping, Sequence

from crmsync.core.record import RecordRef


class MemoryWaiters:
    def __init__(self) -> None:
        self._waiters: dict[RecordRef, set[RecordRef]] = defaultdict(set)

    def add(self, waiting: Mapping[RecordRef, Sequence[RecordRef]]) -> Mapping[RecordRef, Sequence[RecordRef]]:
        new = {awaited: sorted({*waiters} - self._waiters[awaited]) for awaited, waiters in waiting.items()}
        for awaited, waiters in new.items():
            self._waiters[awaited].update(waiters)
        return new

    def take(self, awaited: Sequence[RecordRef]) -> list[RecordRef]:
        return sorted({waiter for ref in awaited for waiter in self._waiters.pop(ref, ())})
