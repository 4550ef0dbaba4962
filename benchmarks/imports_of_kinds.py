"""What an import of each other kind costs in calls, and what its writes cost when both CRMs tell of them afterwards."""

from __future__ import annotations

from collections.abc import Iterator

from crmsync.core.record import Side

from benchmarks.figures import Row, Section
from benchmarks.imports import run_import
from benchmarks.lab import Lab
from benchmarks.pair_crowd import KINDS, Kind, PairCrowd

FULL, QUICK = 500, 20
MOST_FROM_SALESFORCE = 3
"""The connector's own estimate, of Salesforce's side alone."""

ECHOES = 0


def measure(lab: Lab) -> Section:
    number = QUICK if lab.samples.is_quick else FULL
    return Section(tuple(row for kind in KINDS for row in _rows(kind, number)), _REMARKS)


def _rows(kind: Kind, number: int) -> Iterator[Row]:
    crowd = PairCrowd(kind)
    crowd.load(number)
    crowd.pass_rounds()
    crowd.switch_on()
    crowd.push()
    before = _calls(crowd)
    run_import(crowd.virtual, kind.imported_as)
    imported = _calls(crowd)
    if len(crowd.pairs()) != number:
        raise AssertionError(f"{len(crowd.pairs())} of {number} {kind.name} were imported")
    crowd.virtual.settle()
    after = _calls(crowd)
    used = {side: imported[side] - before[side] for side in Side}
    yield Row(f"{number} {kind.name}", sum(used.values()) / number, "calls a record")
    yield Row(
        f"{number} {kind.name}, of that Salesforce",
        used[Side.SALESFORCE] / number,
        "calls a record",
        MOST_FROM_SALESFORCE,
    )
    yield Row(
        f"{number} {kind.name}, what both CRMs then tell of",
        sum(after[side] - imported[side] for side in Side),
        "calls",
        ECHOES,
    )


def _calls(crowd: PairCrowd) -> dict[Side, int]:
    return {side: crowd.virtual.calls(side) for side in Side}


_REMARKS = """
On the virtual clock and in-memory stores. The people and accounts sync already, one with each record; the records do
not. Of companies it is their contacts that sync, and are attached. The estimate and the final look at what changed
meanwhile are in it.

Afterwards HubSpot tells of each record that was created and of each association that was made, and Salesforce of what
was written there: these are our own, and should cost nothing.
"""
