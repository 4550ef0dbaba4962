"""Stamps that wait for the next flush to HubSpot."""

from __future__ import annotations

from collections.abc import Sequence
from typing import NamedTuple, Protocol

from crmsync.core.stamps import PendingStamp


class StampSheet(NamedTuple):
    """What one batch of the worker left; `key` names it in the store."""

    key: str
    stamps: tuple[PendingStamp, ...]


class PendingStamps(Protocol):
    """A sheet a batch, since a batch's stamps come together. Raises CrmError(RETRY_LATER)."""

    def add(self, stamps: Sequence[PendingStamp], token: str) -> None:
        """Stores one sheet; the same token again replaces it. At most a hundred stamps; nothing for none."""

    def oldest(self, records: int) -> list[StampSheet]:
        """Whole sheets, the oldest first, as many as hold that many stamps; at least one if there is any."""

    def remove(self, sheets: Sequence[StampSheet]) -> None:
        """Missing ones are fine."""
