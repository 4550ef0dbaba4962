"""Every change that the worker took in has exactly one named outcome, or is on its way again."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field

from crmsync.core.change import Change
from crmsync.core.link import Link
from crmsync.core.message import unpack
from crmsync.core.outcome import OutcomeName, SkipReason
from crmsync.core.parked import Category
from crmsync.core.record import Millis, RecordRef
from crmsync.ports.links import LinkStore
from crmsync.ports.parking import Parking
from crmsync.ports.queue import ChangeQueue
from crmsync.ports.telemetry import Telemetry
from crmsync.usecases.sync.worker import Received

from sandbox.memory.queue import QueueMessage


@dataclass(slots=True)
class WatchedQueue:
    """A ChangeQueue that remembers what one invocation sent."""

    inner: ChangeQueue
    sent: set[RecordRef] = field(default_factory=set)

    def send(self, changes: Sequence[Change], *, delay: Millis = 0, single: bool = False) -> None:
        self.inner.send(changes, delay=delay, single=single)
        self.sent.update(change.ref for change in changes)


@dataclass(slots=True)
class WatchedTelemetry:
    """A Telemetry that remembers the outcomes of one invocation's records: (record key, outcome, reason)."""

    inner: Telemetry
    outcomes: list[tuple[str, OutcomeName, str]] = field(default_factory=list)

    def count(self, metric: str, value: float = 1, **dimensions: str) -> None:
        self.inner.count(metric, value, **dimensions)

    def note(self, message: str, **facts: str | float | None) -> None:
        self.inner.note(message, **facts)
        if message == "record":
            self.outcomes.append((str(facts["record"]), OutcomeName(str(facts["outcome"])), str(facts["reason"])))


@dataclass(slots=True)
class Accounts:
    """`last` is each record's last outcome with its reason, and `unlinked` has those that it left without a link;
    `wrong` are the sums that did not come out, and `looked` has how often each record left a batch.
    """

    last: dict[RecordRef, tuple[OutcomeName, str]] = field(default_factory=dict)
    unlinked: set[RecordRef] = field(default_factory=set)
    wrong: list[str] = field(default_factory=list)
    looked: Counter[str] = field(default_factory=Counter)


@dataclass(slots=True)
class Account:
    """Of one invocation; make it before, and close it after it came to its end."""

    accounts: Accounts
    links: LinkStore
    parking: Parking
    messages: Sequence[QueueMessage]
    before: Mapping[RecordRef, Link] = field(init=False)
    _queue: WatchedQueue | None = None
    _telemetry: WatchedTelemetry | None = None

    def __post_init__(self) -> None:
        self.before = self.links.find(sorted(_refs(self.messages)))

    def watch(self, queue: ChangeQueue, telemetry: Telemetry) -> tuple[ChangeQueue, Telemetry]:
        """The ports that the invocation is to use."""
        self._queue, self._telemetry = WatchedQueue(queue), WatchedTelemetry(telemetry)
        return self._queue, self._telemetry

    def close(self, received: Received) -> None:
        if self._queue is None or self._telemetry is None:
            raise AssertionError("the invocation was not watched")
        outcomes, wrong = self._telemetry.outcomes, self.accounts.wrong
        named = Counter(key for key, _, _ in outcomes)
        self.accounts.looked.update(named)
        wrong += [f"{key} has {count} outcomes of one batch" for key, count in named.items() if count > 1]
        if received.outcomes.total() != len(outcomes):
            wrong.append(f"{len(outcomes)} records have an outcome, {received.outcomes.total()} were counted")
        wrong += self._forgotten(named, received, self._queue.sent)
        for key, name, reason in outcomes:
            self._remember(RecordRef.parse(key), name, reason)

    def _remember(self, ref: RecordRef, name: OutcomeName, reason: str) -> None:
        """An outcome is that of both records of a pair; what is unmapped tells nothing new of a record."""
        links = [found[ref] for found in (self.before, self.links.find([ref])) if ref in found]
        refs = {ref, *(one for link in links for one in (link.hubspot, link.salesforce))}
        self.accounts.unlinked -= refs
        self.accounts.unlinked |= set() if links else refs
        if reason != SkipReason.UNMAPPED:
            self.accounts.last.update(dict.fromkeys(refs, (name, reason)))

    def _forgotten(self, named: Mapping[str, int], received: Received, sent: set[RecordRef]) -> Iterator[str]:
        failed = received.failed_message_ids
        refs = _refs([message for message in self.messages if str(message.receipt) not in failed])
        after = self.links.find(sorted(refs))
        for ref in sorted(refs - sent):
            links = [found[ref] for found in (self.before, after) if ref in found]
            if not self._is_paused(ref) and named.keys().isdisjoint(
                {ref.key, *(key for link in links for key in _keys(link))}
            ):
                yield f"{ref.key} went into a batch and has no outcome"

    def _is_paused(self, ref: RecordRef) -> bool:
        """While the sync is paused everything is parked under its own name."""
        return any(row.category == Category.PAUSED for row in self.parking.of(ref))


def _refs(messages: Sequence[QueueMessage]) -> set[RecordRef]:
    return {change.ref for message in messages for change in unpack(message.body)}


def _keys(link: Link) -> tuple[str, str]:
    """An item of both sides bears HubSpot's name."""
    return link.hubspot.key, link.salesforce.key
