"""`setup.check`: what both CRMs lack for the sync."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from crmsync.usecases.admin.crm_checks import CrmChecks, shown_checks
from crmsync.usecases.admin.dispatch import Args


@dataclass(frozen=True, slots=True)
class SetupCheck:
    crm_checks: CrmChecks

    def __call__(self, _: Args) -> dict[str, Any]:
        """`{}` → see `shown_checks`. Changes nothing."""
        return shown_checks(self.crm_checks())
