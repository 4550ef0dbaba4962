"""Records found by a value that several may bear, sorted by that value."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence

from crmsync.adapters.salesforce.api import Row
from crmsync.core.record import Record


class Matches:
    """Each record counts once for its value, whichever of the queries found it; others than those wanted do not."""

    def __init__(self, wanted: Sequence[str], value_of: Callable[[Row], str | None]) -> None:
        self._value_of = value_of
        self._found: dict[str, dict[str, Record]] = {value: {} for value in wanted}

    def take(self, found: Iterable[tuple[Row, Record]]) -> None:
        for row, record in found:
            value = self._value_of(row)
            if value in self._found:
                self._found[value][record.ref.id] = record

    def records(self) -> Iterator[Record]:
        return (record for records in self._found.values() for record in records.values())

    @property
    def by_key(self) -> Mapping[str, tuple[Record, ...]]:
        """Every value wanted, those without a record too."""
        return {value: tuple(records.values()) for value, records in self._found.items()}
