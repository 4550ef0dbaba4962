"""`resync`: has records looked at again, with their fields written as at a first link."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from crmsync.core.change import CallClass, Change, ChangeKind
from crmsync.core.configuration import PairConfiguration
from crmsync.core.record import RecordRef
from crmsync.ports.budget import CrmGate
from crmsync.ports.clock import Clock
from crmsync.ports.configurations import ConfigurationStore
from crmsync.ports.queue import ChangeQueue
from crmsync.usecases.admin.admin_error import bad_arguments
from crmsync.usecases.admin.arguments import ids_of, only_one_of, required_text_of, text_of
from crmsync.usecases.admin.dispatch import Args
from crmsync.usecases.admin.references import hubspot_ref, salesforce_ref, synced_pair

CAUSE = "resync"
MAX_RECORDS = 10_000
PAGES_A_TURN = 20
"""Of a list, 250 members each: some seconds of the function's time."""


@dataclass(frozen=True, slots=True)
class Resync:
    configurations: ConfigurationStore
    queue: ChangeQueue
    gate: CrmGate
    clock: Clock

    def __call__(self, args: Args) -> dict[str, Any]:
        """`{"object", "hubspot_ids" | "salesforce_ids" | "list_id", "after"}` → `{"enqueued", "next"}`: the number of
        records, and for `after` what continues a long list, None when it was the last.
        """
        pair = synced_pair(self.configurations.active(), required_text_of(args, "object"))
        name = only_one_of(args, "hubspot_ids", "salesforce_ids", "list_id")
        if name == "list_id":
            return self._members(required_text_of(args, "list_id"), pair.hubspot_type, text_of(args, "after"))
        return self._enqueue(_refs(args, name, pair), None)

    def _members(self, list_id: str, object_type: str, after: str | None) -> dict[str, Any]:
        """In the order in which they joined; who joins meanwhile syncs by the inclusion list, or is at the end."""
        access = self.gate.open(CallClass.BULK)
        refs: list[RecordRef] = []
        try:
            found = access.hubspot.list_info(list_id)
            if found is None or found.object_type != object_type:
                raise bad_arguments(f"HubSpot has no list {list_id} of {object_type} records")
            for _ in range(PAGES_A_TURN):
                page = access.hubspot.list_joins(list_id, after)
                refs += [hubspot_ref(join.record_id, object_type) for join in page.joins]
                after = page.next_page
                if after is None:
                    break
        finally:
            access.close()
        return self._enqueue(refs, after)

    def _enqueue(self, refs: Sequence[RecordRef], after: str | None) -> dict[str, Any]:
        now = self.clock.now()
        if refs:
            self.queue.send([_look_at(ref, now) for ref in refs])
        return {"enqueued": len(refs), "next": after}


def _refs(args: Args, name: str, pair: PairConfiguration) -> list[RecordRef]:
    ids = ids_of(args, name)
    if not 1 <= len(ids) <= MAX_RECORDS:
        raise bad_arguments(f"{name} must have 1 to {MAX_RECORDS} ids")
    if name == "salesforce_ids":
        return [salesforce_ref(record_id, pair.salesforce_types) for record_id in ids]
    return [hubspot_ref(record_id, pair.hubspot_type) for record_id in ids]


def _look_at(ref: RecordRef, now: int) -> Change:
    return Change(ref, ChangeKind.LOOK, now, CAUSE, CallClass.BULK, first_link=True)
