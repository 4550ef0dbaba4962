"""`python -m sandbox.salesforce.throughput` measures the simulator in one process, on one core, without sockets."""

from __future__ import annotations

import json
import time
from collections.abc import Callable
from typing import Any

from sandbox.frame.gateway import Gateway
from sandbox.frame.http import Response, request_of
from sandbox.salesforce.simulator import SalesforceSimulator

_BASE = "/services/data/v62.0"
_BATCHES = 50
_ROWS = 200
_SMALL_CALLS = 2000
_ENTITIES = ["LeadChangeEvent", "ContactChangeEvent"]


class _Client:
    def __init__(self) -> None:
        self.simulator = SalesforceSimulator(time.time)
        self._gateway = Gateway(self.simulator)
        settings = self.simulator.org.settings
        grant = f"grant_type=client_credentials&client_id={settings.consumer_key}"
        body = f"{grant}&client_secret={settings.consumer_secret}".encode()
        self._token = self._send("POST", "/services/oauth2/token", body).json()["access_token"]
        self.call(
            "POST", "/__sim__/event_relay", {"bus": "bus", "source": "salesforce.partner/x/y", "entities": _ENTITIES}
        )

    def call(self, method: str, path: str, body: object = None) -> Any:  # noqa: ANN401 - JSON is any value
        response = self._send(method, path, b"" if body is None else json.dumps(body).encode())
        return response.json() if response.body else None

    def _send(self, method: str, path: str, body: bytes) -> Response:
        headers = {"Authorization": f"Bearer {getattr(self, '_token', '')}"}
        response = self._gateway.exchange(request_of(method, path, headers, body)).response
        if response is None or response.status >= 400:
            raise RuntimeError(f"{method} {path}: {response}")
        return response


def _lead(number: int) -> dict[str, Any]:
    return {
        "attributes": {"type": "Lead"},
        "FirstName": f"First{number}",
        "LastName": f"Last{number}",
        "Company": f"Company {number % 1000}",
        "Email": f"person{number}@example.com",
        "Phone": "+1 555 0100",
        "City": "Springfield",
        "Country": "US",
    }


def _rate(label: str, records: int, work: Callable[[], None]) -> None:
    started = time.perf_counter()
    work()
    print(f"{label:<42} {records / (time.perf_counter() - started):>10,.0f} records/s")


def _create(client: _Client, ids: list[str]) -> None:
    for batch in range(_BATCHES):
        rows = [_lead(batch * _ROWS + place) for place in range(_ROWS)]
        outcomes = client.call("POST", f"{_BASE}/composite/sobjects", {"records": rows})
        ids.extend(outcome["id"] for outcome in outcomes)


def _update(client: _Client, ids: list[str]) -> None:
    for start in range(0, len(ids), _ROWS):
        rows = [
            {"attributes": {"type": "Lead"}, "id": record_id, "Title": f"Title {start}", "Phone": None}
            for record_id in ids[start : start + _ROWS]
        ]
        client.call("PATCH", f"{_BASE}/composite/sobjects", {"records": rows})


def _query(client: _Client) -> None:
    url = f"{_BASE}/query?q=SELECT+Id,FirstName,LastName,Email,Phone,Company,City,SystemModstamp+FROM+Lead"
    while url:
        url = client.call("GET", url).get("nextRecordsUrl")


def _retrieve(client: _Client, ids: list[str]) -> None:
    for start in range(0, len(ids), 2000):
        body = {"ids": ids[start : start + 2000], "fields": ["Id", "Email", "LastName", "SystemModstamp"]}
        client.call("POST", f"{_BASE}/composite/sobjects/Lead", body)


def _look_up(client: _Client, records: int) -> None:
    for start in range(0, records, _ROWS):
        emails = ",".join(f"'person{number}@example.com'" for number in range(start, start + _ROWS))
        client.call("GET", f"{_BASE}/query?q=SELECT+Id,Email+FROM+Lead+WHERE+Email+IN+({emails})")


def _small(client: _Client, ids: list[str]) -> None:
    started = time.perf_counter()
    for number in range(_SMALL_CALLS):
        client.call("GET", f"{_BASE}/sobjects/Lead/{ids[number]}?fields=Id,Email,SystemModstamp")
    print(f"{'one small request':<42} {(time.perf_counter() - started) / _SMALL_CALLS * 1000:>10.3f} ms")


def main() -> None:
    started = time.perf_counter()
    for _ in range(100):
        SalesforceSimulator(time.time)
    print(f"{'a new simulator':<42} {(time.perf_counter() - started) * 10:>10.3f} ms")
    client, ids, records = _Client(), list[str](), _BATCHES * _ROWS
    _rate("create, 200 a call, with change events", records, lambda: _create(client, ids))
    _rate("update, 200 a call, with change events", records, lambda: _update(client, ids))
    _rate("query, 2,000 a page", records, lambda: _query(client))
    _rate("retrieve, 2,000 a call", records, lambda: _retrieve(client, ids))
    _rate("look-up by e-mail, 200 a query", records, lambda: _look_up(client, records))
    _small(client, ids)


if __name__ == "__main__":
    main()
