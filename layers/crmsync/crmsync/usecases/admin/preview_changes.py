"""What the sync of some records would do now, counted by field. Reads both sides; writes and stores nothing."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from typing import Any

from crmsync.core.change import CallClass, Change
from crmsync.core.outcome import Outcome, OutcomeName
from crmsync.usecases.admin.admin_error import AdminError
from crmsync.usecases.sync.batch import SyncPorts
from crmsync.usecases.sync.shadow import shadow_of
from crmsync.usecases.sync.sync_batch import plan_batch
from crmsync.usecases.sync.work_item import WorkItem

MOST_PREVIEWED = 500
"""A turn: some seconds of the function's time."""

MOST_EXAMPLES = 10


def preview_changes(changes: Sequence[Change], ports: SyncPorts) -> dict[str, Any]:
    """`{"looked_at", "would_change", "fields": [{"field", "side", "values"}], "actions", "kept", "examples"}`.

    `actions` counts records by what would be done with them, `kept` the values that an undo could not put back by the
    reason; `examples` are some of the records that would change.
    """
    configuration = ports.configurations.active()
    if configuration is None:
        raise AdminError("not_ready", "there is no active configuration yet: see config.show")
    configuration = configuration.with_owners(ports.owners.present())
    items = plan_batch(changes, CallClass.BULK, configuration, shadow_of(ports)) if changes else []
    changing = [item for item in items if item.plan is not None and item.plan.entries]
    values = Counter(
        (entry.field, entry.side.value) for item in changing if item.plan is not None for entry in item.plan.entries
    )
    return {
        "looked_at": len(items),
        "would_change": len(changing),
        "fields": [{"field": field, "side": side, "values": count} for (field, side), count in values.most_common()],
        "actions": dict(Counter(_action(item) for item in items)),
        "kept": dict(Counter(why.value for item in items for _, why in item.kept)),
        "examples": [item.key for item in changing[:MOST_EXAMPLES]],
    }


def _action(item: WorkItem) -> str:
    """As a preview names it, or why nothing would be done."""
    if item.preview is not None:
        return item.preview.action.value
    outcome = item.outcome or Outcome(OutcomeName.IN_STEP)
    return outcome.reason if outcome.name is OutcomeName.SKIPPED else outcome.name.value
