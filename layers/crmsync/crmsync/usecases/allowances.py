"""The cap in force for each class of calls: the administrator's quota, lowered by the vendors' own figures."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import NamedTuple

from crmsync.core.change import CallClass
from crmsync.core.configuration import QuotaSettings
from crmsync.core.quota import Allowance, allowance
from crmsync.core.record import Millis, Side
from crmsync.ports.clock import Clock
from crmsync.ports.configurations import ConfigurationStore
from crmsync.ports.usage import CallLedger

REMEMBERED: Millis = 60_000
FIGURES_MAX_AGE: Millis = 3_600_000
"""Older figures say nothing: believed for ever, an exhausted day would keep crmsync from asking for new ones."""


class _Figures(NamedTuple):
    """The vendor's limit, and what it left to everybody when our own count was `used`; None when unknown."""

    read_at: Millis
    used: int
    limit: int | None = None
    remaining: int | None = None
    window: int | None = None


@dataclass(slots=True)
class Allowances:
    """Reads the ledger at most once a minute and side. `heeds_vendor` is False for the function whose calls fetch
    the vendors' figures: they must not hold up their own renewal.
    """

    ledger: CallLedger
    configurations: ConfigurationStore
    clock: Clock
    heeds_vendor: bool = True
    _known: dict[Side, _Figures] = field(default_factory=dict)

    def __call__(self, side: Side, call_class: CallClass, /) -> Allowance:
        figures = self._known.get(side)
        if figures is None or self.clock.now() - figures.read_at >= REMEMBERED:
            figures = self._known[side] = self._read(side)
        return allowance(
            self._settings(side),
            figures.limit,
            call_class,
            side,
            used=figures.used,
            remaining_by_vendor=figures.remaining if self.heeds_vendor else None,
            window=figures.window,
        )

    def _read(self, side: Side) -> _Figures:
        now = self.clock.now()
        vendor = self.ledger.vendor(side)
        window = self.ledger.window(side) if side is Side.HUBSPOT else None
        limit = vendor[1] if vendor else None
        used = self.ledger.used(side, allowance(self._settings(side), limit, CallClass.LIVE, side), now)
        if vendor is None or now - vendor[2] > FIGURES_MAX_AGE:
            return _Figures(now, used, limit, window=window)
        return _Figures(now, used, limit, max(0, vendor[1] - vendor[0]), window)

    def _settings(self, side: Side) -> QuotaSettings:
        configuration = self.configurations.active()
        return (configuration.quotas if configuration else {}).get(side, QuotaSettings())


@dataclass(frozen=True, slots=True)
class LedgerFreeCalls:
    """FreeCalls by the ledger. The side with fewer calls left decides, since a record needs both."""

    ledger: CallLedger
    allowances: Allowances
    clock: Clock

    def __call__(self, call_class: CallClass, /) -> int:
        return min(self.left(side, call_class) for side in Side)

    def left(self, side: Side, call_class: CallClass) -> int:
        """Of today's calls to one side."""
        allowed = self.allowances(side, call_class)
        return max(0, allowed.cap - self.ledger.used(side, allowed, self.clock.now()))

    def daily(self, side: Side, call_class: CallClass) -> int:
        """Of a whole day's calls to one side."""
        return self.allowances(side, call_class).cap
