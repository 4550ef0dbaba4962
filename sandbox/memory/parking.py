"""The Parking in memory."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import replace

from crmsync.adapters.aws.json_text import pack, unpack
from crmsync.adapters.aws.parked_codec import parked_document, parked_from
from crmsync.core.parked import WHOLE_RECORD, Parked
from crmsync.core.record import Millis, RecordRef

_Key = tuple[str, str]


class MemoryParking:
    def __init__(self) -> None:
        self._rows: dict[_Key, Parked] = {}
        """As they read back from the table."""

    def park(self, rows: Sequence[Parked]) -> None:
        last = {(row.ref.key, row.part): row for row in rows}
        for key, row in last.items():
            before = self._rows[key].attempts if key in self._rows else 0
            self._store(replace(row, attempts=before + 1))

    def due(self, now: Millis, limit: int) -> list[Parked]:
        waiting = [(row.next_try_at, row) for row in self.all() if row.next_try_at is not None]
        in_turn = sorted(waiting, key=lambda one: (one[0], one[1].ref, one[1].part))
        return [row for next_try_at, row in in_turn if next_try_at <= now][:limit]

    def postpone(self, rows: Sequence[Parked], until: Millis) -> None:
        keys = {(row.ref.key, row.part) for row in rows}
        self._set_next_try(lambda row: (row.ref.key, row.part) in keys, until)

    def _set_next_try(self, chosen: Callable[[Parked], bool], at: Millis) -> int:
        rows = [row for row in self.all() if chosen(row)]
        for row in rows:
            self._store(replace(row, next_try_at=at))
        return len(rows)

    def clear(self, ref: RecordRef, parts: Sequence[str]) -> None:
        for part in parts:
            self._rows.pop((ref.key, part), None)

    def show(self, limit: int, after: str | None = None) -> tuple[list[Parked], str | None]:
        keys = [key for key in sorted(self._rows) if after is None or key > tuple(unpack(after))]
        page = keys[:limit]
        return [self._rows[key] for key in page], pack(page[-1]) if len(keys) > limit else None

    def of(self, ref: RecordRef) -> list[Parked]:
        return [self._rows[key] for key in sorted(self._rows) if key[0] == ref.key]

    def whole(self, refs: Sequence[RecordRef]) -> Mapping[RecordRef, Parked]:
        return {ref: row for ref in refs if (row := self._rows.get((ref.key, WHOLE_RECORD))) is not None}

    def oldest(self, categories: Sequence[str]) -> Millis | None:
        return min((row.parked_at for row in self.all() if row.category in categories), default=None)

    def hasten(self, now: Millis, categories: Sequence[str], *, part: str = "", object_type: str = "") -> int:
        return self._set_next_try(
            lambda row: (
                row.category in categories and part in {"", row.part} and object_type in {"", row.ref.object_type}
            ),
            now,
        )

    def all(self) -> list[Parked]:
        """Every row, in the order of record and part."""
        return [self._rows[key] for key in sorted(self._rows)]

    def _store(self, row: Parked) -> None:
        self._rows[row.ref.key, row.part] = parked_from(unpack(pack(parked_document(row))))
