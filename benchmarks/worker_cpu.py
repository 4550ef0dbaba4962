"""CPU time of the worker a record: planning alone, all of it in batches of a hundred, and for an isolated change."""

from __future__ import annotations

import time
from collections import defaultdict
from collections.abc import Callable, Iterator, Mapping, Sequence
from operator import itemgetter
from statistics import median

from crmsync.core.default_configuration import CONTACT_PAIR
from crmsync.core.link import BaseValue, Link
from crmsync.core.plan import plan_record
from crmsync.core.plan_input import PlanInput
from crmsync.core.record import Record, RecordRef, Side, Value

from benchmarks import arrival_runs, runs
from benchmarks.figures import Row, Section
from benchmarks.lab import Lab
from benchmarks.local_worker import Spent

PLANNING_MS, BATCH_MS, ISOLATED_MS = 0.2, 2.5, 20.0
PLANS = 200
NOW = 1_000
LEAD = "Lead"
EXAMPLES: Mapping[str, tuple[Value, Value]] = {
    "email": ("a.b@example.com", "a.b@example.com"),
    "annualrevenue": ("1250000", 1_250_000),
    "numemployees": ("25-50", 42),
    "hs_lead_status": ("IN_PROGRESS", "Working - Contacted"),
}


def measure(lab: Lab) -> Section:
    bursts, changes = runs.bursts(lab), runs.isolated_changes(lab)
    batches = [*bursts[runs.WEBHOOKS], *bursts[runs.SINGLES]]
    isolated = [*changes[runs.HUBSPOT_CHANGE], *changes[runs.SALESFORCE_CHANGE]]
    return Section(
        (
            Row("core: merge and plan, three fields changed", _planning_ms(lab.samples.rounds), "ms", PLANNING_MS),
            Row("all, in batches of 100", median(map(_a_record, batches)), "ms a record", BATCH_MS),
            *_parts(batches),
            *_by_arrival("in batches of 100:", arrival_runs.batches(lab), "ms a record", BATCH_MS),
            Row("all, an isolated change", median(map(_a_record, isolated)), "ms", ISOLATED_MS),
            *_parts(isolated),
            *_by_arrival("an isolated change:", arrival_runs.changes_alone(lab), "ms", ISOLATED_MS),
            Row("an isolated echo", median(map(_a_record, changes[runs.SALESFORCE_ECHO])), "ms"),
        ),
        _REMARKS,
    )


def _by_arrival(what: str, played: arrival_runs.Played, unit: str, budget: float) -> Iterator[Row]:
    return (Row(one.of(what), median(map(_a_record, spent)), unit, budget) for one, spent in played.items())


def _a_record(spent: Spent) -> float:
    return spent.cpu_total / spent.outcomes.total()


def _parts(spent: Sequence[Spent]) -> list[Row]:
    """The mean of each part, largest first."""
    sums: defaultdict[str, float] = defaultdict(float)
    for one in spent:
        for part, milliseconds in one.cpu.items():
            sums[part] += milliseconds
    records = sum(one.outcomes.total() for one in spent)
    ordered = sorted(sums.items(), key=itemgetter(1), reverse=True)
    return [Row(f"of that: {part}", total / records, "ms a record") for part, total in ordered]


def _planning_ms(rounds: int) -> float:
    wanted = _three_changes()
    return least_ms(lambda: [plan_record(wanted) for _ in range(PLANS)], rounds) / PLANS


def least_ms(work: Callable[[], object], rounds: int) -> float:
    best = float("inf")
    for _ in range(rounds):
        began = time.process_time()
        work()
        best = min(best, time.process_time() - began)
    return 1_000 * best


def _three_changes() -> PlanInput:
    """A linked lead, which has the most default fields, with all of them filled in."""
    mappings = CONTACT_PAIR.mapped(LEAD)
    shown = {one.hubspot: EXAMPLES.get(one.hubspot, (f"value of {one.hubspot}",) * 2) for one in mappings}
    hubspot: dict[str, Value] = {name: pair[0] for name, pair in shown.items()}
    salesforce: dict[str, Value] = {one.salesforce[LEAD]: shown[one.hubspot][1] for one in mappings}
    base = {name: BaseValue(*pair) for name, pair in shown.items()}
    changed = {name: f"new {name}" for name in ("jobtitle", "phone", "city")}
    left, right = RecordRef(Side.HUBSPOT, "contact", "1"), RecordRef(Side.SALESFORCE, LEAD, "00Q000000000001AAA")
    return PlanInput(
        pair=CONTACT_PAIR,
        salesforce_type=LEAD,
        hubspot=Record(left, hubspot | changed, modified_at=NOW),
        salesforce=Record(right, salesforce, modified_at=NOW),
        link=Link(left, right, base),
        now=NOW,
    )


_REMARKS = """
The worker runs in the benchmark's own process, with boto3 on the emulator's DynamoDB and the vendors' clients on the
simulators; only this process's CPU time counts. The middle of all batches, or of all isolated changes.

The parts exclude one another and are means: `stores` are links, history and configuration, `call counters` the
reservation and the report of calls, both with boto3; `core and use cases` is what is left.

By kind of arrival: where the change was made, and which deployed function sent it to the worker. “All” are webhooks of
100 and messages of one change from both CRMs; of the other kinds there are two batches of 100, or five isolated
changes. A round of a poll finds all of its changes together, of which the worker is given the isolated ones one by one.
What a poll's own function takes is not in it.

Finer: `python -m benchmarks.store_costs` and `python benchmarks/crm_client_costs.py`.
"""
