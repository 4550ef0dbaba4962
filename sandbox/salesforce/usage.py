"""The org's daily API limit over a rolling 24 hours."""

from __future__ import annotations

from collections import deque

_SLOT_S = 900
_SLOTS = 96


class DailyUsage:
    """Counts in slots of 15 minutes, so that a call ages out 24 hours later, give or take a slot."""

    def __init__(self) -> None:
        self._slots: deque[tuple[int, int]] = deque()
        self._total = 0

    def count(self, now: float) -> None:
        slot = int(now // _SLOT_S)
        self._total += 1
        if self._slots and self._slots[-1][0] == slot:
            self._slots[-1] = (slot, self._slots[-1][1] + 1)
        else:
            self._slots.append((slot, 1))

    def used(self, now: float) -> int:
        oldest = int(now // _SLOT_S) - _SLOTS
        while self._slots and self._slots[0][0] <= oldest:
            self._total -= self._slots.popleft()[1]
        return self._total
