"""From a person's edit in one CRM until it shows in the other, with the polls off."""

from __future__ import annotations

from collections.abc import Iterator
from itertools import cycle
from statistics import mean

from crmsync.core.record import Side

from benchmarks.arrivals import Arrival
from benchmarks.crowd import Pair
from benchmarks.figures import Row, Section, percentile
from benchmarks.function_logs import invocations
from benchmarks.import_beside import running_import
from benchmarks.lab import Lab
from benchmarks.latency_by_arrival import MEDIAN_S, WORST_S, by_messages, late, polled_rows, pushed_rows
from benchmarks.seen_edits import seconds_until_seen

WARM_UP = 6
PEOPLE, QUICK_PEOPLE, EDITS_A_LOOK = 2_000, 300, 1
WORKER, INGRESS = "SyncRecordsFunction", ("HubspotWebhookFunction", "SalesforceChangeEventFunction")


def measure(lab: Lab) -> Section:
    """Every second edit is in HubSpot, each of another contact than the last."""
    pairs = cycle(lab.linked)
    for _ in range(WARM_UP):
        _in_both(lab, pairs)
    known = {name: len(invocations(lab.stack, name)) for name in (WORKER, *INGRESS)}
    to_salesforce: list[float] = []
    to_hubspot: list[float] = []
    for _ in range(lab.samples.latency // 2):
        left, right = _in_both(lab, pairs)
        to_salesforce.append(left)
        to_hubspot.append(right)
    both = to_salesforce + to_hubspot
    shares = _shares(lab, known, both)
    by_arrival = (
        *pushed_rows(Arrival.WEBHOOK, to_salesforce),
        *pushed_rows(Arrival.CHANGE_EVENT, to_hubspot),
        *pushed_rows(Arrival.OUTBOUND_MESSAGE, by_messages(lab, pairs)),
        *polled_rows(lab, pairs),
    )
    return Section((*_rows(both), *by_arrival, *shares, *_beside_import(lab, pairs)), _REMARKS)


def _in_both(lab: Lab, pairs: Iterator[Pair]) -> tuple[float, float]:
    """Seconds of an edit in HubSpot, and of one in Salesforce."""
    return seconds_until_seen(lab, Side.HUBSPOT, next(pairs)), seconds_until_seen(lab, Side.SALESFORCE, next(pairs))


def _beside_import(lab: Lab, pairs: Iterator[Pair]) -> Iterator[Row]:
    """As long as it runs; at most so many edits."""
    number, most = (QUICK_PEOPLE, 2) if lab.samples.is_quick else (PEOPLE, lab.samples.latency // 5)
    seconds: list[float] = []
    with running_import(lab.stack, number) as is_running:
        while len(seconds) < most and is_running():
            for _ in range(EDITS_A_LOOK):
                seconds += _in_both(lab, pairs)
    if not seconds:
        raise AssertionError(f"the import of {number} people ended before an edit could be made")
    what = f"while an import of {number} people runs"
    yield Row(f"p50 of {len(seconds)} edits {what}, with the window", late(seconds, 0.5), "s", MEDIAN_S)
    yield Row(f"p99 {what}, with the window", late(seconds, 0.99), "s", WORST_S)


def _rows(both: list[float]) -> tuple[Row, ...]:
    return (
        Row(f"p50 of {len(both)} edits, with the batching window", late(both, 0.5), "s", MEDIAN_S),
        Row("p99, with the batching window", late(both, 0.99), "s", WORST_S),
        Row("p50 as measured", percentile(both, 0.5), "s"),
        Row("p95 as measured", percentile(both, 0.95), "s"),
        Row("p99 as measured", percentile(both, 0.99), "s"),
    )


def _shares(lab: Lab, known: dict[str, int], samples: list[float]) -> tuple[Row, ...]:
    worker = [one.duration for one in invocations(lab.stack, WORKER, known[WORKER]) if one.says('"updated"')]
    ingress = [one.duration for name in INGRESS for one in invocations(lab.stack, name, known[name])]
    own = mean(worker) + mean(ingress)
    return (
        Row("our own code: worker, mean", mean(worker), "ms"),
        Row("our own code: trigger function, mean", mean(ingress), "ms"),
        Row("our own code's share of the measured mean", own / (10 * mean(samples)), "%"),
    )


_REMARKS = """
The emulator hands a message over at once. AWS gathers for up to 1 s (`MaximumBatchingWindowInSeconds`), which is added
in full where a row says so. Where there is hardly any traffic AWS may gather for up to 20 s whatever the window, by its
documentation; that is not in these figures.

The simulated HubSpot gathers events for 0.2 s before it sends a webhook. That, and the emulator's own dispatch (HTTP
API, event bus, queue), is the rest of the measured time.

Edits by webhook and change event are the 500 of the first row, each kind for itself; those by Outbound Message are
further ones, with webhooks and change events off.

By poll: nothing pushes, and the time runs from the start of a round, which looks back on all that this benchmark has
changed in ten minutes. A round comes every five minutes, every thirty while the side's live feed is healthy: that wait
is before it. The polls are the net under the live feeds, so there is no budget.

The simulators answer in milliseconds: each 100 ms that a real CRM takes to answer adds 0.2 to 0.3 s.

Live changes have a queue and a worker of their own, so that no import is before them. While one runs here, it and the
live worker share this machine's cores with both simulators and the emulated DynamoDB, as they do not on AWS.

The durations of our own code are those of the functions' REPORT lines. They contain the calls to the simulators and to
the emulated DynamoDB, and the worker's commit, which comes after the edit is visible.
"""
