"""Serves a simulator over plain HTTP and carries its deliveries to their subscribers."""

from __future__ import annotations

import asyncio
import contextlib
from collections.abc import Callable

from aiohttp import web

from sandbox.frame.courier import Courier, PutEvents
from sandbox.frame.gateway import Exchange, Gateway
from sandbox.frame.http import request_of

HOST = "127.0.0.1"


class Server:
    """One simulator on one port of 127.0.0.1 (0: any free one)."""

    def __init__(self, gateway: Gateway, port: int, put_events: PutEvents | None = None) -> None:
        self._gateway = gateway
        self._port = port
        self._put_events = put_events

    @property
    def url(self) -> str:
        return f"http://{HOST}:{self._port}"

    async def run(self, stop: asyncio.Event, on_ready: Callable[[], None] = lambda: None) -> None:
        """Serves until `stop` is set; `on_ready` is called once when it listens."""
        runner = web.ServerRunner(web.Server(self._serve, access_log=None), shutdown_timeout=1)
        await runner.setup()
        try:
            await web.TCPSite(runner, HOST, self._port, reuse_address=True).start()
            self._port = runner.addresses[0][1]
            on_ready()
            await self._until(stop)
        finally:
            await runner.cleanup()

    async def _until(self, stop: asyncio.Event) -> None:
        courier = asyncio.create_task(Courier(self._gateway.simulator, self._put_events).run())
        await stop.wait()
        courier.cancel()
        with contextlib.suppress(asyncio.CancelledError):
            await courier

    async def _serve(self, request: web.BaseRequest) -> web.StreamResponse:
        body = await request.content.read()
        seen = request_of(request.method, request.raw_path, request.headers, body)
        return await self._reply(request, self._gateway.exchange(seen))

    @staticmethod
    async def _reply(request: web.BaseRequest, exchange: Exchange) -> web.StreamResponse:
        if exchange.delay:
            await asyncio.sleep(exchange.delay)
        response = exchange.response
        if response is None:
            _cut(request)
            return web.Response(status=500)
        return web.Response(status=response.status, body=response.body, headers=dict(response.headers))


def _cut(request: web.BaseRequest) -> None:
    """Resets the connection: the client sees it broken in the middle of its call."""
    if request.transport is not None:
        request.transport.abort()
