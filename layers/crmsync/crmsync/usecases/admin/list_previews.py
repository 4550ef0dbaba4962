"""`preview.list`: what the dry run would have done, record by record. Ids, fields, rules and reasons; no values."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from crmsync.core.parked import Category, Parked
from crmsync.core.reasons import explain
from crmsync.ports.configurations import ConfigurationStore
from crmsync.ports.parking import Parking
from crmsync.usecases.admin.arguments import limit_of, text_of
from crmsync.usecases.admin.dispatch import Args
from crmsync.usecases.admin.shown import shown_preview, shown_ref, shown_time


@dataclass(frozen=True, slots=True)
class ListPreviews:
    parking: Parking
    configurations: ConfigurationStore

    def __call__(self, args: Args) -> dict[str, Any]:
        """`{"limit"?, "next"?}` → `{"dry_run", "items": [{"side", "object", "id", "at", "sentence", "action",
        "hubspot", "salesforce", "creates", "fields", "stuck"}], "next"}`; `next` is null on the last page.
        """
        rows, following = self._page(limit_of(args), text_of(args, "next"))
        configuration = self.configurations.active()
        is_dry = configuration is not None and configuration.global_settings.dry_run
        return {"dry_run": is_dry, "items": [_shown(row) for row in rows], "next": following}

    def _page(self, limit: int, after: str | None) -> tuple[list[Parked], str | None]:
        """Pages of all parked rows, until one has rows of the dry run."""
        while True:
            page, after = self.parking.show(limit, after)
            rows = [row for row in page if row.category == Category.DRY_RUN]
            if rows or after is None:
                return rows, after


def _shown(row: Parked) -> dict[str, Any]:
    return {
        **shown_ref(row.ref),
        "at": shown_time(row.parked_at),
        "sentence": row.preview.sentence if row.preview is not None else row.reason,
        **shown_preview(row.preview),
        "fields": [
            {
                "side": one.side.value,
                "field": one.field,
                "rule": one.rule,
                "reason": one.reason,
                "explanation": explain(one.reason),
                "overruled": one.overruled,
            }
            for one in (row.preview.fields if row.preview is not None else ())
        ],
        "stuck": list(row.preview.stuck) if row.preview is not None else [],
    }
