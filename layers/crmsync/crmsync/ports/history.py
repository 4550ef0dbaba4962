"""History: every value that crmsync wrote."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Protocol

from crmsync.core.link import Entry
from crmsync.core.record import Millis, RecordRef


@dataclass(frozen=True, slots=True)
class HistoryRow:
    """What one commit wrote to one pair of records. `token` makes storing it twice one row."""

    hubspot: RecordRef
    salesforce: RecordRef
    at: Millis
    token: str
    cause: str
    action: str
    """`update`, `create`, `link`, `move` …"""
    entries: tuple[Entry, ...]


class History(Protocol):
    """Kept for the retention set (90 days by default)."""

    def add(self, rows: Sequence[HistoryRow]) -> None:
        """Stores all; the same token again replaces the same row. Raises CrmError(RETRY_LATER)."""

    def erase(self, refs: Sequence[RecordRef]) -> None:
        """Removes every row of these records and of all that they were ever paired with, and what leads there."""

    def of(self, ref: RecordRef, limit: int) -> list[HistoryRow]:
        """The rows of a record (either side's reference), newest first."""
