"""Every change that the worker took in has exactly one named outcome, or is on its way again."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field

from crmsync.core.change import Change
from crmsync.core.link import Link
from crmsync.core.message import unpack
from crmsync.core.outcome import OutcomeName
from crmsync.core.record import Millis, RecordRef
from crmsync.ports.links import LinkStore
from crmsync.ports.queue import ChangeQueue
from crmsync.ports.telemetry import Telemetry
from crmsync.usecases.sync.worker import Message, Received

Facts = Mapping[str, str | float | None]


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
    """A Telemetry that remembers what one invocation noted of records."""

    inner: Telemetry
    outcomes: list[Facts] = field(default_factory=list)

    def count(self, metric: str, value: float = 1, **dimensions: str) -> None:
        self.inner.count(metric, value, **dimensions)

    def note(self, message: str, **facts: str | float | None) -> None:
        self.inner.note(message, **facts)
        if message == "record":
            self.outcomes.append(facts)


@dataclass(slots=True)
class Accounts:
    """`last` is each record's last outcome with its reason; `wrong` the sums that did not come out."""

    links: LinkStore
    last: dict[RecordRef, tuple[OutcomeName, str]] = field(default_factory=dict)
    wrong: list[str] = field(default_factory=list)

    def close(
        self, messages: Iterable[Message], received: Received, outcomes: Sequence[Facts], sent: set[RecordRef]
    ) -> None:
        """Checks an invocation that came to its end."""
        named = Counter(str(facts["record"]) for facts in outcomes)
        self.wrong += [f"{key} has {count} outcomes of one batch" for key, count in named.items() if count > 1]
        if received.outcomes.total() != len(outcomes):
            self.wrong.append(f"{len(outcomes)} records have an outcome, {received.outcomes.total()} were counted")
        for facts in outcomes:
            ref = RecordRef.parse(str(facts["record"]))
            self.last[ref] = OutcomeName(str(facts["outcome"])), str(facts["reason"])
        taken = [message for message in messages if message.id not in received.failed_message_ids]
        self.wrong += self._forgotten(taken, named, sent)

    def _forgotten(self, taken: Iterable[Message], named: Mapping[str, int], sent: set[RecordRef]) -> Iterator[str]:
        refs = {change.ref for message in taken for change in unpack(message.body)}
        links = self.links.find(sorted(refs))
        for ref in sorted(refs - sent):
            keys = {ref.key, *(_keys(links[ref]) if ref in links else ())}
            if keys.isdisjoint(named):
                yield f"{ref.key} went into a batch and has no outcome"


def _keys(link: Link) -> tuple[str, str]:
    """An item of both sides bears HubSpot's name."""
    return link.hubspot.key, link.salesforce.key
