"""The differences between what the simulator and the vendor showed, as a table."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import NamedTuple

NOT_SEEN = "(not seen)"


class Difference(NamedTuple):
    fact: str
    simulator: str
    vendor: str


def differences(simulator: Mapping[str, str], vendor: Mapping[str, str]) -> list[Difference]:
    """In the order of the probes. A fact that only one of them showed is a difference too."""
    facts = dict.fromkeys([*simulator, *vendor])
    pairs = (Difference(fact, simulator.get(fact, NOT_SEEN), vendor.get(fact, NOT_SEEN)) for fact in facts)
    return [pair for pair in pairs if pair.simulator != pair.vendor]


def table(rows: Sequence[Difference]) -> str:
    lines = [Difference("fact", "simulator", "vendor"), *rows]
    widths = [max(len(line[column]) for line in lines) for column in range(len(Difference._fields))]
    return "\n".join(
        "  ".join(cell.ljust(width) for cell, width in zip(line, widths, strict=True)).rstrip() for line in lines
    )
