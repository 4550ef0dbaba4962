"""The Waiters in memory."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping, Sequence

from crmsync.core.record import RecordRef
from crmsync.ports.waiters import Waiting


class MemoryWaiters:
    def __init__(self) -> None:
        self._waiters: dict[RecordRef, set[RecordRef]] = defaultdict(set)
        self._acknowledged: dict[RecordRef, set[RecordRef]] = defaultdict(set)
        self._adds: dict[RecordRef, int] = defaultdict(int)

    def add(self, waiting: Mapping[RecordRef, Sequence[RecordRef]]) -> Mapping[RecordRef, Sequence[RecordRef]]:
        for awaited, waiters in waiting.items():
            self._waiters[awaited].update(waiters)
            self._adds[awaited] += 1
        return {awaited: sorted({*waiters} - self._acknowledged[awaited]) for awaited, waiters in waiting.items()}

    def acknowledge(self, waiting: Mapping[RecordRef, Sequence[RecordRef]]) -> None:
        for awaited, waiters in waiting.items():
            self._acknowledged[awaited].update(self._waiters[awaited].intersection(waiters))

    def of(self, awaited: Sequence[RecordRef]) -> Mapping[RecordRef, Waiting]:
        return {ref: self._waiting(ref) for ref in awaited if self._waiters.get(ref)}

    def _waiting(self, ref: RecordRef) -> Waiting:
        return Waiting(tuple(sorted(self._waiters[ref])), str(self._adds[ref]))

    def forget(self, told: Mapping[RecordRef, Waiting]) -> None:
        for ref, waiting in told.items():
            if waiting.last_add == str(self._adds[ref]):
                self._waiters.pop(ref, None)
                self._acknowledged.pop(ref, None)
