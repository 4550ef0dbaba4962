"""An import in a process of its own, with both simulators in two others: so that its CPU time and memory are seen."""

from __future__ import annotations

import json
import socket
import subprocess
import sys
import time
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import asdict, dataclass, replace
from pathlib import Path
from tempfile import TemporaryDirectory

from crmsync.adapters.hubspot.client_transport import HubspotClientTransport
from crmsync.adapters.hubspot.crm import HubspotCrm
from crmsync.adapters.metered_gate import CrmRecipe, MeteredGate
from crmsync.adapters.salesforce.client_transport import SalesforceClientTransport
from crmsync.adapters.salesforce.credentials import Credentials
from crmsync.adapters.salesforce.crm import SalesforceCrm
from crmsync.adapters.salesforce.session import SalesforceSession, SessionTransport
from crmsync.adapters.system import SystemClock, SystemRandomness
from crmsync.core.default_configuration import DEFAULT_CONFIGURATION
from crmsync.core.record import Side
from crmsync.usecases.allowances import Allowances, LedgerFreeCalls
from crmsync.usecases.imports.import_jobs import ImportJobs
from crmsync.usecases.imports.import_ports import ImportPorts
from crmsync.usecases.sync.batch import SyncPorts

from benchmarks.forgetful_stores import (
    ForgetfulHistory,
    ForgetfulLinks,
    ForgetfulParking,
    GenerousLedger,
    SilentTelemetry,
)
from sandbox.data.generate import load_into
from sandbox.data.people import people
from sandbox.data.shapes import SHAPES
from sandbox.hubspot.settings import HubspotSettings
from sandbox.memory.breakers import MemoryBreakers
from sandbox.memory.campaign_rounds import MemoryCampaignRounds
from sandbox.memory.configurations import MemoryConfigurations
from sandbox.memory.exports import MemoryExports
from sandbox.memory.feed_log import MemoryFeedLog
from sandbox.memory.import_queue import MemoryImportQueue
from sandbox.memory.jobs import MemoryJobs
from sandbox.memory.ledger import MemoryLedger
from sandbox.memory.owner_directories import MemoryOwnerDirectories
from sandbox.memory.pending_stamps import MemoryPendingStamps
from sandbox.memory.queue import MemoryQueue
from sandbox.memory.session_store import MemorySessionStore
from sandbox.memory.waiters import MemoryWaiters
from sandbox.salesforce.settings import SalesforceSettings
from sandbox.simulation.imports import Imports
from sandbox.stack.place import PROJECT
from sandbox.stack.simulators import is_healthy

VERSION = "67.0"
START_S, MOST_S = 20, 1_200
TURN = 3_600_000
UNLIMITED = {"ten_secondly_limit": 1_000_000, "search_per_second": 1_000_000}


@dataclass(frozen=True, slots=True)
class Measured:
    """`peak` is the process's largest resident size, in MiB. `seconds` are on the wall's clock."""

    records: int
    cpu_ms: float
    peak: float
    seconds: float
    hubspot_calls: int


def measured_apart(number: int, *, paced: bool = False) -> Measured:
    """`paced` keeps HubSpot's 10-second limit on both ends. Raises AssertionError when the process fails."""
    limits = {} if paced else UNLIMITED
    with TemporaryDirectory() as folder, served_simulators(Path(folder), limits) as (hubspot, salesforce):
        load_into(salesforce, SHAPES["salesforce", "contact"], _records(number))
        finished = subprocess.run(
            [sys.executable, "-m", "benchmarks.import_process", hubspot, salesforce, *(["paced"] if paced else [])],
            cwd=PROJECT,
            capture_output=True,
            text=True,
            timeout=MOST_S,
            check=False,
        )
    if finished.returncode:
        raise AssertionError(finished.stderr[-2_000:])
    return Measured(**json.loads(finished.stdout))


def _records(number: int) -> Iterator[dict[str, str]]:
    shape = SHAPES["salesforce", "contact"]
    return (shape.record(person) for person in people(number))


@contextmanager
def served_simulators(folder: Path, limits: Mapping[str, int]) -> Iterator[tuple[str, str]]:
    """The addresses of both, while they are served."""
    settings = folder / "hubspot.json"
    settings.write_text(json.dumps(limits))
    ports = _free_ports(2)
    urls = [f"http://127.0.0.1:{port}" for port in ports]
    commands = [
        ["sandbox.hubspot", "--port", str(ports[0]), "--settings", str(settings)],
        ["sandbox.salesforce", "--port", str(ports[1])],
    ]
    started = [
        subprocess.Popen([sys.executable, "-m", *command], cwd=PROJECT, stdout=subprocess.DEVNULL)
        for command in commands
    ]
    try:
        deadline = time.monotonic() + START_S
        while not all(map(is_healthy, urls)):
            if time.monotonic() > deadline:
                raise AssertionError("the simulators did not start")
            time.sleep(0.05)
        yield urls[0], urls[1]
    finally:
        for process in started:
            process.terminate()
            process.wait(timeout=START_S)


