"""Imports of 1,000 to 100,000 people: does each record cost the same, and does memory stay flat?"""

from __future__ import annotations

from benchmarks.figures import Row, Section
from benchmarks.import_process import Measured, measured_apart
from benchmarks.imports import imported
from benchmarks.lab import Lab

SIZES, QUICK_SIZES = (1_000, 10_000, 100_000), (100, 200)
FLAT, LINEAR = 1.2, 1.2
CALLS, SALESFORCE_CALLS, CPU_MS = 0.025, 0.002, 2.5


def measure(lab: Lab) -> Section:
    sizes = QUICK_SIZES if lab.samples.is_quick else SIZES
    grown = {size: measured_apart(size) for size in sizes}
    large, small = grown[sizes[-1]], grown[sizes[0]]
    of_calls = imported(sizes[-1], filled=False)
    return Section(
        (
            Row(f"{sizes[-1]} into an empty portal", of_calls.calls, "calls a record", CALLS),
            Row("of that: HubSpot", of_calls.hubspot / of_calls.records, "calls a record"),
            Row("of that: Salesforce", of_calls.salesforce / of_calls.records, "calls a record", SALESFORCE_CALLS),
            *(row for measured in grown.values() for row in _rows(measured)),
            Row(
                f"CPU a record, {large.records} people, of {small.records}",
                large.cpu_ms / small.cpu_ms,
                "times",
                LINEAR,
            ),
            Row(f"peak memory, {large.records} people, of {small.records}", large.peak / small.peak, "times", FLAT),
        ),
        _REMARKS,
    )


def _rows(measured: Measured) -> list[Row]:
    people = f"{measured.records} people"
    return [
        Row(f"CPU, {people}", measured.cpu_ms, "ms a record", CPU_MS),
        Row(f"pace without HubSpot's limit, {people}", measured.records / measured.seconds, "records/s"),
        Row(f"peak memory, {people}", measured.peak, "MiB"),
    ]


_REMARKS = """
As “Imports from Salesforce”, at three sizes. Growth is linear when a record of the largest import takes as much CPU
time as one of the smallest.
"""
