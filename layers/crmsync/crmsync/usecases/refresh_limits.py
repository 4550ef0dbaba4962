"""Reads both CRMs' own limit figures, so that the calls of other integrations are seen."""

from __future__ import annotations

from dataclasses import dataclass

from crmsync.core.change import CallClass
from crmsync.core.failure import CrmError
from crmsync.core.record import Side
from crmsync.ports.budget import CrmAccess, CrmGate
from crmsync.ports.clock import Clock
from crmsync.ports.configurations import ConfigurationStore
from crmsync.ports.telemetry import Telemetry
from crmsync.ports.usage import CallLedger
from crmsync.usecases.quota_states import QuotaStates

USED = "QuotaUsedPercent"


@dataclass(frozen=True, slots=True)
class RefreshLimits:
    """Live class: at the cap it is this figure that lets work go on. A side that does not answer keeps its
    former figures; the other is refreshed all the same.
    """

    gate: CrmGate
    ledger: CallLedger
    clock: Clock
    telemetry: Telemetry
    configurations: ConfigurationStore

    def __call__(self) -> dict[Side, tuple[int, int] | str]:
        """By side: (used, limit), or the category of its failure; nothing while the sync is paused."""
        configuration = self.configurations.active()
        if configuration is not None and configuration.global_settings.paused:
            return {}
        access = self.gate.open(CallClass.LIVE)
        try:
            figures = {side: self._refresh(side, access) for side in Side}
        finally:
            access.close()
        self._tell_use()
        return figures

    def _tell_use(self) -> None:
        """Alarms ring at 75 and 90 per cent of the allocation."""
        states = QuotaStates(self.ledger, self.configurations, self.clock)
        for side in Side:
            self.telemetry.count(USED, states(side).used_percent, side=side)

    def _refresh(self, side: Side, access: CrmAccess) -> tuple[int, int] | str:
        crm = access.hubspot if side is Side.HUBSPOT else access.salesforce
        try:
            used, limit = crm.daily_usage()
            self.ledger.set_vendor(side, used, limit, self.clock.now())
        except CrmError as error:
            self.telemetry.note("limits not refreshed", side=side, category=error.failure.category)
            self.telemetry.count("RefreshFailed", side=side)
            return error.failure.category
        return used, limit
