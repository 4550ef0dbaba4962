"""The local event bus: puts change events on it, up to ten a call."""

from __future__ import annotations

import asyncio
import json
import os
from typing import TYPE_CHECKING, Any

import boto3
from botocore.config import Config
from botocore.exceptions import BotoCoreError, ClientError

if TYPE_CHECKING:
    from types_boto3_events import EventBridgeClient

MOST_ENTRIES = 10
_TIMEOUTS = Config(connect_timeout=5, read_timeout=10, retries={"max_attempts": 1})


class EventBus:
    """Bus of the AWS endpoint in the environment (`AWS_ENDPOINT_URL`); without one, no event can be put."""

    def __init__(self) -> None:
        self._client: EventBridgeClient | None = None
        self._waiting: list[tuple[bytes, asyncio.Future[None]]] = []
        self._pump: asyncio.Task[None] | None = None

    async def put(self, entries: list[bytes]) -> None:
        """Done when the bus took them; entries that arrive together go in one call. Raises OSError."""
        loop = asyncio.get_running_loop()
        futures = [loop.create_future() for _ in entries]
        self._waiting += zip(entries, futures, strict=True)
        if self._pump is None or self._pump.done():
            self._pump = asyncio.create_task(self._put_all())
        await asyncio.gather(*futures)

    async def _put_all(self) -> None:
        while self._waiting:
            # Deliveries of one tick come as tasks of their own: let them all line up first.
            await asyncio.sleep(0)
            batch, self._waiting = self._waiting[:MOST_ENTRIES], self._waiting[MOST_ENTRIES:]
            failed = await asyncio.to_thread(self._put_batch, [json.loads(entry) for entry, _ in batch])
            for place, (_, future) in enumerate(batch):
                if future.cancelled():
                    continue
                if place in failed:
                    future.set_exception(OSError("the bus did not take the event"))
                else:
                    future.set_result(None)

    def _put_batch(self, entries: list[Any]) -> set[int]:
        """The places of the entries that the bus did not take."""
        try:
            answer = self._events().put_events(Entries=entries)
        except (BotoCoreError, ClientError, OSError):
            return set(range(len(entries)))
        return {place for place, entry in enumerate(answer["Entries"]) if entry.get("ErrorCode")}

    def _events(self) -> EventBridgeClient:
        if not os.environ.get("AWS_ENDPOINT_URL"):
            raise OSError("AWS_ENDPOINT_URL is not set")
        if self._client is None:
            self._client = boto3.client("events", config=_TIMEOUTS)
        return self._client
