"""The worker in this process, with the real adapters, on a local stack: so that what it spends can be seen."""

from __future__ import annotations

import io
import os
import time
from collections import Counter
from collections.abc import Sequence
from contextlib import redirect_stdout
from dataclasses import dataclass
from typing import TypeVar

from crmsync.adapters.aws import clients
from crmsync.adapters.metered_gate import CrmRecipe, MeteredGate
from crmsync.bootstrap.hubspot_crm import hubspot_recipe
from crmsync.bootstrap.ingress import clock, queue, telemetry
from crmsync.bootstrap.quota import allowances
from crmsync.bootstrap.salesforce_crm import salesforce_recipe
from crmsync.bootstrap.stores import (
    breakers,
    campaign_rounds,
    configurations,
    feeds,
    history,
    in_the_way,
    ledger,
    links,
    owner_directories,
    parking,
    pending_stamps,
    randomness,
    waiters,
)
from crmsync.core.outcome import OutcomeName
from crmsync.usecases.sync.batch import SyncPorts
from crmsync.usecases.sync.worker import Message, SyncWorker

from benchmarks.app_calls import app_calls
from benchmarks.cpu_meter import CpuMeter, charged
from benchmarks.dynamodb_meter import DynamoMeter, TableUse
from sandbox.stack.stack import Stack

LINKS, COUNTERS, CONFIGURATION = "links and history", "call counters", "configuration"
STATUS = "status on the record"
TABLES = {
    "LinksTable": LINKS,
    "HistoryTable": LINKS,
    "ApiUsageTable": COUNTERS,
    "ConfigTable": CONFIGURATION,
    "ParkedTable": "parked",
    "JobsTable": STATUS,
}
CONFIG_CACHE_SECONDS = "30"
"""The template's default; the sandbox uses 2."""

CLIENTS, ADAPTERS = "vendors' clients", "CRM adapters"
STORES = "stores"
TIMEOUT = 60_000

Crm = TypeVar("Crm")


@dataclass(frozen=True, slots=True)
class Spent:
    """What one invocation took. `cpu` is in milliseconds by part; `items` by purpose."""

    outcomes: Counter[OutcomeName]
    calls: int
    cpu: dict[str, float]
    wall: float
    items: dict[str, TableUse]
    log_bytes: int

    @property
    def cpu_total(self) -> float:
        return sum(self.cpu.values())


class LocalWorker:
    """One a process: the product's wiring keeps what it has built."""

    def __init__(self, stack: Stack) -> None:
        os.environ.update(_environment(stack))
        self._stack = stack
        self._log = io.StringIO()
        self._cpu = CpuMeter()
        with redirect_stdout(self._log):
            self._worker = SyncWorker(self._ports())
        self._dynamodb = DynamoMeter(clients.dynamodb())
        self._purposes = {stack.physical_ids[name]: purpose for name, purpose in TABLES.items()}

    def handle(self, messages: Sequence[Message]) -> Spent:
        """As the deployed function would. Raises AssertionError when a message failed."""
        calls = app_calls(self._stack)
        self._log.truncate(0)
        self._log.seek(0)
        self._dynamodb.start()
        self._cpu.start()
        began = time.perf_counter()
        with redirect_stdout(self._log):
            received = self._worker.handle(messages, clock().now() + TIMEOUT)
            telemetry().flush()
        wall = 1_000 * (time.perf_counter() - began)
        cpu = self._cpu.stop()
        if received.failed_message_ids:
            raise AssertionError(f"{len(received.failed_message_ids)} messages failed: {self._log.getvalue()[-2_000:]}")
        calls = app_calls(self._stack) - calls
        return Spent(received.outcomes, calls, cpu, wall, self._items(), len(self._log.getvalue().encode()))

    def _items(self) -> dict[str, TableUse]:
        uses: dict[str, TableUse] = {}
        for table, use in self._dynamodb.settle().items():
            total = uses.setdefault(self._purposes[table], TableUse())
            total.add(use)
        return uses

    def _ports(self) -> SyncPorts:
        """As crmsync.bootstrap.worker wires them, each with its CPU time charged to its part."""
        meter = self._cpu
        return SyncPorts(
            links=charged(links(), STORES, meter),
            parking=charged(parking(), STORES, meter),
            history=charged(history(), STORES, meter),
            stamps=charged(pending_stamps(), STORES, meter),
            queue=charged(queue(), "queue", meter),
            gate=self._gate(),
            configurations=charged(configurations(), STORES, meter),
            owners=charged(owner_directories(), STORES, meter),
            campaigns=charged(campaign_rounds(), STORES, meter),
            clock=clock(),
            randomness=randomness(),
            telemetry=charged(telemetry(), "log", meter),
            breakers=charged(breakers(), STORES, meter),
            waiters=charged(waiters(), STORES, meter),
            in_the_way=charged(in_the_way(), STORES, meter),
            feeds=charged(feeds(), STORES, meter),
        )

    def _gate(self) -> MeteredGate:
        meter = self._cpu
        return MeteredGate(
            "sync_records",
            charged(ledger(), "call counters", meter),
            clock(),
            charged(allowances(), "call counters", meter),
            _charged_recipe(hubspot_recipe(), meter),
            _charged_recipe(salesforce_recipe(), meter),
        )


def _charged_recipe(recipe: CrmRecipe[Crm], meter: CpuMeter) -> CrmRecipe[Crm]:
    return CrmRecipe(
        lambda: charged(recipe.transport(), CLIENTS, meter),
        lambda transport: charged(recipe.over(transport), ADAPTERS, meter),
    )


def _environment(stack: Stack) -> dict[str, str]:
    """What the deployed worker finds in its own."""
    name = stack.physical_ids["SyncRecordsFunction"]
    configuration = stack.aws.functions.get_function_configuration(FunctionName=name)
    variables = configuration["Environment"]["Variables"]
    aws = {key: value for key, value in stack.env.items() if key.startswith("AWS_")}
    return {**variables, **aws, "CONFIG_CACHE_SECONDS": CONFIG_CACHE_SECONDS}
