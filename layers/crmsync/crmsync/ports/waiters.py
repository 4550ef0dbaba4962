"""Who waits for a record: for its link, because they refer to it, or that it gives way."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import NamedTuple, Protocol

from crmsync.core.record import RecordRef


class Waiting(NamedTuple):
    """Who waits for a record. `last_add` is another one after each `add` to them."""

    waiters: tuple[RecordRef, ...]
    last_add: str


class Waiters(Protocol):
    """Raises CrmError(RETRY_LATER) when the store does not answer; every method may be repeated."""

    def add(self, waiting: Mapping[RecordRef, Sequence[RecordRef]]) -> Mapping[RecordRef, Sequence[RecordRef]]:
        """By awaited record, who waits for it; returned are those of them of whom nobody was told yet (see
        `acknowledge`), so that a lost answer is given again. A note is forgotten after ninety days.
        """

    def acknowledge(self, waiting: Mapping[RecordRef, Sequence[RecordRef]]) -> None:
        """What `add` returned was acted upon: it returns them no more."""

    def of(self, awaited: Sequence[RecordRef]) -> Mapping[RecordRef, Waiting]:
        """By awaited record, who waits for it: nothing where nobody does. One read."""

    def forget(self, told: Mapping[RecordRef, Waiting]) -> None:
        """Who was told does not wait any more. Only after the telling: a worker that forgets first and dies leaves them
        waiting for ever. Where anybody began to wait since `of`, be it one of them again, nobody is forgotten.
        """
