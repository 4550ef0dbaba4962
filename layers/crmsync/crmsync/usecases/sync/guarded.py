"""A call that writes: one outcome a record whatever becomes of it."""

from __future__ import annotations

from collections.abc import Callable

from crmsync.core.failure import Consequence, CrmError, Failure, WriteOutcome
from crmsync.usecases.sync.batch import Batch

NO_TIME_LEFT = Failure(Consequence.RETRY_LATER, "unavailable", "the batch ran out of time before this write")


def guarded(call: Callable[[], list[WriteOutcome]], count: int, batch: Batch) -> list[WriteOutcome]:
    """One outcome each, also when the whole call failed or may not be made any more."""
    if not count:
        return []
    if not batch.may_still_write():
        return [NO_TIME_LEFT] * count
    try:
        return call()
    except CrmError as error:
        return [error.failure] * count
