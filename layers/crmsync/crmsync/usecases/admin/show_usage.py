"""`usage`: the calls of the last seven days, and the vendors' own figures."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from crmsync.core.record import Side
from crmsync.ports.clock import Clock
from crmsync.ports.usage import CallLedger
from crmsync.usecases.admin.dispatch import Args
from crmsync.usecases.admin.shown import shown_time


@dataclass(frozen=True, slots=True)
class ShowUsage:
    ledger: CallLedger
    clock: Clock

    def __call__(self, _: Args) -> dict[str, Any]:
        """By side: `{"days": [{"date", "calls"}, …], "vendor": {"used", "limit", "at"}}`, oldest day first.

        The vendor's figures are null until they were read for the first time.
        """
        return {side.value: self._of(side) for side in Side}

    def _of(self, side: Side) -> dict[str, Any]:
        days = self.ledger.days(side, self.clock.now())
        used, limit, at = self.ledger.vendor(side) or (None, None, None)
        return {
            "days": [{"date": date, "calls": calls} for date, calls in days],
            "vendor": {"used": used, "limit": limit, "at": shown_time(at)},
        }
