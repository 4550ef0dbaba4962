"""Logs and metrics: ids and outcomes, never values."""

from __future__ import annotations

from typing import Protocol


class Telemetry(Protocol):
    def count(self, metric: str, value: float = 1, **dimensions: str) -> None:
        """Adds to a metric, e.g. `RecordsWritten` with `side`."""

    def note(self, message: str, **facts: str | float | None) -> None:
        """One log line; facts are ids, counts, categories. No personal data."""
