"""The ports in memory and on AWS, side by side: each test that takes a port runs against both."""

from __future__ import annotations

import socket
import subprocess
import time
import uuid
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from typing import Any

import boto3
import pytest
from botocore.config import Config
from crmsync.adapters.aws.clients import BOUNDED
from crmsync.adapters.aws.dynamodb_breakers import DynamoBreakers
from crmsync.adapters.aws.dynamodb_configurations import DynamoConfigurations
from crmsync.adapters.aws.dynamodb_feed_log import DynamoFeedLog
from crmsync.adapters.aws.dynamodb_history import DynamoHistory
from crmsync.adapters.aws.dynamodb_history_walk import DynamoHistoryWalk
from crmsync.adapters.aws.dynamodb_jobs import DynamoJobs
from crmsync.adapters.aws.dynamodb_link_walk import DynamoLinkWalk
from crmsync.adapters.aws.dynamodb_links import DynamoLinks
from crmsync.adapters.aws.dynamodb_parking import DynamoParking
from crmsync.adapters.aws.dynamodb_pending_stamps import DynamoPendingStamps
from crmsync.adapters.aws.dynamodb_usage import DynamoCallLedger
from crmsync.adapters.aws.dynamodb_waiters import DynamoWaiters
from crmsync.adapters.aws.ssm_parameters import SsmParameters
from crmsync.ports.breakers import Breakers
from crmsync.ports.configurations import ConfigurationStore, Parameters
from crmsync.ports.feed_log import FeedLog
from crmsync.ports.history import History
from crmsync.ports.history_walk import HistoryWalk
from crmsync.ports.jobs import Jobs
from crmsync.ports.link_walk import LinkWalk
from crmsync.ports.links import LinkStore
from crmsync.ports.parking import Parking
from crmsync.ports.pending_stamps import PendingStamps
from crmsync.ports.usage import CallLedger

from sandbox.aws import emulator
from sandbox.memory.breakers import MemoryBreakers
from sandbox.memory.clock import ManualClock
from sandbox.memory.configurations import MemoryConfigurations
from sandbox.memory.feed_log import MemoryFeedLog
from sandbox.memory.history import MemoryHistory
from sandbox.memory.jobs import MemoryJobs
from sandbox.memory.ledger import MemoryLedger
from sandbox.memory.links import MemoryLinks
from sandbox.memory.parameters import MemoryParameters
from sandbox.memory.parking import MemoryParking
from sandbox.memory.pending_stamps import MemoryPendingStamps
from sandbox.memory.waiters import MemoryWaiters

START_SECONDS = 20


