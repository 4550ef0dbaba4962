"""Carries a simulator's deliveries: webhooks by HTTP, events to the local bus."""

from __future__ import annotations

import asyncio
from collections.abc import Awaitable, Callable

from aiohttp import ClientError, ClientSession, ClientTimeout
from yarl import URL

from sandbox.frame.simulator import Delivery, Simulator

TICK_S = 0.02
SUBSCRIBER_TIMEOUT_S = 5.0
"""HubSpot gives its subscriber five seconds for a whole batch."""

MAX_CONCURRENT_REQUESTS = 5
"""An app's own setting (`throttling.maxConcurrentRequests`, 10 by default in HubSpot): each that waits starts another
process on the local AWS, and ten at once bring a busy machine to a stand. A slower subscriber gets them later.
"""

PutEvents = Callable[[list[bytes]], Awaitable[None]]
"""Puts EventBridge entries (the JSON of each) on the local bus; raises OSError when the bus did not take them."""


class Courier:
    def __init__(self, simulator: Simulator, put_events: PutEvents | None = None) -> None:
        self._simulator = simulator
        self._put_events = put_events
        self._places = asyncio.Semaphore(MAX_CONCURRENT_REQUESTS)

    async def run(self) -> None:
        """Delivers what is due, for ever."""
        async with ClientSession(timeout=ClientTimeout(total=SUBSCRIBER_TIMEOUT_S)) as session:
            under_way: set[asyncio.Task[None]] = set()
            try:
                while True:
                    for delivery in self._simulator.take_due():
                        task = asyncio.create_task(self._deliver(session, delivery))
                        under_way.add(task)
                        task.add_done_callback(under_way.discard)
                    await asyncio.sleep(TICK_S)
            finally:
                for task in under_way:
                    task.cancel()

    async def _deliver(self, session: ClientSession, delivery: Delivery) -> None:
        async with self._places:
            status = await (self._post(session, delivery) if delivery.kind == "http" else self._put(delivery))
        self._simulator.settle(delivery, status)

    @staticmethod
    async def _post(session: ClientSession, delivery: Delivery) -> int | None:
        url = URL(delivery.url, encoded=True)  # a signature covers the URL exactly as it is written
        try:
            async with session.post(url, data=delivery.body, headers=dict(delivery.headers)) as answer:
                await answer.read()
                return answer.status
        except (ClientError, TimeoutError, OSError):
            return None

    async def _put(self, delivery: Delivery) -> int | None:
        if self._put_events is None:
            return None
        try:
            await self._put_events([delivery.body])
        except OSError:
            return None
        return 200
