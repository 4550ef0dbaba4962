"""The records of one object type with the look-ups that the API needs without a scan."""

from __future__ import annotations

from bisect import bisect_left, insort
from collections.abc import Iterable, Iterator
from typing import Any

from sandbox.salesforce.schema.field import Row

_SLACK = 1000
AFTER_IDS = "~"


def _index_key(value: Any) -> Any:  # noqa: ANN401 - any stored value
    return value.lower() if isinstance(value, str) else value


class Table:
    """Rows by id in order of creation; deleted rows stay, marked `IsDeleted`. Rows are never changed in place."""

    def __init__(self, indexed: tuple[str, ...]) -> None:
        self.rows: dict[str, Row] = {}
        self._indexes: dict[str, dict[Any, dict[str, None]]] = {name: {} for name in indexed}
        # One entry for each write, in order of time and then of id; entries of older versions stay until compacted.
        self._stamps: list[tuple[int, str]] = []
        self._ids: list[str] = []

    def put(self, row: Row) -> None:
        """Adds the row, or replaces the one with its id."""
        record_id = row["Id"]
        before = self.rows.get(record_id)
        self.rows[record_id] = row
        if before is None:
            self._note_id(record_id)
        self._reindex(record_id, before, row)
        self._note_stamp(row.get("SystemModstamp", 0), record_id)

    def remove(self, record_id: str) -> None:
        self._reindex(record_id, self.rows.pop(record_id), {})
        del self._ids[bisect_left(self._ids, record_id)]

    def add_index(self, name: str) -> None:
        if name not in self._indexes:
            self._indexes[name] = {}
            for record_id, row in self.rows.items():
                self._index(name, record_id, row.get(name))

    def having(self, name: str, values: Iterable[Any]) -> list[Row]:
        """Rows whose indexed field has one of the values (text without case), in order of id."""
        index = self._indexes[name]
        found = {record_id for value in values for record_id in index.get(_index_key(value), ())}
        return [self.rows[record_id] for record_id in sorted(found)]

    def with_ids(self, ids: Iterable[Any]) -> list[Row]:
        """Those of the ids that are here, in order."""
        return [self.rows[record_id] for record_id in sorted(set(ids) & self.rows.keys())]

    def from_id(self, record_id: str = "") -> Iterator[Row]:
        """Rows from that id on, in order of id."""
        for place in range(bisect_left(self._ids, record_id), len(self._ids)):
            yield self.rows[self._ids[place]]

    def stamped_since(self, ms: int = 0, record_id: str = "") -> Iterator[Row]:
        """Rows with SystemModstamp of that time, from that id on, or later, in order of that time and then of id."""
        before = None
        for place in range(bisect_left(self._stamps, (ms, record_id)), len(self._stamps)):
            entry = self._stamps[place]
            row = self.rows.get(entry[1])
            if row is not None and row["SystemModstamp"] == entry[0] and entry != before:
                yield row
            before = entry

    def _note_id(self, record_id: str) -> None:
        if self._ids and self._ids[-1] > record_id:
            insort(self._ids, record_id)
        else:
            self._ids.append(record_id)

    def _note_stamp(self, stamp: int, record_id: str) -> None:
        insort(self._stamps, (stamp, record_id))
        if len(self._stamps) > 2 * len(self.rows) + _SLACK:
            self._stamps = sorted((row.get("SystemModstamp", 0), row["Id"]) for row in self.rows.values())

    def _reindex(self, record_id: str, before: Row | None, after: Row) -> None:
        for name in self._indexes:
            old, new = (before.get(name) if before else None), after.get(name)
            if old != new:
                self._unindex(name, record_id, old)
                self._index(name, record_id, new)

    def _index(self, name: str, record_id: str, value: Any) -> None:  # noqa: ANN401
        if value is not None:
            self._indexes[name].setdefault(_index_key(value), {})[record_id] = None

    def _unindex(self, name: str, record_id: str, value: Any) -> None:  # noqa: ANN401
        ids = self._indexes[name].get(_index_key(value)) if value is not None else None
        if ids is not None:
            ids.pop(record_id, None)
            if not ids:
                del self._indexes[name][_index_key(value)]
