"""`status`: is it running, is anything waiting or stuck, how many calls are left."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping
from dataclasses import asdict, dataclass
from typing import Any

from crmsync.core.change import CallClass
from crmsync.core.configuration import Configuration, GlobalSettings, QuotaSettings
from crmsync.core.poll_cursor import PollCursor
from crmsync.core.quota import allocation
from crmsync.core.record import Millis, Side
from crmsync.ports.clock import Clock
from crmsync.ports.configurations import ConfigurationStore
from crmsync.ports.jobs import Jobs
from crmsync.ports.parking import Parking
from crmsync.ports.queue_depths import QueueDepths
from crmsync.ports.usage import CallLedger
from crmsync.usecases.admin.dispatch import Args
from crmsync.usecases.admin.shown import shown_time
from crmsync.usecases.allowances import Allowances

COUNTED_PARKED_ROWS = 10_000
_PAGE = 500


@dataclass(frozen=True, slots=True)
class ShowStatus:
    configurations: ConfigurationStore
    queue_depths: QueueDepths
    parking: Parking
    ledger: CallLedger
    jobs: Jobs
    clock: Clock

    def __call__(self, _: Args) -> dict[str, Any]:
        configuration = self.configurations.active()
        settings = configuration.global_settings if configuration else GlobalSettings()
        return {
            "configuration": {
                "version": configuration.version if configuration else None,
                "refused": len(self.configurations.refused()),
            },
            "paused": settings.paused,
            "dry_run": settings.dry_run,
            "queues": {name: asdict(depth) for name, depth in self.queue_depths().items()},
            "parked": self._parked(),
            "quota": {side.value: self._quota(side, configuration) for side in Side},
            "polls": {side.value: {"polled_until": shown_time(self.polled_until(side))} for side in Side},
        }

    def _parked(self) -> dict[str, Any]:
        """Counts the first rows only, so that the answer to a large backlog still comes in seconds."""
        counts: Counter[str] = Counter()
        page: str | None = None
        while True:
            rows, page = self.parking.show(_PAGE, page)
            counts.update(str(row.category) for row in rows)
            if page is None or counts.total() >= COUNTED_PARKED_ROWS:
                break
        return {"total": counts.total(), "by_category": dict(sorted(counts.items())), "more": page is not None}

    def _quota(self, side: Side, configuration: Configuration | None) -> dict[str, Any]:
        """`left` is what each class of work may still call: bulk stops first, then poll, live last."""
        settings = (configuration.quotas if configuration else {}).get(side, QuotaSettings())
        vendor = self.ledger.vendor(side)
        allowances = Allowances(self.ledger, self.configurations, self.clock)
        allowed = {call_class: allowances(side, call_class) for call_class in CallClass}
        used = self.ledger.used(side, allowed[CallClass.LIVE], self.clock.now())
        return {
            "allocation": allocation(settings, vendor[1] if vendor else None, side),
            "used": used,
            "left": {call_class.value: max(0, allowed[call_class].cap - used) for call_class in CallClass},
            "window": settings.window,
        }

    def polled_until(self, side: Side) -> Millis | None:
        """All changes before this time were seen by the poll, whatever the live feed did."""
        cursors: Mapping[str, Any] = self.jobs.state(f"{side}_poll").get("cursors", {})
        done: list[Millis] = [PollCursor.from_dict(cursor).done_until for cursor in cursors.values()]
        return min(done) if done else None
