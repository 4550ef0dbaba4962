"""`doctor`: everything that can be wrong with an installation, each with what to do."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Any

from crmsync.core.doctor.check import Check
from crmsync.core.doctor.feed import check_feed
from crmsync.core.doctor.sync import (
    check_calls,
    check_configuration,
    check_parked,
    check_poll,
    check_queues,
    check_switches,
)
from crmsync.core.feed_health import JUDGED
from crmsync.core.record import Side
from crmsync.usecases.admin.crm_checks import CrmChecks, shown_checks
from crmsync.usecases.admin.dispatch import Args
from crmsync.usecases.admin.show_status import ShowStatus


@dataclass(frozen=True, slots=True)
class Doctor:
    crm_checks: CrmChecks
    status: ShowStatus

    def __call__(self, _: Args) -> dict[str, Any]:
        """`{}` → see `shown_checks`."""
        return shown_checks([*self.crm_checks(), *self._sync(self.status({}))])

    def _sync(self, status: Mapping[str, Any]) -> Iterator[Check]:
        configurations, now = self.status.configurations, self.status.clock.now()
        active = configurations.active()
        yield check_configuration(active, configurations.refused())
        if active is not None:
            yield check_switches(active)
        yield check_queues({name: depth["waiting"] for name, depth in status["queues"].items()})
        yield check_parked(status["parked"]["by_category"])
        for side in Side:
            yield check_feed(side, self.status.feeds.log.of(JUDGED[side]), now)
            yield check_poll(side.value, self.status.feeds.polled_until(side), now)
            quota = status["quota"][side.value]
            yield check_calls(side.value, quota["left"]["live"], quota["allocation"])
