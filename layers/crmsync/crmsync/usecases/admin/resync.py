"""`resync`: has records looked at again, with their fields put in step as at a first link."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from crmsync.core.change import CallClass, Change, ChangeKind
from crmsync.core.configuration import Configuration, PairConfiguration
from crmsync.core.record import RecordRef
from crmsync.usecases.admin.admin_error import bad_arguments
from crmsync.usecases.admin.arguments import flag_of, ids_of, only_one_of, required_text_of, text_of
from crmsync.usecases.admin.dispatch import Args
from crmsync.usecases.admin.parked_filter import ParkedFilter
from crmsync.usecases.admin.preview_changes import MOST_PREVIEWED, preview_changes
from crmsync.usecases.admin.references import enabled_pair, hubspot_ref, salesforce_ref
from crmsync.usecases.reconcile.fill_mapping import FillMapping
from crmsync.usecases.sync.batch import SyncPorts

CAUSE = "resync"
MAX_RECORDS = 10_000
PAGES_A_TURN = 20
"""Of a list, 200 members each: some seconds of the function's time."""

PREVIEWED_PAGES = 2
ROWS_A_TURN = 500

Turn = tuple[Sequence[RecordRef], str | None]
"""Records, and for `after` what continues; None when it was the last."""


@dataclass(frozen=True, slots=True)
class Resync:
    ports: SyncPorts
    fill: FillMapping
    pages: int = PAGES_A_TURN

    def __call__(self, args: Args) -> dict[str, Any]:
        """`{"object", "hubspot_ids" | "salesforce_ids" | "list_id" | "category", "after", "preview"}` → `{"enqueued",
        "next"}`, or with `preview` what would change (see `preview_changes`) and `next`. `{"object", "mapping",
        "preview"}` begins a comparison of all records, and gives it as `reconcile.status` does.
        """
        pair = enabled_pair(self.ports.configurations.active(), required_text_of(args, "object"))
        name = only_one_of(args, "hubspot_ids", "salesforce_ids", "list_id", "category", "mapping")
        is_preview = flag_of(args, "preview")
        if name == "mapping":
            return self.fill(required_text_of(args, name), pair, is_preview=is_preview)
        refs, following = self._turn(args, name, pair, is_preview=is_preview)
        changes = self._changes(refs)
        if is_preview:
            return {**preview_changes(changes, self.ports), "next": following}
        if changes:
            self.ports.queue.send(changes)
        return {"enqueued": len(changes), "next": following}

    def _turn(self, args: Args, name: str, pair: PairConfiguration, *, is_preview: bool) -> Turn:
        after = text_of(args, "after")
        if name == "list_id":
            pages = min(PREVIEWED_PAGES, self.pages) if is_preview else self.pages
            return self._members(required_text_of(args, name), pair.hubspot_type, after, pages)
        if name == "category":
            return self._parked(ParkedFilter.of(args), pair.hubspot_type, after)
        return _refs(args, name, pair, MOST_PREVIEWED if is_preview else MAX_RECORDS), None

    def _members(self, list_id: str, object_type: str, after: str | None, pages: int) -> Turn:
        """In the order in which they joined; who joins meanwhile syncs by the inclusion list, or is at the end."""
        access = self.ports.gate.open(CallClass.BULK)
        refs: list[RecordRef] = []
        try:
            found = access.hubspot.list_info(list_id)
            if found is None or found.object_type != object_type:
                raise bad_arguments(f"HubSpot has no list {list_id} of {object_type} records")
            for _ in range(pages):
                page = access.hubspot.list_joins(list_id, after)
                refs += [hubspot_ref(join.record_id, object_type) for join in page.joins]
                after = page.next_page
                if after is None:
                    break
        finally:
            access.close()
        return refs, after

    def _parked(self, wanted: ParkedFilter, object_type: str, after: str | None) -> Turn:
        """A record once, however many of its fields are parked."""
        rows, following = self.ports.parking.show(ROWS_A_TURN, after)
        configuration = self.ports.configurations.active()
        found = [row.ref for row in rows if ParkedFilter(wanted.category).takes(row)]
        return list(dict.fromkeys(ref for ref in found if _is_of(ref, object_type, configuration))), following

    def _changes(self, refs: Sequence[RecordRef]) -> list[Change]:
        now = self.ports.clock.now()
        return [Change(ref, ChangeKind.LOOK, now, CAUSE, CallClass.BULK, first_link=True) for ref in refs]


def _refs(args: Args, name: str, pair: PairConfiguration, most: int) -> list[RecordRef]:
    ids = ids_of(args, name)
    if not 1 <= len(ids) <= most:
        raise bad_arguments(f"{name} must have 1 to {most} ids")
    if name == "salesforce_ids":
        return [salesforce_ref(record_id, pair.salesforce_types) for record_id in ids]
    return [hubspot_ref(record_id, pair.hubspot_type) for record_id in ids]


def _is_of(ref: RecordRef, object_type: str, configuration: Configuration | None) -> bool:
    """A message that nobody could decode is parked as well, and is no record."""
    pair = configuration.pair_of(ref.object_type) if configuration is not None else None
    return pair is not None and pair.hubspot_type == object_type
