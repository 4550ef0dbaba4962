"""The change queue that a page of an import sees: what the page itself will try again is kept here."""

from __future__ import annotations

from collections.abc import Collection, Sequence

from crmsync.core.change import Change
from crmsync.core.record import Millis
from crmsync.ports.queue import ChangeQueue


class HeldBack:
    """A ChangeQueue that sends nothing until it is told whose changes are nobody else's business."""

    def __init__(self) -> None:
        self._sent: list[tuple[Change, Millis, bool]] = []

    def send(self, changes: Sequence[Change], *, delay: Millis = 0, single: bool = False) -> None:
        self._sent.extend((change, delay, single) for change in changes)

    def pass_on(self, queue: ChangeQueue, except_for: Collection[str]) -> None:
        """All changes but those of these records (keys): other records that a page wants looked at."""
        others: dict[tuple[Millis, bool], list[Change]] = {}
        for change, delay, single in self._sent:
            if change.ref.key not in except_for:
                others.setdefault((delay, single), []).append(change)
        for (delay, single), changes in others.items():
            queue.send(changes, delay=delay, single=single)
        self._sent.clear()
