"""How many calls are left now, by our own counters and the vendors' figures."""

from __future__ import annotations

from dataclasses import dataclass

from crmsync.core.change import CallClass
from crmsync.core.configuration import QuotaSettings
from crmsync.core.quota import allowance
from crmsync.core.record import Side
from crmsync.ports.clock import Clock
from crmsync.ports.configurations import ConfigurationStore
from crmsync.ports.usage import CallLedger


@dataclass(frozen=True, slots=True)
class LedgerFreeCalls:
    """FreeCalls: the side with fewer calls left decides, since a record needs both."""

    ledger: CallLedger
    configurations: ConfigurationStore
    clock: Clock

    def __call__(self, call_class: CallClass) -> int:
        return min(self._left(side, call_class) for side in Side)

    def _left(self, side: Side, call_class: CallClass) -> int:
        configuration = self.configurations.active()
        settings = (configuration.quotas if configuration else {}).get(side, QuotaSettings())
        vendor = self.ledger.vendor(side)
        limit = vendor[1] if vendor else None
        remaining = vendor[1] - vendor[0] if vendor else None
        used = self.ledger.used(side, allowance(settings, limit, call_class, side), self.clock.now())
        cap = allowance(settings, limit, call_class, side, used=used, remaining_by_vendor=remaining).cap
        return max(0, cap - used)
