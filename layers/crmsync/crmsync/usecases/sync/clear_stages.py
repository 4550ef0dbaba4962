"""An undo takes a lifecycle stage back, which HubSpot's API does only after it was cleared."""

from __future__ import annotations

from collections.abc import Sequence

from crmsync.core.failure import Failure
from crmsync.core.lifecycle import LIFECYCLE_STAGE
from crmsync.core.record import RecordUpdate, Side
from crmsync.usecases.sync.batch import Batch
from crmsync.usecases.sync.guarded import guarded
from crmsync.usecases.sync.work_item import WorkItem


def clear_stages(items: Sequence[WorkItem], batch: Batch) -> None:
    """One call for all undos of a stage, and none for other items. Where it fails the stage stays, and is parked."""
    back = [
        (item, item.plan, ref)
        for item in items
        if item.undo and item.plan is not None and (ref := item.ref(Side.HUBSPOT)) is not None
        if item.plan.writes[Side.HUBSPOT].get(LIFECYCLE_STAGE)
    ]
    cleared = [RecordUpdate(ref, {LIFECYCLE_STAGE: None}) for *_, ref in back]
    outcomes = guarded(lambda: batch.crms.hubspot.update(cleared), len(cleared), batch)
    for (item, plan, _), outcome in zip(back, outcomes, strict=True):
        if isinstance(outcome, Failure):
            item.rejected[LIFECYCLE_STAGE] = outcome
            item.plan = plan.without(Side.HUBSPOT, [LIFECYCLE_STAGE])
