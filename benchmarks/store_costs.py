"""What the DynamoDB stores cost a record: CPU of the caller and wall time, in batches of 100 and one by one.

    python -m benchmarks.store_costs

Starts an AWS emulator of its own on a free port; the wall time is the emulator's, the CPU time is ours.
"""

from __future__ import annotations

import socket
import subprocess
import tempfile
import time
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, replace
from pathlib import Path

import boto3
from crmsync.adapters.aws.clients import BOUNDED
from crmsync.adapters.aws.dynamodb_history import DynamoHistory
from crmsync.adapters.aws.dynamodb_links import DynamoLinks
from crmsync.adapters.aws.dynamodb_usage import DynamoCallLedger
from crmsync.adapters.system import SystemClock
from crmsync.core.link import BaseValue, Entry, Intents, Link
from crmsync.core.quota import Allowance
from crmsync.core.record import RecordRef, Side
from crmsync.ports.history import HistoryRow
from crmsync.ports.links import Claim, Commit, Reservation

from sandbox.aws import emulator

MAPPED_FIELDS = 30
RECORDS = 1_000
SINGLES = 200
LEASE = 75_000
TOKEN = "benchmark"


@dataclass(frozen=True, slots=True)
class Cost:
    """Milliseconds an item."""

    what: str
    items_a_call: int
    cpu: float
    wall: float


def link(number: int) -> Link:
    base = {f"property_{field}": BaseValue(f"value {field} of {number}", f"value {field} of {number}")
            for field in range(MAPPED_FIELDS)}  # fmt: skip
    hubspot = RecordRef(Side.HUBSPOT, "contact", str(10_000_000 + number))
    return Link(hubspot, RecordRef(Side.SALESFORCE, "Contact", f"003{number:012}AAA"), base, linked_at=1)


ENTRIES = tuple(Entry(Side.SALESFORCE, f"property_{field}", "old", "new", "two_way", "only H") for field in range(2))


class Measured:
    """The stores on tables of their own, and the records that they are measured with."""

    def __init__(self, address: str) -> None:
        self._client = boto3.client(
            "dynamodb",
            endpoint_url=address,
            region_name=emulator.REGION,
            aws_access_key_id="test",
            aws_secret_access_key="test",
            config=BOUNDED,
        )
        self._clock = SystemClock()
        for table, keys in {"links": ("pk",), "history": ("pk", "sk"), "usage": ("pk", "sk")}.items():
            self._make_table(table, keys)
        self.links = self._new_links()
        self._history = DynamoHistory(self._client, "history", self._clock)
        self._ledger = DynamoCallLedger(self._client, "usage", self._clock)

    def _new_links(self) -> DynamoLinks:
        return DynamoLinks(self._client, "links", self._clock)

    def _make_table(self, name: str, keys: Sequence[str]) -> None:
        self._client.create_table(
            TableName=name,
            KeySchema=[{"AttributeName": key, "KeyType": "RANGE" if key == "sk" else "HASH"} for key in keys],
            AttributeDefinitions=[{"AttributeName": key, "AttributeType": "S"} for key in keys],
            BillingMode="PAY_PER_REQUEST",
        )

    def claim(self, links: Sequence[Link]) -> None:
        now = self._clock.now()
        intents = Intents(now, ENTRIES)
        self.links.claim([Claim(one, TOKEN, now + LEASE, intents) for one in links])

    def commit(self, links: Sequence[Link]) -> None:
        self.links.commit([Commit(one, TOKEN, one.base) for one in links])

    def add_history(self, links: Sequence[Link]) -> None:
        now = self._clock.now()
        self._history.add(
            [HistoryRow(one.hubspot, one.salesforce, now, TOKEN, "webhook", "update", ENTRIES) for one in links]
        )

    def reserve(self, links: Sequence[Link]) -> None:
        self.links.reserve([self._reservation(one) for one in links])

    def release(self, links: Sequence[Link]) -> None:
        self.links.release([self._reservation(one) for one in links])

    def _reservation(self, one: Link) -> Reservation:
        return Reservation((one.hubspot.key, f"person#{one.hubspot.id}"), TOKEN, self._clock.now() + LEASE)

    def find(self, links: Sequence[Link]) -> None:
        self.links.find([one.salesforce for one in links])

    def find_cold(self, links: Sequence[Link]) -> None:
        self._new_links().find([one.salesforce for one in links])

    def take_calls(self, links: Sequence[Link]) -> None:
        allowance = Allowance(1_000_000, "rolling", per_second=100_000)
        self._ledger.reserve(Side.HUBSPOT, len(links), allowance, self._clock.now())

    def report_calls(self, links: Sequence[Link]) -> None:
        counts = {("live", "contacts.read", "sync_records"): len(links), ("live", "query", "sync_records"): 1}
        self._ledger.record(Side.HUBSPOT, self._clock.now(), counts)


def measure(stores: Measured) -> Iterator[Cost]:
    """In an order in which each step finds what it needs."""
    created = [link(number) for number in range(RECORDS + SINGLES)]
    claimed = [replace(one, version=1) for one in created]
    steps: list[tuple[str, Callable[[Sequence[Link]], object], list[Link]]] = [
        ("reserve (2 keys)", stores.reserve, created),
        ("create", stores.links.create, created),
        ("release (2 keys)", stores.release, created),
        ("find by HubSpot record", lambda links: stores.links.find([one.hubspot for one in links]), created),
        ("find by Salesforce record, cold", stores.find_cold, created),
        ("find by Salesforce record, warm", stores.find, created),
        ("claim with intents", stores.claim, created),
        ("commit", stores.commit, claimed),
        ("history", stores.add_history, created),
        ("take calls (a batch)", stores.take_calls, created),
        ("report calls (a batch)", stores.report_calls, created),
    ]  # fmt: skip
    for what, work, links in steps:
        if work == stores.find:
            stores.find(created)
        yield _cost(what, 100, work, links[:RECORDS])
        yield _cost(what, 1, work, links[RECORDS:])


def _cost(what: str, size: int, work: Callable[[Sequence[Link]], object], links: Sequence[Link]) -> Cost:
    cpu, wall = time.process_time(), time.perf_counter()
    for start in range(0, len(links), size):
        work(links[start : start + size])
    cpu, wall = time.process_time() - cpu, time.perf_counter() - wall
    return Cost(what, size, 1_000 * cpu / len(links), 1_000 * wall / len(links))


@contextmanager
def running_emulator() -> Iterator[str]:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port = int(probe.getsockname()[1])
    with tempfile.TemporaryDirectory() as home:
        process = subprocess.Popen(emulator.COMMAND, env=emulator.environment(port, Path(home)), cwd=home)
        try:
            while not emulator.is_healthy(port) and process.poll() is None:
                time.sleep(0.05)
            yield emulator.endpoint(port)
        finally:
            process.terminate()
            process.wait(timeout=20)


def main() -> None:
    print(f"{'ms a record':34}{'items a call':>14}{'CPU':>10}{'wall':>10}")
    with running_emulator() as address:
        for cost in measure(Measured(address)):
            print(f"{cost.what:34}{cost.items_a_call:>14}{cost.cpu:>10.3f}{cost.wall:>10.3f}")


if __name__ == "__main__":
    main()
