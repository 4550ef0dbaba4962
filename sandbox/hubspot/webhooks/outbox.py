"""Events on their way to the app: gathered into batches, signed when they leave, retried for a day."""

from __future__ import annotations

import heapq
import json
from collections import deque
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

from sandbox.frame.simulator import Delivery
from sandbox.hubspot.objects.record import Change
from sandbox.hubspot.webhooks import signature
from sandbox.hubspot.webhooks.chaos import Chaos
from sandbox.hubspot.webhooks.events import Event, events_of
from sandbox.hubspot.webhooks.subscriptions import Subscriptions

if TYPE_CHECKING:
    from sandbox.hubspot.portal import Portal

REMEMBERED = 10_000


@dataclass(order=True, slots=True)
class Batch:
    due_at: float
    number: int
    events: list[Event] = field(compare=False)
    attempt: int = field(default=0, compare=False)


class Outbox:
    def __init__(self, portal: Portal) -> None:
        self._portal = portal
        self.url = ""
        self.subscriptions = Subscriptions(None)
        self.chaos = Chaos()
        self.given_up: list[Event] = []
        """Events that were dropped after the last retry."""
        self._waiting: list[Batch] = []
        self._under_way: dict[str, Batch] = {}
        self._open: Batch | None = None
        self._sent: deque[Event] = deque(maxlen=REMEMBERED)
        self._number = 0

    def subscribe(self, url: str, descriptions: Iterable[Mapping[str, Any]] | None) -> None:
        """From now on events go to `url`; without a url none are made. Raises BadSubscriptionError."""
        self.subscriptions = Subscriptions(descriptions)
        self.url = url

    def heed(self, change: Change) -> None:
        if self.url:
            self.post(events_of(self._portal, change))

    def post(self, events: Iterable[Event]) -> None:
        chaos = self.chaos
        for event in events:
            if chaos.happens(chaos.lose):
                continue
            self._gather(event, chaos.lateness())
            if chaos.happens(chaos.duplicate):
                self._gather(dict(event), chaos.lateness())

    def replay(self, last: int) -> int:
        """Delivers the last events again: newest first, each of them twice. Returns how many requests' worth."""
        again = list(self._sent)[-last:] if last > 0 else []
        doubled = [dict(event) for event in reversed(again) for _ in range(2)]
        size = self._portal.settings.webhook_batch_max
        for start in range(0, len(doubled), size):
            self._wait(self._portal.clock(), doubled[start : start + size])
        return len(doubled)

    def take_due(self) -> list[Delivery]:
        now = self._portal.clock()
        deliveries = []
        while self._waiting and self._waiting[0].due_at <= now:
            deliveries.append(self._delivery(heapq.heappop(self._waiting)))
        return deliveries

    def next_due_at(self) -> float | None:
        return self._waiting[0].due_at if self._waiting else None

    def pending(self) -> int:
        """Events that wait or are under way."""
        return sum(len(batch.events) for batch in [*self._waiting, *self._under_way.values()])

    def settle(self, delivery: Delivery, status: int | None) -> None:
        batch = self._under_way.pop(delivery.tag, None)
        if batch is None or (status is not None and 200 <= status < 300):
            return
        settings = self._portal.settings
        gaps = settings.webhook_retry_gaps_s
        if batch.attempt >= len(gaps) or not self._retried(status):
            self.given_up.extend(batch.events)
            return
        gap = gaps[batch.attempt] * (1 + settings.webhook_retry_jitter * self._portal.rng.random())
        self._wait(self._portal.clock() + gap, batch.events, batch.attempt + 1)

    def _retried(self, status: int | None) -> bool:
        """HubSpot's two stated rules for 4xx; 3xx, 5xx and no answer are always retried."""
        is_4xx = status is not None and 400 <= status < 500
        return not is_4xx or status == 429 or self._portal.settings.webhook_retry_4xx == "all"

    def _gather(self, event: Event, lateness: float) -> None:
        settings, now = self._portal.settings, self._portal.clock()
        if lateness:
            self._wait(now + settings.webhook_window_s + lateness, [event])
            return
        batch = self._open
        if batch is None or batch.due_at <= now or len(batch.events) >= settings.webhook_batch_max:
            self._open = self._wait(now + settings.webhook_window_s, [event])
        elif self.chaos.reorder:
            batch.events.insert(self.chaos.rng.randint(0, len(batch.events)), event)
        else:
            batch.events.append(event)

    def _wait(self, due_at: float, events: list[Event], attempt: int = 0) -> Batch:
        self._number += 1
        batch = Batch(due_at, self._number, events, attempt)
        heapq.heappush(self._waiting, batch)
        return batch

    def _delivery(self, batch: Batch) -> Delivery:
        if batch is self._open:
            self._open = None
        if batch.attempt == 0:
            self._sent.extend(batch.events)
        settings, now = self._portal.settings, self._portal.now_ms()
        events = [{**event, "attemptNumber": batch.attempt} for event in batch.events]
        body = json.dumps(events, ensure_ascii=False, separators=(",", ":")).encode()
        tag = str(batch.number)
        self._under_way[tag] = batch
        headers = signature.headers(settings.client_secret, self.url, body, now)
        return Delivery("http", self.url, body, headers, batch.due_at, batch.attempt, tag)
