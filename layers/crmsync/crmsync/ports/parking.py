"""The store of parked records."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Protocol

from crmsync.core.parked import Parked
from crmsync.core.record import Millis, RecordRef


class Parking(Protocol):
    """One row a record and part; parking again replaces the row and keeps the attempts growing."""

    def park(self, rows: Sequence[Parked]) -> None:
        """Stores the rows; `attempts` is one more than what the row had before."""

    def due(self, now: Millis, limit: int) -> list[Parked]:
        """Rows whose next try has come, oldest `next_try_at` first."""

    def postpone(self, rows: Sequence[Parked], until: Millis) -> None:
        """Moves the next try: of rows just re-enqueued, so that they are not sent each minute, or to now."""

    def clear(self, ref: RecordRef, parts: Sequence[str]) -> None:
        """Removes the rows of these parts; missing ones are fine."""

    def show(self, limit: int, after: str | None = None) -> tuple[list[Parked], str | None]:
        """A page of all rows, and where the next page begins."""

    def of(self, ref: RecordRef) -> list[Parked]:
        """All rows of one record."""

    def whole(self, refs: Sequence[RecordRef]) -> Mapping[RecordRef, Parked]:
        """Of these records, those that are parked as a whole (part `record`)."""

    def oldest(self, categories: Sequence[str]) -> Millis | None:
        """Since when the row of these categories is parked that was tried longest ago; None without any."""

    def hasten(self, now: Millis, categories: Sequence[str], *, part: str = "", object_type: str = "") -> int:
        """Makes the rows of these categories due now (configuration or schema mended); how many. Only those of one
        part, or of HubSpot's object type, where that is given.
        """
