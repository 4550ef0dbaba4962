"""All benchmarks, in the order in which they run and are published."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

from benchmarks import (
    bursts_at_scale,
    calls_a_pair,
    calls_a_record,
    crm_calls,
    dynamodb_items,
    hubspot_limits,
    idle,
    import_growth,
    import_model,
    import_time,
    imports,
    imports_of_kinds,
    latency,
    million_changes,
    reconciles,
    worker_cpu,
)
from benchmarks.figures import Section
from benchmarks.lab import Lab


@dataclass(frozen=True, slots=True)
class Benchmark:
    """`name` is its section on the command line. One `at_scale` takes minutes, and is published by itself."""

    name: str
    title: str
    measure: Callable[[Lab], Section]
    at_scale: bool = False


BENCHMARKS = (
    Benchmark("import_time", "Import time", import_time.measure),
    Benchmark("idle", "CRM calls of an idle day", idle.measure),
    Benchmark("crm_calls", "CRM calls of an isolated change", crm_calls.measure),
    Benchmark("calls_a_record", "CRM calls a record in a burst", calls_a_record.measure),
    Benchmark("calls_a_pair", "CRM calls a record in a burst, by pair", calls_a_pair.measure),
    Benchmark("worker_cpu", "Worker CPU a record", worker_cpu.measure),
    Benchmark("dynamodb_items", "DynamoDB items a record", dynamodb_items.measure),
    Benchmark("million_changes", "Cost of a million changes", million_changes.measure),
    Benchmark("imports", "Imports from Salesforce", imports.measure),
    Benchmark("imports_of_kinds", "Imports of other kinds", imports_of_kinds.measure),
    Benchmark("reconciles", "The nightly comparison, and a resync", reconciles.measure),
    Benchmark("hubspot_limits", "HubSpot's limits under full load", hubspot_limits.measure),
    Benchmark("latency", "Latency from one CRM to the other", latency.measure),
    Benchmark("import_growth", "Imports of 100,000 people", import_growth.measure, at_scale=True),
    Benchmark("bursts_at_scale", "Bursts and polls at scale", bursts_at_scale.measure, at_scale=True),
    Benchmark("import_model", "A model of millions", import_model.measure, at_scale=True),
)
