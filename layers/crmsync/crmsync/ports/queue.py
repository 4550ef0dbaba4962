"""The change queues."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Protocol

from crmsync.core.change import Change
from crmsync.core.record import Millis

MESSAGE_CHANGES = 100
MESSAGE_BYTES = 200_000
MAX_DELAY: Millis = 900_000


class ChangeQueue(Protocol):
    """Where changes wait for the worker. Live changes and bulk changes have a queue each."""

    def send(self, changes: Sequence[Change], *, delay: Millis = 0, single: bool = False) -> None:
        """Enqueues all, packed up to 100 changes and 200 KB a message, by `call_class` (bulk → the bulk queue;
        poll too). `single` puts each into a message of its own. `delay` ≤ 15 minutes.

        All or an exception: raises CrmError(RETRY_LATER) when any message may not have been stored; sending again
        is harmless, since a change only says *look*.
        """
