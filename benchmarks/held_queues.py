"""The change queues with no worker at their end: what the deployed triggers send goes to whoever asks for it."""

from __future__ import annotations

import time
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from typing import Any

from crmsync.core.message import unpack
from crmsync.usecases.sync.worker import Message

from sandbox.stack.stack import Stack

PATIENCE_S = 60.0
PAUSE_S = 0.01
MESSAGES_A_RECEIVE = 10
LIVE, BULK = "ChangeQueue", "BulkChangeQueue"


class NothingCameError(RuntimeError):
    """The triggers did not send what was expected."""


@contextmanager
def held_queues(stack: Stack) -> Iterator[HeldQueues]:
    mappings = stack.aws.functions.list_event_source_mappings()["EventSourceMappings"]
    ids = [mapping["UUID"] for mapping in mappings]
    _switch(stack, ids, enabled=False)
    try:
        yield HeldQueues(stack)
    finally:
        _switch(stack, ids, enabled=True)


def _switch(stack: Stack, ids: Sequence[str], *, enabled: bool) -> None:
    for mapping in ids:
        stack.aws.functions.update_event_source_mapping(UUID=mapping, Enabled=enabled)


@dataclass(frozen=True, slots=True)
class HeldQueues:
    stack: Stack

    def take(self, records: int, queue: str = LIVE) -> list[Message]:
        """Messages about at least so many different records. Raises NothingCameError."""
        messages: list[Message] = []
        seen: set[str] = set()

        def is_enough() -> bool:
            for message in self._receive(queue):
                messages.append(message)
                seen.update(change.ref.key for change in unpack(message.body))
            return len(seen) >= records

        await_that(is_enough, f"{records} changes")
        return messages

    def empty(self) -> None:
        """Throws away what is left of earlier changes: HubSpot may tell of one record in several webhooks."""
        await_that(lambda: not self.stack.control("hubspot", "webhooks", method="GET")["pending"], "HubSpot's webhooks")
        self.rest(LIVE)

    def rest(self, queue: str) -> list[Message]:
        """What is left in it."""
        messages: list[Message] = []
        while received := self._receive(queue):
            messages.extend(received)
        return messages

    def _receive(self, queue: str) -> list[Message]:
        """Deleted at once: nothing here is ever received twice."""
        url = self.stack.physical_ids[queue]
        answer: Any = self.stack.aws.sqs.receive_message(QueueUrl=url, MaxNumberOfMessages=MESSAGES_A_RECEIVE)
        received = answer.get("Messages", [])
        if received:
            entries: Any = [
                {"Id": str(place), "ReceiptHandle": message["ReceiptHandle"]} for place, message in enumerate(received)
            ]
            self.stack.aws.sqs.delete_message_batch(QueueUrl=url, Entries=entries)
        return [Message(message["MessageId"], message["Body"]) for message in received]


def await_that(is_so: Callable[[], bool], what: str, pause: float = PAUSE_S) -> None:
    """Raises NothingCameError when it takes longer than a minute."""
    deadline = time.monotonic() + PATIENCE_S
    while not is_so():
        if time.monotonic() > deadline:
            raise NothingCameError(f"{what}: not within {PATIENCE_S:.0f} s")
        time.sleep(pause)
