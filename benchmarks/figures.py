"""What a benchmark gives: rows with a budget and a verdict, and remarks about how they came about."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum


class Verdict(StrEnum):
    MET = "met"
    MISSED = "**missed**"
    SHOWN = ""
    """There is no budget: the figure explains another one."""


@dataclass(frozen=True, slots=True)
class Row:
    """`budget` is the most that `measured` may be, in the same unit."""

    what: str
    measured: float
    unit: str
    budget: float | None = None

    @property
    def verdict(self) -> Verdict:
        if self.budget is None:
            return Verdict.SHOWN
        return Verdict.MET if self.measured <= self.budget else Verdict.MISSED


@dataclass(frozen=True, slots=True)
class Section:
    """One budget of the design, measured. `remarks` say what the figures are made of and what the emulator limits, in
    paragraphs.
    """

    rows: tuple[Row, ...]
    remarks: str = ""


def percentile(values: list[float], share: float) -> float:
    """The smallest value that is not below `share` (0 to 1) of all."""
    ordered = sorted(values)
    return ordered[max(0, -(-len(ordered) * round(share * 1_000) // 1_000) - 1)]
