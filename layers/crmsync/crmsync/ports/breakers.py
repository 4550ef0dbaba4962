"""Counters that stop mass clears and mass deletions, shared by all workers."""

from __future__ import annotations

from typing import Protocol

from crmsync.core.record import Millis


class Breakers(Protocol):
    """By name (`core.breaker`). Never over the limit within its hour under concurrency; a repeated call may count
    twice, which stops earlier. Raises CrmError(RETRY_LATER).
    """

    def take(self, name: str, wanted: int, limit: int, now: Millis) -> int:
        """How many of the wanted ones may be done: all of them where an administrator confirmed."""

    def give_back(self, name: str, count: int) -> None:
        """Of those taken, what surely was not done."""

    def confirm(self, name: str, until: Millis) -> None:
        """Lets everything pass until then."""
