"""Time, as a dependency, so that tests and the simulation own it."""

from __future__ import annotations

from typing import Protocol

from crmsync.core.record import Millis


class Clock(Protocol):
    def now(self) -> Millis:
        """Milliseconds since the epoch, UTC."""

    def sleep(self, millis: Millis) -> None:
        """Waits. Callers bound it to two seconds and to their remaining time."""


class Randomness(Protocol):
    """Jitter and tokens."""

    def jitter(self) -> float:
        """A number in [0, 1)."""

    def token(self) -> str:
        """A text that nobody else will ever draw."""
