"""Jobs: single-flight leases and cursors of polls, imports and other rounds."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any, Protocol

from crmsync.core.record import Millis


class Jobs(Protocol):
    def start(self, name: str, token: str, now: Millis, until: Millis) -> Mapping[str, Any] | None:
        """Takes the job's lease and gives its state (empty at first); None when it is running elsewhere."""

    def save(self, name: str, token: str, state: Mapping[str, Any], until: Millis) -> bool:
        """Stores the state and extends the lease; False when the lease is lost (nothing stored)."""

    def finish(self, name: str, token: str, state: Mapping[str, Any]) -> bool:
        """Stores the state and gives the lease back; False when the lease is lost (nothing stored)."""

    def state(self, name: str) -> Mapping[str, Any]:
        """The state as last stored."""
