"""The ImportQueue in memory."""

from __future__ import annotations

from dataclasses import dataclass

from crmsync.core.record import Millis
from crmsync.ports.clock import Clock


@dataclass(frozen=True, slots=True)
class ImportMessage:
    job_id: str
    turn: int
    visible_at: Millis


class MemoryImportQueue:
    """And, beyond the port, the function's end of it: a message that is taken and not done comes back."""

    def __init__(self, clock: Clock, visibility: Millis = 720_000) -> None:
        self._clock = clock
        self._visibility = visibility
        self._messages: list[ImportMessage] = []

    def send(self, job_id: str, turn: int, *, delay: Millis = 0) -> None:
        self._messages.append(ImportMessage(job_id, turn, self._clock.now() + delay))

    def take(self) -> ImportMessage | None:
        """The message that is visible the longest, hidden from now on; None when none is visible."""
        now = self._clock.now()
        visible = [message for message in self._messages if message.visible_at <= now]
        if not visible:
            return None
        taken = min(visible, key=lambda message: message.visible_at)
        hidden = ImportMessage(taken.job_id, taken.turn, now + self._visibility)
        self._messages[self._messages.index(taken)] = hidden
        return hidden

    def delete(self, message: ImportMessage) -> None:
        self._messages.remove(message)

    def next_visible_at(self) -> Millis | None:
        """None when the queue is empty."""
        return min((message.visible_at for message in self._messages), default=None)