@pytest.fixture(scope="session")
def address(tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    """The address of an AWS emulator of this test process alone."""
    home, port = tmp_path_factory.mktemp("emulator"), _free_port()
    process = subprocess.Popen(
        emulator.COMMAND,
        env=emulator.environment(port, home),
        cwd=home,
        stdout=subprocess.DEVNULL,
        stderr=subprocess.DEVNULL,
    )
    try:
        _wait_until_healthy(port, process)
        yield emulator.endpoint(port)
    finally:
        process.terminate()
        process.wait(timeout=START_SECONDS)


def _free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


def _wait_until_healthy(port: int, process: subprocess.Popen[bytes]) -> None:
    deadline = time.monotonic() + START_SECONDS
    while not emulator.is_healthy(port):
        if time.monotonic() > deadline or process.poll() is not None:
            pytest.fail("the AWS emulator did not start")
        time.sleep(0.05)


@dataclass
class Aws:
    """Clients of the emulator, and tables and queues made on demand, new for each test."""

    address: str

    def client(self, service: str) -> Any:
        return boto3.client(  # type: ignore[call-overload]
            service,
            endpoint_url=self.address,
            region_name="us-east-1",
            aws_access_key_id="test",
            aws_secret_access_key="test",
            config=BOUNDED.merge(Config(max_pool_connections=60)),
        )

    def table(self, *, sort_key: bool = True, due: bool = False) -> str:
        """A table of the template's layout: `pk`, `sk`, and Parked's index of due rows."""
        name = f"table-{uuid.uuid4().hex}"
        keys = {"pk": "HASH", "sk": "RANGE"} if sort_key else {"pk": "HASH"}
        index_keys = {"due_bucket": "HASH", "next_try_at": "RANGE"} if due else {}
        index = {
            "IndexName": "due",
            "KeySchema": _schema(index_keys),
            "Projection": {"ProjectionType": "ALL"},
        }
        self.dynamodb.create_table(
            TableName=name,
            KeySchema=_schema(keys),
            AttributeDefinitions=[
                {"AttributeName": key, "AttributeType": "N" if key == "next_try_at" else "S"}
                for key in [*keys, *index_keys]
            ],
            BillingMode="PAY_PER_REQUEST",
            **({"GlobalSecondaryIndexes": [index]} if due else {}),
        )
        return name

    def __post_init__(self) -> None:
        self.dynamodb = self.client("dynamodb")


def _schema(keys: dict[str, str]) -> list[dict[str, str]]:
    return [{"AttributeName": name, "KeyType": kind} for name, kind in keys.items()]


@pytest.fixture(scope="session")
def aws(address: str) -> Aws:
    return Aws(address)


@pytest.fixture
def clock() -> ManualClock:
    return ManualClock()


Make = Callable[[Aws, ManualClock], Any]


def _port(memory: Callable[[ManualClock], Any], on_aws: Make) -> Any:
    """A fixture that is the port in memory first and on AWS then."""

    @pytest.fixture(params=["memory", "aws"])
    def port(request: pytest.FixtureRequest, clock: ManualClock) -> Any:
        if request.param == "memory":
            return memory(clock)
        return on_aws(request.getfixturevalue("aws"), clock)

    return port


links = _port(MemoryLinks, lambda aws, clock: DynamoLinks(aws.dynamodb, aws.table(sort_key=False), clock))


@pytest.fixture
def link_walk(links: MemoryLinks | DynamoLinks) -> LinkWalk:
    """Over the links of the store."""
    return links if isinstance(links, MemoryLinks) else DynamoLinkWalk(links._table.client, links._table.name)


parking = _port(lambda _: MemoryParking(), lambda aws, clock: DynamoParking(aws.dynamodb, aws.table(due=True), clock))
history = _port(lambda _: MemoryHistory(), lambda aws, clock: DynamoHistory(aws.dynamodb, aws.table(), clock))


@pytest.fixture
def history_walk(history: MemoryHistory | DynamoHistory) -> HistoryWalk:
    """Over the rows of the store."""
    if isinstance(history, MemoryHistory):
        return history
    return DynamoHistoryWalk(history._table.client, history._table.name)


breakers = _port(lambda _: MemoryBreakers(), lambda aws, clock: DynamoBreakers(aws.dynamodb, aws.table(), clock))
waiters = _port(
    lambda _: MemoryWaiters(),
    lambda aws, clock: DynamoWaiters(aws.dynamodb, aws.table(sort_key=False), clock, "awaited"),
)
ledger = _port(lambda _: MemoryLedger(), lambda aws, clock: DynamoCallLedger(aws.dynamodb, aws.table(), clock))
jobs = _port(lambda _: MemoryJobs(), lambda aws, clock: DynamoJobs(aws.dynamodb, aws.table(), clock))
feed_log = _port(lambda _: MemoryFeedLog(), lambda aws, clock: DynamoFeedLog(aws.dynamodb, aws.table(), clock))
pending_stamps = _port(
    lambda _: MemoryPendingStamps(),
    lambda aws, clock: DynamoPendingStamps(aws.dynamodb, aws.table(), clock),
)
configurations = _port(
    lambda _: MemoryConfigurations(),
    lambda aws, clock: DynamoConfigurations(aws.dynamodb, aws.table(), clock, cached=0),
)
parameters = _port(
    lambda _: MemoryParameters(),
    lambda aws, _: SsmParameters(aws.client("ssm"), f"/crmsync/{uuid.uuid4().hex}"),
)


@pytest.fixture
def table(aws: Any) -> str:
    """An empty one for links."""
    name: str = aws.table(sort_key=False)
    return name


@pytest.fixture
def store(aws: Any, table: str, clock: ManualClock) -> DynamoLinks:
    return DynamoLinks(aws.dynamodb, table, clock)


def _conform(clock: ManualClock, aws: Aws) -> None:
    """Never called: mypy checks here that memory and adapter are what the port says."""
    link_stores: list[LinkStore] = [MemoryLinks(clock), DynamoLinks(aws.dynamodb, "", clock)]
    parkings: list[Parking] = [MemoryParking(), DynamoParking(aws.dynamodb, "", clock)]
    histories: list[History] = [MemoryHistory(), DynamoHistory(aws.dynamodb, "", clock)]
    ledgers: list[CallLedger] = [MemoryLedger(), DynamoCallLedger(aws.dynamodb, "", clock)]
    all_jobs: list[Jobs] = [MemoryJobs(), DynamoJobs(aws.dynamodb, "", clock)]
    feed_logs: list[FeedLog] = [MemoryFeedLog(), DynamoFeedLog(aws.dynamodb, "", clock)]
    stores: list[ConfigurationStore] = [MemoryConfigurations(), DynamoConfigurations(aws.dynamodb, "", clock)]
    sheets: list[PendingStamps] = [MemoryPendingStamps(), DynamoPendingStamps(aws.dynamodb, "", clock)]
    parameter_sets: list[Parameters] = [MemoryParameters(), SsmParameters(aws.client("ssm"), "")]
    all_breakers: list[Breakers] = [MemoryBreakers(), DynamoBreakers(aws.dynamodb, "", clock)]
    del all_breakers, feed_logs, sheets
    del link_stores, parkings, histories, ledgers, all_jobs, stores, parameter_sets
