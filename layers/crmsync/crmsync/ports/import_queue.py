"""The queue of imports: a message a step."""

from __future__ import annotations

from typing import Protocol

from crmsync.core.record import Millis

MAX_DELAY: Millis = 900_000


class ImportQueue(Protocol):
    def send(self, job_id: str, turn: int, *, delay: Millis = 0) -> None:
        """Asks for the next step of an import. `delay` is at most 15 minutes. Raises CrmError(RETRY_LATER)."""
