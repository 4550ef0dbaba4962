"""From a person's edit in one CRM until it shows in the other, with the polls off."""

from __future__ import annotations

import time
from collections.abc import Callable, Iterator
from functools import partial
from itertools import cycle
from statistics import mean

from benchmarks.crowd import SALESFORCE_DATA, Pair
from benchmarks.figures import Row, Section, percentile
from benchmarks.function_logs import invocations
from benchmarks.held_queues import await_that
from benchmarks.import_beside import running_import
from benchmarks.lab import Lab

WARM_UP = 6
LOOK_EVERY_S = 0.01
BATCHING_WINDOW_S = 1.0
"""What template.yaml asks for, AWS waits for and the emulator does not."""

MEDIAN_S, WORST_S = 1.5, 4.0
PEOPLE, QUICK_PEOPLE, EDITS_A_LOOK = 2_000, 300, 1
WORKER, INGRESS = "SyncRecordsFunction", ("HubspotWebhookFunction", "SalesforceChangeEventFunction")


def measure(lab: Lab) -> Section:
    """Every second edit is in HubSpot, each of another contact than the last."""
    pairs = cycle(lab.linked)
    for _ in range(WARM_UP):
        _from_hubspot(lab, next(pairs))
        _from_salesforce(lab, next(pairs))
    known = {name: len(invocations(lab.stack, name)) for name in (WORKER, *INGRESS)}
    to_salesforce: list[float] = []
    to_hubspot: list[float] = []
    for _ in range(lab.samples.latency // 2):
        to_salesforce.append(_from_hubspot(lab, next(pairs)))
        to_hubspot.append(_from_salesforce(lab, next(pairs)))
    shares = _shares(lab, known, to_salesforce + to_hubspot)
    return Section((*_rows(to_salesforce, to_hubspot), *shares, *_beside_import(lab, pairs)), _REMARKS)


def _beside_import(lab: Lab, pairs: Iterator[Pair]) -> Iterator[Row]:
    """As long as it runs; at most so many edits."""
    number, most = (QUICK_PEOPLE, 2) if lab.samples.is_quick else (PEOPLE, lab.samples.latency // 5)
    seconds: list[float] = []
    with running_import(lab.stack, number) as is_running:
        while len(seconds) < most and is_running():
            for _ in range(EDITS_A_LOOK):
                seconds += [_from_hubspot(lab, next(pairs)), _from_salesforce(lab, next(pairs))]
    if not seconds:
        raise AssertionError(f"the import of {number} people ended before an edit could be made")
    what = f"while an import of {number} people runs"
    yield Row(f"p50 of {len(seconds)} edits {what}, with the window", _late(seconds, 0.5), "s", MEDIAN_S)
    yield Row(f"p99 {what}, with the window", _late(seconds, 0.99), "s", WORST_S)


def _late(seconds: list[float], share: float) -> float:
    return percentile(seconds, share) + BATCHING_WINDOW_S


def _from_hubspot(lab: Lab, pair: Pair) -> float:
    path = f"{SALESFORCE_DATA}/sobjects/Contact/{pair.salesforce}?fields=Title"
    return _seconds_until_shown(
        lambda: lab.crowd.edit_in_hubspot([pair])[0],
        lambda title: lab.crowd.desk.ask("salesforce", "GET", path, None)["Title"] == title,
    )


def _from_salesforce(lab: Lab, pair: Pair) -> float:
    path = f"/crm/v3/objects/contacts/{pair.hubspot}?properties=jobtitle"
    return _seconds_until_shown(
        lambda: lab.crowd.edit_in_salesforce([pair])[0],
        lambda title: lab.crowd.desk.ask("hubspot", "GET", path, None)["properties"]["jobtitle"] == title,
    )


def _seconds_until_shown(edit: Callable[[], str], shows: Callable[[str], bool]) -> float:
    began = time.perf_counter()
    title = edit()
    await_that(partial(shows, title), "an edit in the other CRM", LOOK_EVERY_S)
    return time.perf_counter() - began


def _rows(to_salesforce: list[float], to_hubspot: list[float]) -> tuple[Row, ...]:
    both = to_salesforce + to_hubspot
    return (
        Row(
            f"p50 of {len(both)} edits, with the batching window",
            percentile(both, 0.5) + BATCHING_WINDOW_S,
            "s",
            MEDIAN_S,
        ),
        Row("p99, with the batching window", percentile(both, 0.99) + BATCHING_WINDOW_S, "s", WORST_S),
        Row("p50 as measured", percentile(both, 0.5), "s"),
        Row("p95 as measured", percentile(both, 0.95), "s"),
        Row("p99 as measured", percentile(both, 0.99), "s"),
        Row("p50 from HubSpot to Salesforce", percentile(to_salesforce, 0.5), "s"),
        Row("p50 from Salesforce to HubSpot", percentile(to_hubspot, 0.5), "s"),
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
in full where a row says so.

The simulated HubSpot gathers events for 0.2 s before it sends a webhook. That, and the emulator's own dispatch (HTTP
API, event bus, queue), is the rest of the measured time.

The simulators answer in milliseconds: each 100 ms that a real CRM takes to answer adds 0.2 to 0.3 s.

Live changes have a queue and a worker of their own, so that no import is before them. While one runs here, it and the
live worker share this machine's cores with both simulators and the emulated DynamoDB, as they do not on AWS.

The durations of our own code are those of the functions' REPORT lines. They contain the calls to the simulators and to
the emulated DynamoDB, and the worker's commit, which comes after the edit is visible.
"""
