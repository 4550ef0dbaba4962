"""What an import costs: calls a record on both sides, its pace, and its CPU time and memory as it grows."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from crmsync.core.change import CallClass
from crmsync.core.quota import calls_per_second
from crmsync.core.record import Side

from benchmarks.desk import SideName
from benchmarks.figures import Row, Section
from benchmarks.import_process import measured_apart
from benchmarks.lab import Lab
from benchmarks.virtual_product import MINUTE, VirtualProduct
from sandbox.data.people import people
from sandbox.data.shapes import SHAPES

EMPTY, EMPTY_SALESFORCE, FILLED, FILLED_SALESFORCE = 0.025, 0.002, 0.04, 0.008
FULL, QUICK = 10_000, 200
CPU_MS, FLAT, UNUSED = 2.5, 1.2, 20
NAMES: dict[SideName, str] = {"hubspot": "contacts", "salesforce": "Contact"}


@dataclass(frozen=True, slots=True)
class Imported:
    records: int
    hubspot: int
    salesforce: int

    @property
    def calls(self) -> float:
        return (self.hubspot + self.salesforce) / self.records


def measure(lab: Lab) -> Section:
    number = QUICK if lab.samples.is_quick else FULL
    empty, filled = imported(number, filled=False), imported(number, filled=True)
    small, large, paced = measured_apart(number // 10), measured_apart(number), measured_apart(number, paced=True)
    unused = 1 - paced.hubspot_calls / paced.seconds / calls_per_second(CallClass.BULK)
    return Section(
        (
            Row(f"{number} into an empty portal", empty.calls, "calls a record", EMPTY),
            Row("of that: Salesforce", empty.salesforce / empty.records, "calls a record", EMPTY_SALESFORCE),
            Row(f"{number} into a filled portal", filled.calls, "calls a record", FILLED),
            Row("of that: Salesforce", filled.salesforce / filled.records, "calls a record", FILLED_SALESFORCE),
            Row("the connector's own estimate, Salesforce alone", 3, "calls a record"),
            Row("pace within HubSpot's limit, empty portal", paced.records / paced.seconds, "records/s"),
            Row("call budget left unused at that pace", 100 * unused, "%", UNUSED),
            Row("pace without that limit", large.records / large.seconds, "records/s"),
            Row(f"CPU, {large.records} people", large.cpu_ms, "ms a record", CPU_MS),
            Row(f"CPU, {small.records} people", small.cpu_ms, "ms a record"),
            Row(f"peak memory, {large.records} people, of {small.records}", large.peak / small.peak, "times", FLAT),
            Row(f"peak memory, {large.records} people", large.peak, "MiB"),
        ),
        _REMARKS,
    )


def imported(number: int, *, filled: bool) -> Imported:
    """On the virtual clock. Raises AssertionError when the import does not end well."""
    virtual = VirtualProduct()
    virtual.run(virtual.product.guard)
    sides: tuple[SideName, ...] = ("salesforce", "hubspot") if filled else ("salesforce",)
    for side in sides:
        shape = SHAPES[side, "contact"]
        records = [shape.record(person) for person in people(number)]
        if side == "hubspot":
            records = [{"email": record["email"]} for record in records if record.get("email")]
        virtual.desk.control(side, "load", {"object": NAMES[side], "records": records, "ids": []})
    before = {side: virtual.calls(side) for side in Side}
    status = run_import(virtual)
    used = {side: virtual.calls(side) - before[side] for side in Side}
    return Imported(status["counts"]["total"], used[Side.HUBSPOT], used[Side.SALESFORCE])


def run_import(virtual: VirtualProduct, kind: str = "contacts") -> dict[str, Any]:
    """Its status in the end. Raises AssertionError when the import does not end well."""
    started: list[dict[str, Any]] = []
    imports = virtual.product.imports
    virtual.run(lambda: started.append(imports.command("start", {"kind": kind})["result"]))
    job = {"job_id": started[0]["job_id"], "spread": True}
    virtual.run(lambda: imports.command("confirm", job))
    queue = virtual.product.import_queue
    while (due := queue.next_visible_at()) is not None:
        virtual.pass_time(max(0, due - virtual.now))
        message = queue.take()
        if message is not None:
            virtual.run(lambda message=message: imports.run(message, MINUTE))  # type: ignore[misc]
            queue.delete(message)
    status: dict[str, Any] = imports.command("status", job)["result"]
    if status["state"] != "done":
        raise AssertionError(f"the import is {status['state']}: {status['error']}")
    return status


_REMARKS = """
Calls: on the virtual clock and in-memory stores, with made-up people of whom a few have no or another's
address. In the filled portal they are there already, by their address alone, and each is found and updated; there is no
inclusion list, which costs one call more a hundred. The estimate, the login's renewal, the list and the final look at
what changed meanwhile are in it.

Pace, CPU and memory: of a process of its own that has the vendors' clients, with both simulators in other processes and
stores that forget. What the stores add is under “Worker CPU a record”. The peak is the process's, its imports included.

Bulk work may make eight calls a second within HubSpot's 10-second limit. A page's calls follow one another, so where
HubSpot takes longer than an eighth of a second for one, its answers set the pace and not the limit.
"""
