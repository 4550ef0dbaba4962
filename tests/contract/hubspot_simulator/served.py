"""The served simulator as a test sees it, and a subscriber for its webhooks."""

from __future__ import annotations

import asyncio
import json
import threading
from collections.abc import Callable
from typing import Any

import requests
from aiohttp import web

from sandbox.hubspot.settings import HubspotSettings
from sandbox.hubspot.simulator import HubspotSimulator

APP = HubspotSettings().app_token
USER = HubspotSettings().user_token


class Sandbox:
    """The served simulator: its address, its state, its control endpoints."""

    def __init__(self, url: str, simulator: HubspotSimulator) -> None:
        self.url = url
        self.simulator = simulator
        self.app_token = APP
        self.user_token = USER

    def control(self, method: str, path: str, body: Any = None) -> Any:
        answer = requests.request(method, f"{self.url}/__sim__/{path}", json=body, timeout=5)
        assert answer.status_code == 200, answer.text
        return answer.json()

    def send(self, method: str, path: str, body: Any = None, token: str = APP, **options: Any) -> requests.Response:
        headers = {"Authorization": f"Bearer {token}"}
        return requests.request(
            method, self.url + path, json=body, headers=headers, timeout=options.pop("timeout", 5), **options
        )


class Receiver:
    """A subscriber that keeps what it got and answers what it is told to."""

    def __init__(self) -> None:
        self.requests: list[tuple[dict[str, str], str]] = []
        self.statuses: list[int] = []
        self.url = ""
        self._arrived = threading.Condition()
        self._loop = asyncio.new_event_loop()
        self._thread = threading.Thread(target=self._loop.run_forever, daemon=True)

    def start(self) -> None:
        self._thread.start()
        asyncio.run_coroutine_threadsafe(self._listen(), self._loop).result(10)

    def stop(self) -> None:
        asyncio.run_coroutine_threadsafe(self._runner.cleanup(), self._loop).result(10)
        self._loop.call_soon_threadsafe(self._loop.stop)
        self._thread.join(10)
        self._loop.close()

    async def _listen(self) -> None:
        self._runner = web.ServerRunner(web.Server(self._take))
        await self._runner.setup()
        await web.TCPSite(self._runner, "127.0.0.1", 0).start()
        self.url = f"http://127.0.0.1:{self._runner.addresses[0][1]}/webhooks/hubspot?tenant=a%40b"

    async def _take(self, request: web.BaseRequest) -> web.Response:
        body = await request.content.read()
        with self._arrived:
            self.requests.append(({name.lower(): value for name, value in request.headers.items()}, body.decode()))
            status = self.statuses.pop(0) if self.statuses else 200
            self._arrived.notify_all()
        return web.Response(status=status)

    def events(self) -> list[dict[str, Any]]:
        return [event for _, body in self.requests for event in json.loads(body)]

    def wait_for_events(self, number: int) -> None:
        self._wait_for(lambda: len(self.events()) >= number)

    def wait_for_requests(self, number: int) -> None:
        self._wait_for(lambda: len(self.requests) >= number)

    def _wait_for(self, condition: Callable[[], bool]) -> None:
        with self._arrived:
            assert self._arrived.wait_for(condition, timeout=10), self.requests
