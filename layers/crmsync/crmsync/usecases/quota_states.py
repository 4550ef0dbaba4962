"""Reads the state of a side's quota: the ledger's counters against the allocation that is in force."""

from __future__ import annotations

from dataclasses import dataclass

from crmsync.core.change import CallClass
from crmsync.core.configuration import QuotaSettings
from crmsync.core.quota import allocation
from crmsync.core.quota_state import QuotaState
from crmsync.core.record import Side
from crmsync.ports.clock import Clock
from crmsync.ports.configurations import ConfigurationStore
from crmsync.ports.usage import CallLedger
from crmsync.usecases.allowances import Allowances


@dataclass(frozen=True, slots=True)
class QuotaStates:
    ledger: CallLedger
    configurations: ConfigurationStore
    clock: Clock

    def __call__(self, side: Side) -> QuotaState:
        configuration = self.configurations.active()
        settings = (configuration.quotas if configuration else {}).get(side, QuotaSettings())
        vendor = self.ledger.vendor(side)
        # Fresh each time: what is remembered for a minute is no answer to a person.
        allowances = Allowances(self.ledger, self.configurations, self.clock)
        allowed = {call_class: allowances(side, call_class) for call_class in CallClass}
        used = self.ledger.used(side, allowed[CallClass.LIVE], self.clock.now())
        return QuotaState(
            side=side,
            settings=settings,
            allocation=allocation(settings, vendor[1] if vendor else None, side),
            used=used,
            left={call_class: max(0, allowed[call_class].cap - used) for call_class in CallClass},
            vendor=vendor,
        )
