"""The History in memory."""

from __future__ import annotations

from collections.abc import Sequence

from crmsync.adapters.aws.attributes import Document
from crmsync.adapters.aws.history_codec import history_document, history_from
from crmsync.core.record import Millis, RecordRef
from crmsync.ports.history import HistoryRow
from crmsync.ports.history_walk import HistoryPage


class MemoryHistory:
    def __init__(self) -> None:
        self._rows: dict[RecordRef, dict[str, Document]] = {}
        """By HubSpot record and sort key."""
        self._pairs: dict[RecordRef, dict[RecordRef, None]] = {}
        """Which HubSpot records a record of either side was ever paired with."""

    def add(self, rows: Sequence[HistoryRow]) -> None:
        for row in rows:
            document = history_document(row)
            self._rows.setdefault(row.hubspot, {})[str(document["sk"])] = document
            for ref in (row.hubspot, row.salesforce):
                self._pairs.setdefault(ref, {})[row.hubspot] = None

    def of(self, ref: RecordRef, limit: int) -> list[HistoryRow]:
        rows = [item for hubspot in self._pairs.get(ref, {}) for item in self._rows[hubspot].items()]
        return [history_from(document) for _, document in sorted(rows, key=_sort_key, reverse=True)[:limit]]

    def erase(self, refs: Sequence[RecordRef]) -> None:
        waiting, seen = list(refs), set[RecordRef]()
        while waiting:
            ref = waiting.pop()
            if ref not in seen:
                seen.add(ref)
                waiting += self._pairs.get(ref, {})
                waiting += [history_from(one).salesforce for one in self._rows.get(ref, {}).values()]
        for ref in seen:
            self._rows.pop(ref, None)
            self._pairs.pop(ref, None)

    def page(self, since: Millis, limit: int, after: str | None) -> HistoryPage:
        """Also the HistoryWalk."""
        start = int(after or 0)
        every = self.all()
        rows = tuple(row for row in every[start : start + limit] if row.at >= since)
        return HistoryPage(rows, str(start + limit) if start + limit < len(every) else None)

    def all(self) -> list[HistoryRow]:
        """Every row, oldest first."""
        rows = [item for hubspot in sorted(self._rows) for item in self._rows[hubspot].items()]
        return [history_from(document) for _, document in sorted(rows, key=_sort_key)]


def _sort_key(row: tuple[str, Document]) -> str:
    return row[0]
