"""The machine's own clock and randomness."""

from __future__ import annotations

import random
import time
import uuid

from crmsync.core.record import Millis


class SystemClock:
    def now(self) -> Millis:
        return time.time_ns() // 1_000_000

    def sleep(self, millis: Millis) -> None:
        time.sleep(millis / 1_000)


class SystemRandomness:
    def jitter(self) -> float:
        return random.random()  # noqa: S311 - spreads retries, guards nothing

    def token(self) -> str:
        return uuid.uuid4().hex
