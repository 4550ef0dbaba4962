"""`parked.list`: what cannot sync now, and why."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from crmsync.ports.parking import Parking
from crmsync.usecases.admin.arguments import limit_of, text_of
from crmsync.usecases.admin.dispatch import Args
from crmsync.usecases.admin.shown import shown_parked


@dataclass(frozen=True, slots=True)
class ListParked:
    parking: Parking

    def __call__(self, args: Args) -> dict[str, Any]:
        """`{"limit"?, "next"?}` → `{"items": [...], "next"}`; `next` is null on the last page."""
        rows, following = self.parking.show(limit_of(args), text_of(args, "next"))
        return {"items": [shown_parked(row) for row in rows], "next": following}
