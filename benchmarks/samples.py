"""How much is measured: enough to publish, or just enough to see that it runs."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Samples:
    crowd: int
    """Linked contacts; the bursts change all of them."""
    isolated: int
    """Isolated changes of each kind."""
    newcomers: int
    """People created or linked for the first time in one batch."""
    latency: int
    imports: int
    """Fresh interpreters for each import."""
    rounds: int
    """Repetitions of a pure computation; the least counts."""


FULL = Samples(crowd=1_000, isolated=30, newcomers=100, latency=500, imports=7, rounds=40)
QUICK = Samples(crowd=20, isolated=2, newcomers=5, latency=4, imports=1, rounds=2)
