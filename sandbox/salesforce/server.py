"""Serves the org over HTTP and hands Outbound Messages' answers back to it."""

from __future__ import annotations

import asyncio
import contextlib

from aiohttp import ClientError, ClientSession

from sandbox.frame.courier import Courier, PutEvents
from sandbox.frame.gateway import Gateway
from sandbox.frame.server import Server
from sandbox.frame.simulator import Delivery
from sandbox.salesforce.simulator import SalesforceSimulator


class AcknowledgingCourier(Courier):
    """An Outbound Message is done when its answer says so, not when its status is 200."""

    def __init__(self, org: SalesforceSimulator, put_events: PutEvents | None) -> None:
        super().__init__(org, put_events)
        self._org = org

    async def _deliver(self, session: ClientSession, delivery: Delivery) -> None:
        if delivery.kind != "http":
            await super()._deliver(session, delivery)
            return
        try:
            async with session.post(delivery.url, data=delivery.body, headers=dict(delivery.headers)) as answer:
                self._org.settle(delivery, answer.status, await answer.read())
        except (ClientError, TimeoutError, OSError):
            self._org.settle(delivery, None)


class SalesforceServer(Server):
    def __init__(self, org: SalesforceSimulator, port: int, put_events: PutEvents | None = None) -> None:
        super().__init__(Gateway(org), port, put_events)
        self._org = org

    async def _until(self, stop: asyncio.Event) -> None:
        courier = asyncio.create_task(AcknowledgingCourier(self._org, self._put_events).run())
        await stop.wait()
        courier.cancel()
        with contextlib.suppress(asyncio.CancelledError):
            await courier
