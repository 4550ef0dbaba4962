"""Event Relay: takes change events to an event bus, with the disorder that a test asks for."""

from __future__ import annotations

import hashlib
import json
from collections import deque
from dataclasses import dataclass, replace
from random import Random
from uuid import UUID

from sandbox.frame.simulator import Delivery
from sandbox.salesforce.push.change_events import ChangeEvent, Commit, event_name, events_of
from sandbox.salesforce.push.outbox import Outbox
from sandbox.salesforce.settings import SalesforceSettings
from sandbox.salesforce.store.transaction import Transaction

_KEPT = 10_000
_FIRST_COMMIT = 10_000_000_000
_RETRY_S = 1.0
_SHUFFLE_S = 0.5


@dataclass(frozen=True, slots=True)
class Relay:
    """Where events go. No bus: nowhere. `entities` are event names such as `LeadChangeEvent`."""

    bus: str | None = None
    source: str = ""
    entities: frozenset[str] = frozenset()


@dataclass(frozen=True, slots=True)
class Chaos:
    """`duplicate` and `lose` are probabilities; `reorder` gives every event its own delay."""

    duplicate: float = 0.0
    reorder: bool = False
    delay_s: float = 0.0
    lose: float = 0.0
    seed: int = 0


class EventRelay:
    def __init__(self, outbox: Outbox, random: Random, relay: Relay) -> None:
        self.relay = relay
        self._outbox = outbox
        self._random = random
        self._chaos = Chaos()
        self._dice = Random(0)
        self._commits = _FIRST_COMMIT
        self._history: deque[bytes] = deque(maxlen=_KEPT)

    def set_chaos(self, chaos: Chaos) -> None:
        self._chaos, self._dice = chaos, Random(chaos.seed)

    def publish(self, transaction: Transaction, settings: SalesforceSettings, now: float) -> None:
        """Sends the events of a committed transaction."""
        if self.relay.bus is None:
            return
        told = [c for c in transaction.net_changes() if event_name(c.kind.name) in self.relay.entities]
        if told:
            self._commits += 1
            commit = Commit(transaction.caller, transaction.now_ms, self._commits, self._uuid())
            for sequence, event in enumerate(events_of(told, settings), start=1):
                entry = self._entry(event, commit, sequence, settings)
                self._history.append(entry)
                self._send(entry, now + settings.event_delay_s)

    def replay(self, last: int, now: float) -> int:
        """Sends the last events again: each twice, newest first. How many were sent."""
        again = list(self._history)[-last:] if last > 0 else []
        for entry in reversed(again):
            self._add(entry, now)
            self._add(entry, now)
        return 2 * len(again)

    def settle(self, delivery: Delivery, status: int | None, now: float) -> None:
        """The relay keeps what the bus did not take."""
        if status != 200:
            self._outbox.add(replace(delivery, due_at=now + _RETRY_S, attempt=delivery.attempt + 1))

    def _entry(self, event: ChangeEvent, commit: Commit, sequence: int, settings: SalesforceSettings) -> bytes:
        payload = event.payload(commit, sequence)
        shape = {"payload": payload} if settings.event_shape == "relay" else payload
        detail = {**shape, "schemaId": _schema_id(event.name), "id": self._uuid()}
        entry = {
            "Source": self.relay.source,
            "DetailType": event.name,
            "Detail": json.dumps(detail, ensure_ascii=False, separators=(",", ":")),
            "EventBusName": self.relay.bus,
        }
        return json.dumps(entry, ensure_ascii=False).encode()

    def _send(self, entry: bytes, due_at: float) -> None:
        chaos, dice = self._chaos, self._dice
        if dice.random() < chaos.lose:
            return
        for _ in range(2 if dice.random() < chaos.duplicate else 1):
            shuffle = dice.uniform(0, max(chaos.delay_s, _SHUFFLE_S)) if chaos.reorder else 0.0
            self._add(entry, due_at + chaos.delay_s + shuffle)

    def _add(self, entry: bytes, due_at: float) -> None:
        self._outbox.add(Delivery(kind="event", url="", body=entry, due_at=due_at))

    def _uuid(self) -> str:
        return str(UUID(int=self._random.getrandbits(128), version=4))


def _schema_id(event: str) -> str:
    return hashlib.sha256(event.encode()).hexdigest()[:22]