def _free_ports(count: int) -> list[int]:
    probes = [socket.create_server(("127.0.0.1", 0)) for _ in range(count)]
    ports = [int(probe.getsockname()[1]) for probe in probes]
    for probe in probes:
        probe.close()
    return ports


def main(hubspot_url: str, salesforce_url: str, *paced: str) -> None:
    clock = SystemClock()
    queue = MemoryImportQueue(clock)
    ledger = MemoryLedger() if paced else GenerousLedger()
    imports = Imports(_ports(hubspot_url, salesforce_url, clock, queue, ledger))
    job = {"job_id": imports.command("start", {"kind": "contacts"})["result"]["job_id"], "spread": True}
    began, since = time.process_time(), time.monotonic()
    imports.command("confirm", job)
    # Each lane was asked for its first turn once more, for later: that one is not waited for.
    while not _has_ended(imports, job) and (due := queue.next_visible_at()) is not None:
        clock.sleep(max(0, due - clock.now()))
        message = queue.take()
        if message is not None:
            imports.run(message, TURN)
            queue.delete(message)
    spent, seconds = 1_000 * (time.process_time() - began), time.monotonic() - since
    status = imports.command("status", job)["result"]
    if status["state"] != "done":
        raise AssertionError(f"the import is {status['state']}: {status['error']}")
    records = status["counts"]["total"]
    calls = sum(ledger.report(Side.HUBSPOT).values())
    print(json.dumps(asdict(Measured(records, spent / records, _peak(), seconds, calls))))


def _has_ended(imports: Imports, job: Mapping[str, object]) -> bool:
    return imports.command("status", job)["result"]["finished_at"] is not None


def _peak() -> float:
    """Of this program alone: what `getrusage` tells begins with the size of the process that started it."""
    lines = Path("/proc/self/status").read_text(encoding="ascii").splitlines()
    (line,) = [line for line in lines if line.startswith("VmHWM")]
    return int(line.split()[1]) / 1_024


def _ports(
    hubspot_url: str, salesforce_url: str, clock: SystemClock, queue: MemoryImportQueue, ledger: MemoryLedger
) -> ImportPorts:
    randomness = SystemRandomness()
    configurations = MemoryConfigurations()
    configurations.activate(replace(DEFAULT_CONFIGURATION, version=1), "", clock.now(), {})
    allowances = Allowances(ledger, configurations, clock)
    sync = SyncPorts(
        links=ForgetfulLinks(),
        parking=ForgetfulParking(),
        history=ForgetfulHistory(),
        stamps=MemoryPendingStamps(),
        queue=MemoryQueue(clock),
        gate=_gate(hubspot_url, salesforce_url, clock, ledger, allowances),
        configurations=configurations,
        owners=MemoryOwnerDirectories(),
        campaigns=MemoryCampaignRounds(),
        clock=clock,
        randomness=randomness,
        telemetry=SilentTelemetry(),
        breakers=MemoryBreakers(),
        waiters=MemoryWaiters(),
        in_the_way=MemoryWaiters(),
        feeds=MemoryFeedLog(),
    )
    jobs = ImportJobs(MemoryJobs(), clock, randomness)
    return ImportPorts(sync, jobs, queue, MemoryExports(), LedgerFreeCalls(ledger, allowances, clock))


def _gate(
    hubspot_url: str, salesforce_url: str, clock: SystemClock, ledger: MemoryLedger, allowances: Allowances
) -> MeteredGate:
    settings = SalesforceSettings()
    hubspot = HubspotClientTransport(HubspotSettings().app_token, hubspot_url)
    salesforce = SalesforceClientTransport(salesforce_url, VERSION)
    credentials = Credentials(settings.consumer_key, settings.consumer_secret)
    session = SalesforceSession(credentials, MemorySessionStore(), clock, salesforce.move_to)
    return MeteredGate(
        "import_records",
        ledger,
        clock,
        allowances,
        CrmRecipe(lambda: hubspot, HubspotCrm),
        CrmRecipe(lambda: salesforce, lambda transport: SalesforceCrm(SessionTransport(session, transport), VERSION)),
    )


if __name__ == "__main__":
    main(*sys.argv[1:])
