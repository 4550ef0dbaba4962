"""A simulator's server in a thread of this process, for tests and measurements."""

from __future__ import annotations

import asyncio
import threading
from types import TracebackType
from typing import Self

from sandbox.frame.gateway import Gateway
from sandbox.frame.server import Server


class ServerThread:
    """`with ServerThread(Gateway(simulator)) as server:` serves at `server.url` until the block ends."""

    def __init__(self, gateway: Gateway, port: int = 0) -> None:
        self.gateway = gateway
        self._server = Server(gateway, port)
        self._ready = threading.Event()
        self._loop = asyncio.new_event_loop()
        self._stop = asyncio.Event()
        self._thread = threading.Thread(target=self._run, daemon=True)

    @property
    def url(self) -> str:
        return self._server.url

    def __enter__(self) -> Self:
        self._thread.start()
        if not self._ready.wait(10):
            raise TimeoutError("the simulator did not start listening within 10 s")
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self._loop.call_soon_threadsafe(self._stop.set)
        self._thread.join(10)
        self._loop.close()

    def _run(self) -> None:
        asyncio.set_event_loop(self._loop)
        self._loop.run_until_complete(self._server.run(self._stop, self._ready.set))
