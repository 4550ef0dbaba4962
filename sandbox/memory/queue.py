"""The change queues in memory, as SQS standard queues behave: visibility, receive counts, dead letters, delays."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from crmsync.adapters.aws.change_messages import bodies, by_queue, delay_seconds
from crmsync.core.change import Change
from crmsync.core.record import Millis
from crmsync.ports.clock import Clock

LIVE, BULK = "live", "bulk"


@dataclass(frozen=True, slots=True)
class QueueMessage:
    """`body` is the text of `core.message`; `receipt` deletes this message."""

    receipt: int
    body: str
    receive_count: int


@dataclass(slots=True)
class _Stored:
    body: str
    visible_at: Millis
    receive_count: int = 0


class MemoryQueue:
    """The ChangeQueue and, beyond the port, the worker's end of both queues, `live` and `bulk`."""

    def __init__(self, clock: Clock, visibility: Millis = 360_000, max_receives: int = 3) -> None:
        self._clock = clock
        self._visibility = visibility
        self._max_receives = max_receives
        self._queues: dict[str, dict[int, _Stored]] = {LIVE: {}, BULK: {}}
        self._sent = 0
        self.dead: list[str] = []
        """Bodies that were received `max_receives` times and never deleted."""

    def send(self, changes: Sequence[Change], *, delay: Millis = 0, single: bool = False) -> None:
        for name, own in zip((LIVE, BULK), by_queue(changes), strict=True):
            for body in bodies(own, single=single):
                self.put(name, body, delay=delay)

    def put(self, queue: str, body: str, *, delay: Millis = 0) -> None:
        """Enqueues a message as it is."""
        self._sent += 1
        visible_at = self._clock.now() + delay_seconds(delay) * 1_000
        self._queues[queue][self._sent] = _Stored(body, visible_at)

    def receive(self, queue: str, max_messages: int) -> list[QueueMessage]:
        """Up to so many visible messages, longest visible first; they are hidden until deleted or the timeout."""
        self._bury(queue)
        return [self._hand_out(queue, receipt) for receipt in self._visible(queue)[:max_messages]]

    def _visible(self, queue: str) -> list[int]:
        now, stored = self._clock.now(), self._queues[queue]
        visible = [receipt for receipt, message in stored.items() if message.visible_at <= now]
        return sorted(visible, key=lambda receipt: (stored[receipt].visible_at, receipt))

    def _bury(self, queue: str) -> None:
        for receipt in self._visible(queue):
            if self._queues[queue][receipt].receive_count >= self._max_receives:
                self.dead.append(self._queues[queue].pop(receipt).body)

    def _hand_out(self, queue: str, receipt: int) -> QueueMessage:
        stored = self._queues[queue][receipt]
        stored.receive_count += 1
        stored.visible_at = self._clock.now() + self._visibility
        return QueueMessage(receipt, stored.body, stored.receive_count)

    def delete(self, receipt: int) -> None:
        """Missing ones are fine."""
        for stored in self._queues.values():
            stored.pop(receipt, None)

    def next_visible_at(self, queue: str) -> Millis | None:
        """When a receive will next find something; None when the queue is empty."""
        return min((message.visible_at for message in self._queues[queue].values()), default=None)

    def depth(self, queue: str) -> int:
        """Messages that are not deleted, hidden ones too."""
        return len(self._queues[queue])
