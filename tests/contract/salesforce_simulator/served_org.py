"""The simulated org behind a port of this machine, and a subscriber for its Outbound Messages."""

from __future__ import annotations

import asyncio
import threading
import time
from collections.abc import Callable
from typing import Any
from urllib.parse import urlsplit

import requests
from aiohttp import web
from requests.adapters import HTTPAdapter
from simple_salesforce import Salesforce

from sandbox.frame.courier import PutEvents
from sandbox.frame.gateway import Gateway
from sandbox.frame.server_thread import ServerThread
from sandbox.salesforce.server import SalesforceServer
from sandbox.salesforce.settings import SalesforceSettings
from sandbox.salesforce.simulator import SalesforceSimulator

SETTINGS = SalesforceSettings()
BASE = "/services/data/v62.0"


class OrgThread(ServerThread):
    """The org's own server, which reads acknowledgements."""

    def __init__(self, simulator: SalesforceSimulator, put_events: PutEvents | None = None) -> None:
        super().__init__(Gateway(simulator))
        self._server = SalesforceServer(simulator, 0, put_events)


class ServedOrg:
    def __init__(self, url: str, simulator: SalesforceSimulator) -> None:
        self.url = url
        self.simulator = simulator

    def control(self, path: str, body: Any = None, method: str = "POST") -> Any:
        answer = requests.request(method, f"{self.url}/__sim__/{path}", json=body, timeout=5)
        assert answer.status_code == 200, answer.text
        return answer.json()

    def person(self, method: str, path: str, body: Any = None) -> requests.Response:
        headers = {"Authorization": f"Bearer {SETTINGS.person_session_id}"}
        return requests.request(method, self.url + BASE + path, json=body, headers=headers, timeout=5)

    def log_in(self, domain: str = "sandbox.my") -> Salesforce:
        """simple-salesforce by client credentials, as it is but for the adapter that takes https to this machine."""
        return Salesforce(
            consumer_key=SETTINGS.consumer_key,
            consumer_secret=SETTINGS.consumer_secret,
            domain=domain,
            version="62.0",
            session=self.session(),
        )

    def session(self) -> requests.Session:
        session = requests.Session()
        session.mount("https://", ToThisMachine(self.url))
        return session


class ToThisMachine(HTTPAdapter):
    """Sends what is meant for any https host to one plain-HTTP address: simple-salesforce always says https."""

    def __init__(self, url: str) -> None:
        super().__init__()
        self._url = url

    def send(self, request: requests.PreparedRequest, *args: Any, **options: Any) -> requests.Response:
        target = urlsplit(request.url or "")
        query = f"?{target.query}" if target.query else ""
        request.url = f"{self._url}{target.path}{query}"
        return super().send(request, *args, **{**options, "timeout": 5})


def new_simulator() -> SalesforceSimulator:
    return SalesforceSimulator(time.time, SETTINGS, seed=3)


class Receiver:
    """A subscriber that keeps what it got and answers what it is told to, else with an acknowledgement."""

    ACK = (
        '<soapenv:Envelope xmlns:soapenv="http://schemas.xmlsoap.org/soap/envelope/"><soapenv:Body>'
        '<notificationsResponse xmlns="http://soap.sforce.com/2005/09/outbound"><Ack>{}</Ack>'
        "</notificationsResponse></soapenv:Body></soapenv:Envelope>"
    )

    def __init__(self) -> None:
        self.bodies: list[str] = []
        self.answers: list[str] = []
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
        self.url = f"http://127.0.0.1:{self._runner.addresses[0][1]}/webhooks/salesforce"

    async def _take(self, request: web.BaseRequest) -> web.Response:
        body = (await request.content.read()).decode()
        with self._arrived:
            self.bodies.append(body)
            answer = self.answers.pop(0) if self.answers else self.ACK.format("true")
            self._arrived.notify_all()
        return web.Response(text=answer, content_type="text/xml")

    def wait_for(self, number: int) -> list[str]:
        self._wait(lambda: len(self.bodies) >= number)
        return self.bodies

    def _wait(self, condition: Callable[[], bool]) -> None:
        with self._arrived:
            assert self._arrived.wait_for(condition, timeout=10), self.bodies
