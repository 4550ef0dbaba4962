"""A clock that moves when it is told to."""

from __future__ import annotations

from crmsync.core.record import Millis

START: Millis = 1_795_305_600_000
"""22 November 2026, 00:00 UTC."""


class ManualClock:
    def __init__(self, start: Millis = START) -> None:
        self._now = start

    def now(self) -> Millis:
        return self._now

    def sleep(self, millis: Millis) -> None:
        self.advance(millis)

    def advance(self, millis: Millis) -> None:
        self._now += millis
