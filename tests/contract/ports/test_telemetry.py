"""The contract of Telemetry."""

from __future__ import annotations

import json
from typing import Any

import pytest
from crmsync.adapters.aws.powertools_telemetry import PowertoolsTelemetry

from sandbox.memory.telemetry import MemoryTelemetry


def lines(capsys: pytest.CaptureFixture[str]) -> list[dict[str, Any]]:
    return [json.loads(line) for line in capsys.readouterr().out.splitlines()]


def test_counts_are_summed_and_printed_once_a_set_of_dimensions(capsys: pytest.CaptureFixture[str]) -> None:
    telemetry = PowertoolsTelemetry("sync_records", "crmsync/test")
    telemetry.count("RecordsWritten", 2, side="hubspot")
    telemetry.count("RecordsWritten", side="hubspot")
    telemetry.count("RecordsParked", side="hubspot")
    telemetry.count("RecordsWritten", side="salesforce")
    telemetry.count("Echo")
    assert lines(capsys) == []

    telemetry.flush()
    printed = lines(capsys)
    assert len(printed) == 3
    hubspot = next(line for line in printed if line.get("side") == "hubspot")
    assert (hubspot["RecordsWritten"], hubspot["RecordsParked"]) == ([3.0], [1.0])
    assert hubspot["_aws"]["CloudWatchMetrics"][0]["Namespace"] == "crmsync/test"
    assert sorted(hubspot["_aws"]["CloudWatchMetrics"][0]["Dimensions"][0]) == ["service", "side"]
    telemetry.flush()
    assert lines(capsys) == []


def test_a_note_is_one_line_with_its_facts(capsys: pytest.CaptureFixture[str]) -> None:
    PowertoolsTelemetry("sync_records_notes", "crmsync/test").note(
        "parked", name="a name that log records have", count=3, left=None
    )

    (line,) = lines(capsys)
    assert line["message"] == "parked"
    assert line["facts"] == {"name": "a name that log records have", "count": 3, "left": None}


def test_memory_keeps_sums_and_notes() -> None:
    telemetry = MemoryTelemetry()
    telemetry.count("Echo", side="hubspot")
    telemetry.count("Echo", 2, side="salesforce")
    telemetry.note("parked", count=3)

    assert telemetry.total("Echo") == 3
    assert telemetry.counts["Echo", (("side", "salesforce"),)] == 2
    assert telemetry.notes == [("parked", {"count": 3})]
