"""The first turns of an import's lanes: asked for in a way that leaves none open for ever when the command dies."""

from __future__ import annotations

from collections.abc import Iterable

from crmsync.core.import_job import ImportJob
from crmsync.core.record import Millis
from crmsync.ports.import_queue import ImportQueue

SURELY_BEGUN: Millis = 70_000
"""By then the command has stored the import, or its function was stopped."""


def ask_beforehand(lanes: Iterable[ImportJob], queue: ImportQueue) -> None:
    """Before the import is stored, for later: a turn that was taken by then is void, and so is one of an import that
    was not begun. A crash right after it was stored would leave it open for ever.
    """
    for lane in lanes:
        queue.send(lane.lane_id, lane.turn, delay=SURELY_BEGUN)
