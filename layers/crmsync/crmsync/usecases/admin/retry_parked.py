"""`parked.retry`: has parked records tried again now, because somebody mended what parked them."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from crmsync.ports.clock import Clock
from crmsync.ports.parking import Parking
from crmsync.usecases.admin.dispatch import Args
from crmsync.usecases.admin.parked_filter import ParkedFilter

_PAGE = 500


@dataclass(frozen=True, slots=True)
class RetryParked:
    """resume_parked sends what is due within a minute, as far as there are free calls."""

    parking: Parking
    clock: Clock

    def __call__(self, args: Args) -> dict[str, Any]:
        """`{"category"?, "object"?, "id"?}` → `{"due"}`: how many rows. What has no next try (an undecodable message)
        cannot be tried again.
        """
        wanted, now = ParkedFilter.of(args), self.clock.now()
        following: str | None = None
        due = 0
        while True:
            page, following = self.parking.show(_PAGE, following)
            rows = [row for row in page if row.next_try_at is not None and wanted.takes(row)]
            if rows:
                self.parking.postpone(rows, now)
            due += len(rows)
            if following is None:
                return {"due": due}
