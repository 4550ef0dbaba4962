"""The Breakers in memory."""

from __future__ import annotations

from dataclasses import dataclass

from crmsync.core.breaker import HOUR
from crmsync.core.record import Millis


@dataclass(slots=True)
class _Hour:
    used: int = 0
    until: Millis = 0
    confirmed_until: Millis = 0


class MemoryBreakers:
    def __init__(self) -> None:
        self._hours: dict[str, _Hour] = {}

    def take(self, name: str, wanted: int, limit: int, now: Millis) -> int:
        hour = self._hours.setdefault(name, _Hour())
        if hour.until <= now:
            hour.used, hour.until = 0, now + HOUR
        taken = wanted if hour.confirmed_until > now else max(0, min(wanted, limit - hour.used))
        hour.used += taken
        return taken

    def give_back(self, name: str, count: int) -> None:
        hour = self._hours.setdefault(name, _Hour())
        hour.used = max(0, hour.used - count)

    def confirm(self, name: str, until: Millis) -> None:
        self._hours.setdefault(name, _Hour()).confirmed_until = until
