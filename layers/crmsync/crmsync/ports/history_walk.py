"""A walk over the whole history, in pages."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Protocol

from crmsync.core.record import Millis
from crmsync.ports.history import HistoryRow


@dataclass(frozen=True, slots=True)
class HistoryPage:
    """`following` is where the next page begins; None after the last one. A page may have no rows at all."""

    rows: tuple[HistoryRow, ...]
    following: str | None


class HistoryWalk(Protocol):
    def page(self, since: Millis, limit: int, after: str | None) -> HistoryPage:
        """Of so many rows those since that time, in no order; `after` from the page before, None for the first.

        Raises CrmError(RETRY_LATER).
        """
