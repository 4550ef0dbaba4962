"""How much is measured: enough to publish, or just enough to see that it runs."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Samples:
    """`crowd` are linked contacts, all of whom a burst changes. `isolated` changes of each kind are made one by one,
    `newcomers` come in one batch. `imports` is how often each import is repeated, `rounds` each pure computation.
    """

    crowd: int
    isolated: int
    newcomers: int
    latency: int
    imports: int
    rounds: int
    is_quick: bool = False


FULL = Samples(crowd=1_000, isolated=30, newcomers=100, latency=500, imports=7, rounds=40)
QUICK = Samples(crowd=20, isolated=2, newcomers=5, latency=4, imports=1, rounds=2, is_quick=True)
