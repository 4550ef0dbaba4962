"""The smallest ports that the rounds need: what they store can be looked at, and what they raise be set."""

from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace
from typing import Any

from crmsync.core.change import Change
from crmsync.core.configuration import Configuration
from crmsync.core.default_configuration import DEFAULT_CONFIGURATION
from crmsync.core.failure import Consequence, CrmError, Failure
from crmsync.core.link import Link
from crmsync.core.parked import Parked
from crmsync.core.record import Millis, RecordRef
from crmsync.core.refusal import Refusal

START = 1_900_000_000_000


def failing(consequence: Consequence, category: str = "unavailable") -> CrmError:
    return CrmError(Failure(consequence, category, "no answer"))


@dataclass
class FakeClock:
    at: Millis = START

    def now(self) -> Millis:
        return self.at

    def sleep(self, millis: Millis) -> None:
        self.at += millis


@dataclass
class FakeRandomness:
    drawn: int = 0

    def jitter(self) -> float:
        return 0.5

    def token(self) -> str:
        self.drawn += 1
        return f"token-{self.drawn}"


@dataclass
class FakeTelemetry:
    notes: list[tuple[str, dict[str, Any]]] = field(default_factory=list)
    counts: dict[str, float] = field(default_factory=lambda: defaultdict(float))

    def count(self, metric: str, value: float = 1, **dimensions: str) -> None:
        self.counts[metric] += value

    def note(self, message: str, **facts: str | float | None) -> None:
        self.notes.append((message, facts))


@dataclass
class FakeQueue:
    sent: list[Change] = field(default_factory=list)
    error: CrmError | None = None

    def send(self, changes: Sequence[Change], *, delay: Millis = 0, single: bool = False) -> None:
        if self.error is not None:
            raise self.error
        self.sent.extend(changes)


@dataclass
class FakeJobs:
    states: dict[str, Mapping[str, Any]] = field(default_factory=dict)
    holders: dict[str, tuple[str, Millis]] = field(default_factory=dict)
    saved: list[Mapping[str, Any]] = field(default_factory=list)

    def start(self, name: str, token: str, now: Millis, until: Millis) -> Mapping[str, Any] | None:
        if self.holders.get(name, ("", 0))[1] > now:
            return None
        self.holders[name] = (token, until)
        return self.state(name)

    def save(self, name: str, token: str, state: Mapping[str, Any], until: Millis) -> bool:
        if self.holders.get(name, ("", 0))[0] != token:
            return False
        self.states[name] = state
        self.saved.append(state)
        self.holders[name] = (token, until)
        return True

    def finish(self, name: str, token: str, state: Mapping[str, Any]) -> bool:
        saved = self.save(name, token, state, 0)
        if saved:
            del self.holders[name]
        return saved

    def state(self, name: str) -> Mapping[str, Any]:
        return self.states.get(name, {})


@dataclass
class FakeLinks:
    links: dict[RecordRef, Link] = field(default_factory=dict)

    def find(self, refs: Sequence[RecordRef]) -> Mapping[RecordRef, Link]:
        return {ref: self.links[ref] for ref in refs if ref in self.links}


@dataclass
class FakeConfigurations:
    configuration: Configuration | None = DEFAULT_CONFIGURATION
    active_digest: str = ""
    refusals: Sequence[Refusal] = ()
    activated_at: Millis | None = None
    active_sources: Mapping[str, str] = field(default_factory=dict)

    def active(self) -> Configuration | None:
        return self.configuration

    def activate(self, configuration: Configuration, digest: str, at: Millis, sources: Mapping[str, str]) -> None:
        self.configuration, self.active_digest, self.activated_at = configuration, digest, at
        self.active_sources = dict(sources)

    def sources(self) -> Mapping[str, str]:
        return self.active_sources

    def summary(self) -> Mapping[str, Any]:
        return {"activated_at": self.activated_at}

    def digest(self) -> str:
        return self.active_digest

    def refuse(self, refusals: Sequence[Refusal], digest: str, at: Millis) -> None:
        self.refusals = tuple(refusals)

    def refused(self) -> Sequence[Refusal]:
        return self.refusals


@dataclass
class FakeParameters:
    texts: dict[str, str] = field(default_factory=dict)
    error: CrmError | None = None

    def read(self) -> Mapping[str, str]:
        if self.error is not None:
            raise self.error
        return dict(self.texts)

    def write(self, name: str, value: str) -> None:
        self.texts[name] = value


@dataclass
class FakeParking:
    rows: list[Parked] = field(default_factory=list)
    hastened: list[Sequence[str]] = field(default_factory=list)

    def due(self, now: Millis, limit: int) -> list[Parked]:
        due = [row for row in self.rows if row.next_try_at is not None and row.next_try_at <= now]
        return sorted(due, key=lambda row: row.next_try_at or 0)[:limit]

    def postpone(self, rows: Sequence[Parked], until: Millis) -> None:
        keys = {(row.ref, row.part) for row in rows}
        self.rows = [replace(row, next_try_at=until) if (row.ref, row.part) in keys else row for row in self.rows]

    def oldest(self, categories: Sequence[str]) -> Millis | None:
        return min((row.parked_at for row in self.rows if row.category in categories), default=None)

    def hasten(self, now: Millis, categories: Sequence[str]) -> int:
        self.hastened.append(categories)
        return len(self.rows)
