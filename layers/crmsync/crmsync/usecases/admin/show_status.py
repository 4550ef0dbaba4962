"""`status`: is it running, is anything waiting or stuck, how many calls are left."""

from __future__ import annotations

from collections import Counter
from dataclasses import asdict, dataclass
from typing import Any

from crmsync.core.change import CallClass
from crmsync.core.configuration import GlobalSettings
from crmsync.core.record import Side
from crmsync.ports.clock import Clock
from crmsync.ports.configurations import ConfigurationStore
from crmsync.ports.parking import Parking
from crmsync.ports.queue_depths import QueueDepths
from crmsync.ports.usage import CallLedger
from crmsync.usecases.admin.dispatch import Args
from crmsync.usecases.admin.feeds_shown import Feeds
from crmsync.usecases.quota_states import QuotaStates

COUNTED_PARKED_ROWS = 10_000
_PAGE = 500


@dataclass(frozen=True, slots=True)
class ShowStatus:
    configurations: ConfigurationStore
    queue_depths: QueueDepths
    parking: Parking
    ledger: CallLedger
    feeds: Feeds
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
            "quota": {side.value: self._quota(side) for side in Side},
            "feeds": self.feeds.shown_feeds(self.clock.now()),
            "polls": self.feeds.shown_polls(self.clock.now()),
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

    def _quota(self, side: Side) -> dict[str, Any]:
        """`left` is what each class of work may still call: bulk stops first, then poll, live last."""
        state = QuotaStates(self.ledger, self.configurations, self.clock)(side)
        return {
            "allocation": state.allocation,
            "used": state.used,
            "used_percent": round(state.used_percent, 1),
            "warning": state.warning,
            "left": {call_class.value: state.left[call_class] for call_class in CallClass},
            "window": state.settings.window,
        }
