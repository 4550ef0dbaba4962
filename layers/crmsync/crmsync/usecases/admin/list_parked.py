"""`parked.list`: what cannot sync now, and why."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from crmsync.ports.parking import Parking
from crmsync.usecases.admin.arguments import limit_of, text_of
from crmsync.usecases.admin.dispatch import Args
from crmsync.usecases.admin.parked_filter import ParkedFilter
from crmsync.usecases.admin.shown import shown_parked

MOST_READS = 200
"""An answer comes in seconds, however many rows there are that nobody asked for."""


@dataclass(frozen=True, slots=True)
class ListParked:
    parking: Parking

    def __call__(self, args: Args) -> dict[str, Any]:
        """`{"limit"?, "next"?, "category"?, "object"?}` → `{"items": [...], "next"}`; `next` is null on the last page.

        With a filter a page may hold fewer items than `limit`, even none, and still have a `next`.
        """
        limit, wanted, following = limit_of(args), ParkedFilter.of(args), text_of(args, "next")
        items: list[dict[str, Any]] = []
        for _ in range(MOST_READS):
            # No more rows than are wanted still: what is beyond the page must come with the next one.
            rows, following = self.parking.show(limit - len(items), following)
            items += [shown_parked(row) for row in rows if wanted.takes(row)]
            if following is None or len(items) >= limit:
                break
        return {"items": items, "next": following}
