"""Who waits for a record to be linked, because they refer to it."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Protocol

from crmsync.core.record import RecordRef


class Waiters(Protocol):
    """Raises CrmError(RETRY_LATER) when the store does not answer; every method may be repeated."""

    def add(self, waiting: Mapping[RecordRef, Sequence[RecordRef]]) -> Mapping[RecordRef, Sequence[RecordRef]]:
        """By awaited record, who waits for it; returned are those of them of whom nobody was told yet (see
        `acknowledge`), so that a lost answer is given again. A note is forgotten after ninety days.
        """

    def acknowledge(self, waiting: Mapping[RecordRef, Sequence[RecordRef]]) -> None:
        """What `add` returned was acted upon: it returns them no more."""

    def take(self, awaited: Sequence[RecordRef]) -> list[RecordRef]:
        """Everybody who waits for one of them; they do not wait any more. One read where nobody does."""
