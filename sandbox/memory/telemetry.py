"""The Telemetry in memory."""

from __future__ import annotations

Dimensions = tuple[tuple[str, str], ...]


class MemoryTelemetry:
    """Keeps sums by metric and dimensions, and the notes as they came."""

    def __init__(self) -> None:
        self.counts: dict[tuple[str, Dimensions], float] = {}
        self.notes: list[tuple[str, dict[str, str | float | None]]] = []

    def count(self, metric: str, value: float = 1, **dimensions: str) -> None:
        key = (metric, tuple(sorted(dimensions.items())))
        self.counts[key] = self.counts.get(key, 0) + value

    def note(self, message: str, **facts: str | float | None) -> None:
        self.notes.append((message, dict(facts)))

    def total(self, metric: str) -> float:
        """Over all dimensions."""
        return sum(value for (name, _), value in self.counts.items() if name == metric)
