"""Items that a record makes the worker read and write in DynamoDB, and the request units that AWS bills for them."""

from __future__ import annotations

from collections.abc import Sequence
from collections.abc import Set as AbstractSet

from benchmarks import runs
from benchmarks.dynamodb_meter import TableUse
from benchmarks.figures import Row, Section
from benchmarks.lab import Lab
from benchmarks.local_worker import CONFIGURATION, COUNTERS, STATUS, Spent

SHARED = {COUNTERS, STATUS, CONFIGURATION}


def measure(lab: Lab) -> Section:
    bursts, changes, newcomers = runs.bursts(lab), runs.isolated_changes(lab), runs.newcomers(lab)
    isolated = [*changes[runs.HUBSPOT_CHANGE], *changes[runs.SALESFORCE_CHANGE]]
    return Section(
        (
            *_rows("update", [*bursts[runs.WEBHOOKS], *bursts[runs.SINGLES]], reads=2, writes=3),
            *_rows("creation", newcomers[runs.NEWCOMERS], reads=3, writes=8),
            *_rows("echo", bursts[runs.ECHOES], reads=1, writes=0),
            Row("call counters, a batch: writes", _use(bursts[runs.WEBHOOKS][-1:], {COUNTERS}).writes, "items"),
            Row(
                "status on the record, a batch of new links: writes", _status_writes(newcomers[runs.NEWCOMERS]), "items"
            ),
            Row("an isolated change, shared items included: writes", _of_all(isolated).writes / len(isolated), "items"),
            Row("an isolated change, shared items included: reads", _of_all(isolated).reads / len(isolated), "items"),
        ),
        _REMARKS,
    )


def _rows(what: str, spent: Sequence[Spent], *, reads: int, writes: int) -> list[Row]:
    """A record, without what a whole batch shares."""
    use, records = _use(spent, _purposes(spent) - SHARED), sum(one.outcomes.total() for one in spent)
    return [
        Row(f"{what}: writes", use.writes / records, "items a record", writes),
        Row(f"{what}: reads", use.reads / records, "items a record", reads),
        Row(f"{what}: write request units", use.write_units / records, "WRU a record"),
        Row(f"{what}: read request units", use.read_units / records, "RRU a record"),
    ]


def _status_writes(spent: Sequence[Spent]) -> float:
    return _use(spent, {STATUS}).writes / len(spent)


def _of_all(spent: Sequence[Spent]) -> TableUse:
    return _use(spent, _purposes(spent))


def _purposes(spent: Sequence[Spent]) -> set[str]:
    return {purpose for one in spent for purpose in one.items}


def _use(spent: Sequence[Spent], purposes: AbstractSet[str]) -> TableUse:
    total = TableUse()
    for one in spent:
        for purpose, use in one.items.items():
            if purpose in purposes:
                total.add(use)
    return total


_REMARKS = """
Counted from boto3's requests and answers. Units follow from the items' sizes by AWS's rules: transactions count double,
a read of what is not there is one unit. A batch is of 100; what all of it shares is told apart. The configuration is no
record's either: a container reads it, and when the owners were read last, again after 30 s. Isolated changes show it.

A Salesforce record that the container has not seen before costs one more read, of the pointer to its link.
"""
