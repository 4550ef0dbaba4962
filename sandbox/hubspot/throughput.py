"""`python -m sandbox.hubspot.throughput` measures how many records a second the simulator takes through batch calls."""

from __future__ import annotations

import argparse
import json
import sys
import time
from collections.abc import Callable
from http.client import HTTPConnection
from multiprocessing import get_context
from multiprocessing.connection import Connection
from typing import Any

from sandbox.frame.gateway import Gateway
from sandbox.frame.http import request_of
from sandbox.frame.server_thread import ServerThread
from sandbox.hubspot.settings import HubspotSettings
from sandbox.hubspot.simulator import HubspotSimulator

BATCH = 100
PROPERTIES = (
    "firstname",
    "lastname",
    "phone",
    "mobilephone",
    "fax",
    "jobtitle",
    "salutation",
    "company",
    "website",
    "address",
    "city",
    "state",
    "zip",
    "country",
    "annualrevenue",
    "industry",
    "leadsource",
    "rating",
    "message",
    "description",
)
UNLIMITED = HubspotSettings(ten_secondly_limit=10**9, daily_limit=10**9, search_per_second=10**9)

Send = Callable[[str, bytes], Any]
"""Posts a body to a path of the contacts and returns the answer's JSON."""


def _in_process() -> Send:
    gateway = Gateway(HubspotSimulator(time.time, UNLIMITED))
    headers = {"authorization": f"Bearer {UNLIMITED.app_token}"}

    def send(path: str, body: bytes) -> Any:  # noqa: ANN401 - JSON is any value
        response = gateway.exchange(request_of("POST", f"/crm/v3/objects/contacts{path}", headers, body)).response
        if response is None or response.status >= 300:
            raise RuntimeError(f"{path}: {response}")
        return response.json()

    return send


def _over_http(port: int) -> Send:
    connection = HTTPConnection("127.0.0.1", port, timeout=30)
    headers = {"Authorization": f"Bearer {UNLIMITED.app_token}", "Content-Type": "application/json"}

    def send(path: str, body: bytes) -> Any:  # noqa: ANN401 - JSON is any value
        connection.request("POST", f"/crm/v3/objects/contacts{path}", body, headers)
        response = connection.getresponse()
        content = response.read()
        if response.status >= 300:
            raise RuntimeError(f"{path}: {response.status} {content[:300]!r}")
        return json.loads(content)

    return send


def _serve(pipe: Connection) -> None:
    with ServerThread(Gateway(HubspotSimulator(time.time, UNLIMITED))) as server:
        pipe.send(int(server.url.rsplit(":", 1)[1]))
        pipe.recv()


def _values(number: int, turn: str) -> dict[str, str]:
    return {name: f"{name} {turn} {number}" for name in PROPERTIES}


def rates(send: Send, records: int) -> dict[str, float]:
    """Records a second by kind of batch call: create, read, update."""
    numbers = range(0, records, BATCH)
    creates = [
        {
            "inputs": [
                {"properties": {"email": f"p{number}@example.com", **_values(number, "first")}}
                for number in range(start, start + BATCH)
            ]
        }
        for start in numbers
    ]
    made, create = _timed(send, "/batch/create", creates)
    ids = [[record["id"] for record in answer["results"]] for answer in made]
    reads = [{"inputs": [{"id": one} for one in page], "properties": list(PROPERTIES)} for page in ids]
    _, read = _timed(send, "/batch/read", reads)
    updates = [{"inputs": [{"id": one, "properties": _values(int(one), "next")} for one in page]} for page in ids]
    _, update = _timed(send, "/batch/update", updates)
    return {"create": records / create, "read": records / read, "update": records / update}


def _timed(send: Send, path: str, bodies: list[dict[str, Any]]) -> tuple[list[Any], float]:
    """The answers, and the seconds that the calls took."""
    encoded = [json.dumps(body).encode() for body in bodies]
    start = time.perf_counter()
    answers = [send(path, body) for body in encoded]
    return answers, time.perf_counter() - start


def _report(name: str, measured: dict[str, float]) -> float:
    print(f"{name}: " + ", ".join(f"{kind} {rate:,.0f}" for kind, rate in measured.items()) + " records/s")
    return min(measured.values())


def main(arguments: list[str] | None = None) -> int:
    parser = argparse.ArgumentParser(prog="python -m sandbox.hubspot.throughput", description=__doc__)
    parser.add_argument("--records", type=int, default=10_000)
    parser.add_argument("--at-least", type=float, default=0.0, help="fail under so many records a second")
    asked = parser.parse_args(arguments)
    print(f"{asked.records:,} contacts with {len(PROPERTIES)} properties in batches of {BATCH}")
    slowest = [_report("in process", rates(_in_process(), asked.records))]
    ours, theirs = get_context("spawn").Pipe()
    server = get_context("spawn").Process(target=_serve, args=(theirs,))
    server.start()
    slowest.append(_report("over HTTP ", rates(_over_http(ours.recv()), asked.records)))
    ours.send("stop")
    server.join(10)
    return 1 if min(slowest) < asked.at_least else 0


if __name__ == "__main__":
    sys.exit(main())
