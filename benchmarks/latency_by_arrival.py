"""How late an edit is seen in the other CRM, by each feed that tells of it."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from functools import partial
from itertools import islice

from benchmarks.arrival_runs import poll_now
from benchmarks.arrivals import POLLS, Arrival
from benchmarks.crowd import Pair
from benchmarks.figures import Row, percentile
from benchmarks.lab import Lab
from benchmarks.pushes import pushing
from benchmarks.seen_edits import seconds_since, seconds_until_seen

BATCHING_WINDOW_S = 1.0
"""What template.yaml asks for, AWS waits for and the emulator does not."""

MEDIAN_S, WORST_S = 1.5, 4.0
TOLD_OF_ALL, FOUND_OF_ALL = 20, 50
"""Of so many edits of the whole benchmark, one is told by Outbound Message, and one found by each poll."""


def pushed_rows(arrival: Arrival, seconds: Sequence[float]) -> Iterator[Row]:
    what = arrival.of("edits in")
    yield Row(f"p50 of {len(seconds)} {what}, with the window", late(seconds, 0.5), "s", MEDIAN_S)
    yield Row(f"p99 of {len(seconds)} {what}, with the window", late(seconds, 0.99), "s", WORST_S)


def late(seconds: Sequence[float], share: float) -> float:
    return percentile(list(seconds), share) + BATCHING_WINDOW_S


def by_messages(lab: Lab, pairs: Iterator[Pair]) -> list[float]:
    """Change events and webhooks are off."""
    with pushing(lab.stack, messages=True):
        number = max(1, lab.samples.latency // TOLD_OF_ALL)
        return [seconds_until_seen(lab, Arrival.OUTBOUND_MESSAGE.side, next(pairs)) for _ in range(number)]


def polled_rows(lab: Lab, pairs: Iterator[Pair]) -> Iterator[Row]:
    """Of edits that one round finds; nothing pushes. No budget: rounds have a schedule, their queue no window."""
    for arrival in POLLS:
        chosen = list(islice(pairs, max(1, lab.samples.latency // FOUND_OF_ALL)))
        with pushing(lab.stack):
            seconds = seconds_since(lab, arrival.side, chosen, partial(poll_now, lab.stack, arrival))
        what = arrival.of("edits in")
        yield Row(f"p50 of {len(seconds)} {what}, once its round began", percentile(seconds, 0.5), "s")
