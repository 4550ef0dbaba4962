"""HubSpot's short limits with many workers at once: how seldom it refuses, and how long a live change waits."""

from __future__ import annotations

import time
from collections import Counter
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from contextlib import suppress
from dataclasses import dataclass, field
from pathlib import Path
from statistics import median
from tempfile import TemporaryDirectory

from crmsync.adapters.hubspot.client_transport import HubspotClientTransport
from crmsync.adapters.hubspot.crm import HubspotCrm
from crmsync.adapters.metered_transport import MeteredTransport
from crmsync.bootstrap.ingress import clock
from crmsync.bootstrap.quota import allowances
from crmsync.bootstrap.stores import ledger
from crmsync.core.change import CallClass
from crmsync.core.failure import CrmError
from crmsync.core.quota import HUBSPOT_WINDOW
from crmsync.core.record import Side
from crmsync.ports.crm import Look
from crmsync.ports.transport import ApiAnswer, ApiCall, Transport
from crmsync.ports.usage import Caller

from benchmarks.figures import Row, Section, percentile
from benchmarks.import_process import served_simulators
from benchmarks.lab import Lab
from sandbox.hubspot.settings import HubspotSettings

SECONDS, QUICK_SECONDS = 20.0, 1.0
REFUSED, LATE_S = 0.1, 2.0
BULK_WORKERS, POLLS, LIVE_WORKERS = 4, 2, 4
LIVE_EVERY_S = 0.3
CALLS_A_BATCH, PEOPLE = 5, 100
REFUSAL = 429
FIELDS = {"contact": ("email", "firstname")}


@dataclass(slots=True)
class Watched:
    """A Transport that notes the status of each answer, and how long the calls took."""

    transport: Transport
    statuses: Counter[int]
    seconds: float = 0.0

    def send(self, call: ApiCall) -> ApiAnswer:
        began = time.perf_counter()
        try:
            answer = self.transport.send(call)
        finally:
            self.seconds += time.perf_counter() - began
        self.statuses[answer.status] += 1
        return answer


@dataclass(slots=True)
class Load:
    """What one phase of workers came to. `waits` are of live calls, in seconds, for their turn within the limits."""

    statuses: Counter[int] = field(default_factory=Counter)
    searches: Counter[int] = field(default_factory=Counter)
    waits: list[float] = field(default_factory=list)
    seconds: float = 0.0

    @property
    def calls(self) -> int:
        return self.statuses.total() + self.searches.total()

    @property
    def refused(self) -> float:
        """Per cent."""
        return 100 * (self.statuses[REFUSAL] + self.searches[REFUSAL]) / max(1, self.calls)


def measure(lab: Lab) -> Section:
    _ = lab.worker  # which sets the environment of the product's wiring
    seconds = QUICK_SECONDS if lab.samples.is_quick else SECONDS
    with TemporaryDirectory() as folder, served_simulators(Path(folder), {}) as (url, _):
        beside_bulk = _run(_Office(url), seconds, live=1, live_pause=LIVE_EVERY_S)
        everybody = _run(_Office(url), seconds, live=LIVE_WORKERS, live_pause=0)
    return Section(
        (
            Row("refused (429), bulk work at its full pace", beside_bulk.refused, "% of calls", REFUSED),
            Row("refused (429), all classes at full pace", everybody.refused, "% of calls", REFUSED),
            Row("calls, all classes at full pace", everybody.calls / everybody.seconds, "calls/s"),
            Row("of what HubSpot grants", _share(everybody), "%"),
            Row("searches, two polls at full pace", everybody.searches.total() / everybody.seconds, "searches/s"),
            Row("wait of a live call beside bulk work, p50", median(beside_bulk.waits or [0]), "s"),
            Row("wait of a live call beside bulk work, p99", percentile(beside_bulk.waits or [0], 0.99), "s", LATE_S),
        ),
        _REMARKS,
    )


def _share(load: Load) -> float:
    return 100 * load.calls / load.seconds / (HUBSPOT_WINDOW / 10)


@dataclass(frozen=True, slots=True)
class _Office:
    """Where the workers of one phase find HubSpot."""

    url: str

    def batch(self, call_class: CallClass, load: Load, act: Callable[[HubspotCrm], object]) -> float:
        """So many calls by one worker; how long it waited within the limits."""
        statuses = load.searches if call_class is CallClass.POLL else load.statuses
        watched = Watched(HubspotClientTransport(HubspotSettings().app_token, self.url), statuses)
        began = time.perf_counter()
        metered = MeteredTransport(
            watched,
            ledger(),
            Side.HUBSPOT,
            clock=clock(),
            caller=Caller("benchmark", call_class),
            allowance=lambda one: allowances()(Side.HUBSPOT, one),
        )
        with metered, suppress(CrmError):
            act(HubspotCrm(metered))
        return time.perf_counter() - began - watched.seconds

    def looks(self, calls: int) -> Callable[[HubspotCrm], object]:
        people = tuple(f"person{number}@example.org" for number in range(PEOPLE))
        return lambda crm: [crm.look(Look(emails=people, fields=FIELDS)) for _ in range(calls)]

    def searches(self) -> Callable[[HubspotCrm], object]:
        now = clock().now()
        return lambda crm: [
            crm.changed_since("contact", FIELDS["contact"], now - 1, now, None) for _ in range(CALLS_A_BATCH)
        ]


def _run(office: _Office, seconds: float, *, live: int, live_pause: float) -> Load:
    load, ends = Load(seconds=seconds), time.perf_counter() + seconds

    def keep_on(call_class: CallClass, act: Callable[[HubspotCrm], object], pause: float = 0) -> None:
        while time.perf_counter() < ends:
            waited = office.batch(call_class, load, act)
            if call_class is CallClass.LIVE:
                load.waits.append(waited)
            time.sleep(pause)

    with ThreadPoolExecutor(BULK_WORKERS + POLLS + live) as pool:
        for _ in range(BULK_WORKERS):
            pool.submit(keep_on, CallClass.BULK, office.looks(CALLS_A_BATCH))
        for _ in range(POLLS):
            pool.submit(keep_on, CallClass.POLL, office.searches())
        for _ in range(live):
            pool.submit(keep_on, CallClass.LIVE, office.looks(1), live_pause)
    return load


_REMARKS = """
Four workers of an import, two polls and one worker of live changes (then four, without a pause) ask the simulated
HubSpot at once, each with its own adapters; what they may do is in the one DynamoDB item that all share, as it is
deployed. The simulator refuses more than 190 calls in any ten seconds and more than five searches in any second.

The wait of a live call is for its turn within these limits alone, DynamoDB's answers included, without the call itself.
Bulk work may use half of the limit: the other half is always open to live changes.
"""
