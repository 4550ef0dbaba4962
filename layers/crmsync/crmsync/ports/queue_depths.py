"""How much waits in the queues."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Protocol


@dataclass(frozen=True, slots=True)
class QueueDepth:
    """Messages waiting, and messages that a worker has; the queue service's own estimate."""

    waiting: int
    in_flight: int


class QueueDepths(Protocol):
    def __call__(self) -> Mapping[str, QueueDepth]:
        """By queue: `live`, `bulk`, `dead_letters`. Raises CrmError when the service does not answer."""
