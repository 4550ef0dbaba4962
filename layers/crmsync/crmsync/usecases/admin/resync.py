"""`resync`: has records looked at again, with their fields written as at a first link."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from crmsync.core.change import CallClass, Change, ChangeKind
from crmsync.core.record import RecordRef
from crmsync.ports.clock import Clock
from crmsync.ports.configurations import ConfigurationStore
from crmsync.ports.queue import ChangeQueue
from crmsync.usecases.admin.admin_error import AdminError, bad_arguments
from crmsync.usecases.admin.arguments import ids_of, only_one_of, required_text_of
from crmsync.usecases.admin.dispatch import Args
from crmsync.usecases.admin.references import hubspot_ref, salesforce_ref, synced_type

CAUSE = "resync"
MAX_RECORDS = 10_000


@dataclass(frozen=True, slots=True)
class Resync:
    configurations: ConfigurationStore
    queue: ChangeQueue
    clock: Clock

    def __call__(self, args: Args) -> dict[str, Any]:
        """`{"object", "hubspot_ids" | "salesforce_ids"}` → `{"enqueued"}`, the number of records."""
        refs = self._refs(args)
        now = self.clock.now()
        self.queue.send([_look_at(ref, now) for ref in refs])
        return {"enqueued": len(refs)}

    def _refs(self, args: Args) -> list[RecordRef]:
        object_type = synced_type(self.configurations.active(), required_text_of(args, "object"))
        name = only_one_of(args, "hubspot_ids", "salesforce_ids", "list_id")
        if name == "list_id":
            raise AdminError("not_available", "a resync by list_id is not available; give hubspot_ids")
        ids = ids_of(args, name)
        if not 1 <= len(ids) <= MAX_RECORDS:
            raise bad_arguments(f"{name} must have 1 to {MAX_RECORDS} ids")
        if name == "salesforce_ids":
            return [salesforce_ref(record_id) for record_id in ids]
        return [hubspot_ref(record_id, object_type) for record_id in ids]


def _look_at(ref: RecordRef, now: int) -> Change:
    return Change(ref, ChangeKind.LOOK, now, CAUSE, CallClass.BULK, first_link=True)
