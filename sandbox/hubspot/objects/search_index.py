"""The search index: a copy of the records' values that follows writes late."""

from __future__ import annotations

from collections import deque
from collections.abc import Callable, Iterator, Mapping
from typing import TYPE_CHECKING

from sandbox.hubspot.objects.record import Change, Record
from sandbox.hubspot.objects.schema import ObjectType

if TYPE_CHECKING:
    from sandbox.hubspot.portal import Portal

Values = Mapping[str, str]


class LastResults:
    """The hits of the last searches, so that the next page over an unchanged index is a slice."""

    def __init__(self, size: int = 8) -> None:
        self._size = size
        self._kept: dict[tuple[str, int], list[int]] = {}

    def get(self, key: tuple[str, int], search: Callable[[], list[int]]) -> list[int]:
        if key not in self._kept:
            while len(self._kept) >= self._size:
                del self._kept[next(iter(self._kept))]
            self._kept[key] = search()
        return self._kept[key]


class SearchIndex:
    """Record id → values as search sees them, in the order in which they were last indexed."""

    def __init__(self, portal: Portal, object_type: ObjectType) -> None:
        self._portal = portal
        self.object_type = object_type
        self._seen: dict[int, Values] = {}
        self._coming: deque[tuple[float, Record, Values | None]] = deque()
        self.version = 0
        self.results = LastResults()

    def heed(self, change: Change) -> None:
        gone = change.record.archived
        now = self._portal.clock()
        due = now + self._portal.settings.search_index_lag_s
        self._coming.append((due, change.record, None if gone else change.record.values))
        self.catch_up(now)

    def entries(self) -> Mapping[int, Values]:
        """What search sees now."""
        self.catch_up(self._portal.clock())
        return self._seen

    def newest_first(self) -> Iterator[tuple[int, Values]]:
        """The entries, the last indexed first."""
        return reversed(self.entries().items())  # type: ignore[call-overload, no-any-return]

    def catch_up(self, now: float) -> None:
        """Takes in all writes that are due at `now`."""
        while self._coming and self._coming[0][0] <= now:
            _, record, values = self._coming.popleft()
            self._seen.pop(record.id, None)
            if values is not None:
                self._seen[record.id] = values
            self.version += 1
