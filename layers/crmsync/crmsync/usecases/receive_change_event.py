"""Takes one Change Data Capture event of Salesforce from EventBridge."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from crmsync.core import change_event
from crmsync.core.delivery import Delivery
from crmsync.core.fold import fold
from crmsync.ports.clock import Clock
from crmsync.ports.queue import ChangeQueue


@dataclass(frozen=True, slots=True)
class ReceiveChangeEvent:
    """Raises BadRequestError for a foreign or malformed event, CrmError when the queue fails.

    What an overflow or wildcard event does not tell needs no step here: the poll's cursor covers it.
    """

    queue: ChangeQueue
    clock: Clock
    organization_id: str

    def __call__(self, event: Mapping[str, Any]) -> Delivery:
        delivery = change_event.parse(event, self.organization_id, self.clock.now())
        if delivery.changes:
            self.queue.send(fold(delivery.changes))
        return delivery
