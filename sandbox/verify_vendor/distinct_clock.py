"""The time of day for a simulator that answers within a millisecond, which no vendor does."""

from __future__ import annotations

import time

STEP_S = 0.002


class DistinctClock:
    """Seconds since the epoch; no two looks give the same millisecond, so that later writes are seen to be later."""

    def __init__(self) -> None:
        self._last = 0.0

    def __call__(self) -> float:
        self._last = max(time.time(), self._last + STEP_S)
        return self._last
