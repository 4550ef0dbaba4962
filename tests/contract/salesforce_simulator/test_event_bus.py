"""The client of the local event bus, against a receiver that speaks like EventBridge."""

from __future__ import annotations

import asyncio
import json
import threading
from collections.abc import Iterator
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any

import pytest

from sandbox.salesforce.event_bus import EventBus


class Events(ThreadingHTTPServer):
    def __init__(self) -> None:
        super().__init__(("127.0.0.1", 0), _Handler)
        self.calls: list[list[dict[str, Any]]] = []


class _Handler(BaseHTTPRequestHandler):
    server: Events

    def do_POST(self) -> None:
        entries = json.loads(self.rfile.read(int(self.headers["Content-Length"])))["Entries"]
        self.server.calls.append(entries)
        outcomes = [{"ErrorCode": "x"} if entry["Detail"] == "bad" else {"EventId": "1"} for entry in entries]
        body = json.dumps({"FailedEntryCount": 0, "Entries": outcomes}).encode()
        self.send_response(200)
        self.send_header("Content-Length", str(len(body)))
        self.end_headers()
        self.wfile.write(body)

    def log_message(self, *_: object) -> None: ...


@pytest.fixture
def events(monkeypatch: pytest.MonkeyPatch) -> Iterator[Events]:
    with Events() as server:
        thread = threading.Thread(target=server.serve_forever, daemon=True)
        thread.start()
        for name, value in {
            "AWS_ENDPOINT_URL": f"http://127.0.0.1:{server.server_port}",
            "AWS_DEFAULT_REGION": "us-east-1",
            "AWS_ACCESS_KEY_ID": "test",
            "AWS_SECRET_ACCESS_KEY": "test",
        }.items():
            monkeypatch.setenv(name, value)
        yield server
        server.shutdown()
        thread.join(5)


def _entry(detail: str) -> bytes:
    entry = {"Source": "s", "DetailType": "LeadChangeEvent", "Detail": detail, "EventBusName": "bus"}
    return json.dumps(entry).encode()


def test_up_to_ten_entries_ride_in_one_call(events: Events) -> None:
    async def put() -> None:
        bus = EventBus()
        await asyncio.gather(*(bus.put([_entry(str(number))]) for number in range(25)))

    asyncio.run(put())
    assert [len(call) for call in events.calls] == [10, 10, 5]
    assert [entry["Detail"] for call in events.calls for entry in call] == [str(number) for number in range(25)]


def test_only_what_the_bus_refused_fails(events: Events) -> None:
    async def put() -> list[object]:
        bus = EventBus()
        return list(await asyncio.gather(*(bus.put([_entry(d)]) for d in ("good", "bad")), return_exceptions=True))

    good, bad = asyncio.run(put())
    assert good is None
    assert isinstance(bad, OSError)
    assert len(events.calls) == 1


def test_without_an_endpoint_nothing_can_be_put(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.delenv("AWS_ENDPOINT_URL", raising=False)
    with pytest.raises(OSError, match="did not take"):
        asyncio.run(EventBus().put([_entry("x")]))
