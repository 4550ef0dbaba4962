"""Changes as messages: which queue, which bodies, how late."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from crmsync.core.change import CallClass, Change
from crmsync.core.message import MESSAGE_CHANGES, pack, unpack
from crmsync.core.record import Millis
from crmsync.ports.queue import MAX_DELAY

LARGEST_BYTES = 250_000
"""SQS takes 256 KB, in one message and in all messages of a call."""


def by_queue(changes: Sequence[Change]) -> tuple[list[Change], list[Change]]:
    """(live, bulk): polls share the bulk queue, so that they never delay a person."""
    live = [change for change in changes if change.call_class is CallClass.LIVE]
    return live, [change for change in changes if change.call_class is not CallClass.LIVE]


def bodies(changes: Sequence[Change], *, single: bool) -> Iterator[str]:
    """The messages of the changes. A change too large for a message goes without its values: it only says *look*."""
    most = 1 if single else MESSAGE_CHANGES
    for body in pack(changes, most):
        if size(body) <= LARGEST_BYTES:
            yield body
        else:
            yield from pack([change.without_values() for change in unpack(body)])


def delay_seconds(delay: Millis) -> int:
    """Whole seconds, rounded up, 15 minutes at most."""
    return -(-min(max(delay, 0), MAX_DELAY) // 1_000)


def size(body: str) -> int:
    """In bytes."""
    return len(body.encode())
