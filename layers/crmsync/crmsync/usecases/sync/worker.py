"""The worker: queue messages in, every change with an outcome, the ids of failed messages out."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterator, Sequence
from typing import NamedTuple

from crmsync.core.change import CallClass, Change, MalformedChangeError
from crmsync.core.configuration import Configuration
from crmsync.core.default_configuration import DEFAULT_CONFIGURATION
from crmsync.core.failure import CrmError
from crmsync.core.fold import fold
from crmsync.core.message import unpack
from crmsync.core.outcome import OutcomeName
from crmsync.core.record import Millis
from crmsync.core.retry import MAX_ATTEMPTS, next_delay
from crmsync.usecases.sync.batch import SyncPorts
from crmsync.usecases.sync.distrust import park_killer, park_paused, park_tired, park_undecodable
from crmsync.usecases.sync.last_words import note_covered
from crmsync.usecases.sync.sync_batch import sync_batch

BATCH_RECORDS = 100
BULK_BATCH_RECORDS = 500
"""What nobody waits for: the fewer batches, the fewer calls that are not full."""

LAST_BATCH: Millis = 25_000
"""No batch begins with less time left."""


LAST_RECEIVE = 3


class Message(NamedTuple):
    """As the queue hands it over; `receive_count` is 1 on the first delivery."""

    id: str
    body: str
    receive_count: int = 1


class Received(NamedTuple):
    """What became of one invocation: messages to be handed over again, and records by outcome."""

    failed_message_ids: tuple[str, ...]
    outcomes: Counter[OutcomeName]


class SyncWorker:
    def __init__(self, ports: SyncPorts) -> None:
        self._ports = ports

    def handle(self, messages: Sequence[Message], deadline: Millis) -> Received:
        """Begins batches until 25 s before the deadline and sends the rest again as it was."""
        configuration = self._configuration()
        failed: list[str] = []
        changes: dict[str, list[Change]] = {}
        for message in messages:
            self._take(message, configuration or DEFAULT_CONFIGURATION, changes, failed)
        waiting = [change for part in changes.values() for change in part]
        if configuration is None:
            outcomes, crashed = Counter[OutcomeName](), self._hand_back(waiting)
        else:
            outcomes, crashed = self._sync(waiting, configuration, deadline)
        failed.extend(name for name, part in changes.items() if crashed.intersection(change.ref.key for change in part))
        return Received(tuple(failed), outcomes)

    def _configuration(self) -> Configuration | None:
        """None when its store does not answer: without the rules nothing may be synced."""
        try:
            configuration = self._ports.configurations.active() or DEFAULT_CONFIGURATION
            return configuration.with_owners(self._ports.owners.present())
        except CrmError as error:
            self._note_failed_batch(error)
            return None

    def _take(
        self, message: Message, configuration: Configuration, changes: dict[str, list[Change]], failed: list[str]
    ) -> None:
        try:
            own = unpack(message.body)
        except MalformedChangeError as error:
            park_undecodable(message.id, str(error), self._ports)
            failed.append(message.id)
            return
        if message.receive_count > 1 and _is_replaced(own):
            note_covered([change for change in own if change.crashes], configuration, self._ports)
            self._ports.queue.send([change.after_crash() for change in own], single=True)
            return
        if message.receive_count >= LAST_RECEIVE:
            park_killer(own[0], self._ports)
        changes[message.id] = own if message.receive_count == 1 else [change.after_crash() for change in own]

    def _sync(
        self, changes: Sequence[Change], configuration: Configuration, deadline: Millis
    ) -> tuple[Counter[OutcomeName], set[str]]:
        outcomes: Counter[OutcomeName] = Counter()
        crashed: set[str] = set()
        ports = self._ports.in_time(deadline)
        if configuration.global_settings.paused:
            note_covered(changes, configuration, self._ports)
            park_paused(changes, self._ports)
            return outcomes, crashed
        for call_class, batch in batches(fold(changes)):
            if ports.clock.now() > deadline - LAST_BATCH:
                ports.queue.send(batch)
                continue
            done, undone = self._sync_one(batch, call_class, configuration, ports)
            outcomes.update(done)
            crashed |= undone
        return outcomes, crashed

    def _sync_one(
        self, batch: Sequence[Change], call_class: CallClass, configuration: Configuration, ports: SyncPorts
    ) -> tuple[Counter[OutcomeName], set[str]]:
        """When a store does not answer, the batch goes the one way of retrying; only if the queue does not answer
        either are its messages left to their visibility timeout.
        """
        try:
            return sync_batch(batch, call_class, configuration, ports), set()
        except CrmError as error:
            self._note_failed_batch(error)
            return Counter(), self._hand_back([change.interrupted() for change in batch])

    def _note_failed_batch(self, error: CrmError) -> None:
        self._ports.telemetry.note("batch failed", category=error.failure.category, code=error.failure.vendor_code)

    def _hand_back(self, batch: Sequence[Change]) -> set[str]:
        """The records whose messages are left to their visibility timeout."""
        return set() if not batch or self._send_again(batch) else {change.ref.key for change in batch}

    def _send_again(self, batch: Sequence[Change]) -> bool:
        tired = [change for change in batch if change.attempt >= MAX_ATTEMPTS]
        delay = next_delay(max(change.attempt for change in batch), self._ports.randomness.jitter(), None)
        try:
            self._ports.queue.send([change.again() for change in batch if change.attempt < MAX_ATTEMPTS], delay=delay)
            park_tired(tired, self._ports)
        except CrmError:
            return False
        return True


def _is_replaced(changes: Sequence[Change]) -> bool:
    """A message received again met a crash. One record must not take others down, and no value may come near a
    dead-letter queue: only a single change without values goes on under its own receive count.
    """
    return len(changes) > 1 or any(change != change.without_values() for change in changes)


def batches(changes: Sequence[Change]) -> Iterator[tuple[CallClass, Sequence[Change]]]:
    """Of one call class each, live ones first. What is tried again comes in small ones: a large one may have been too
    much for CRMs that are slow.
    """
    alike: dict[tuple[CallClass, int], list[Change]] = defaultdict(list)
    for change in changes:
        is_large = change.call_class is not CallClass.LIVE and not change.attempt
        alike[change.call_class, BULK_BATCH_RECORDS if is_large else BATCH_RECORDS].append(change)
    for (call_class, most), own in sorted(alike.items(), key=lambda one: [*CallClass].index(one[0][0])):
        for start in range(0, len(own), most):
            yield call_class, own[start : start + most]
