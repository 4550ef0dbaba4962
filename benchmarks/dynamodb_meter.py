"""Counts what a boto3 client asks of DynamoDB: items read and written, and the units that AWS would bill for them.

The emulator's own ConsumedCapacity does not look at sizes, so units are computed from the items themselves.
https://docs.aws.amazon.com/amazondynamodb/latest/developerguide/on-demand-capacity-mode.html
"""

from __future__ import annotations

import math
from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

from types_boto3_dynamodb import DynamoDBClient

from benchmarks.dynamodb_requests import Write, reads_of, size_of, writes_of

KIB = 1_024
BYTES_A_READ_UNIT, BYTES_A_WRITE_UNIT = 4 * KIB, KIB


@dataclass(slots=True)
class TableUse:
    reads: int = 0
    writes: int = 0
    read_units: int = 0
    write_units: int = 0

    def add(self, other: TableUse) -> None:
        self.reads += other.reads
        self.writes += other.writes
        self.read_units += other.read_units
        self.write_units += other.write_units


@dataclass(slots=True)
class DynamoMeter:
    """`settle` reads the written items back for their write units: AWS bills the whole item, not the change."""

    client: DynamoDBClient
    calls: Counter[str] = field(default_factory=Counter)
    _reads: list[tuple[str, int]] = field(default_factory=list)
    _writes: list[Write] = field(default_factory=list)
    _asked: Mapping[str, Any] = field(default_factory=dict)
    _is_on: bool = False

    def __post_init__(self) -> None:
        events = self.client.meta.events
        events.register("provide-client-params.dynamodb.*", self._note_request)
        events.register("after-call.dynamodb.*", self._note_answer)

    def start(self) -> None:
        self.calls.clear()
        self._reads.clear()
        self._writes.clear()
        self._is_on = True

    def settle(self) -> dict[str, TableUse]:
        """By table name, since the start."""
        self._is_on = False
        uses: dict[str, TableUse] = {}
        for table, size in self._reads:
            use = uses.setdefault(table, TableUse())
            use.reads += 1
            use.read_units += max(1, math.ceil(size / BYTES_A_READ_UNIT))
        sizes = {write.key: self._size_now(write) for write in self._writes}
        for write in self._writes:
            use = uses.setdefault(write.table, TableUse())
            use.writes += 1
            use.write_units += write.factor * max(1, math.ceil(sizes[write.key] / BYTES_A_WRITE_UNIT))
        return uses

    def _size_now(self, write: Write) -> int:
        """0 when the item was removed: a reservation, which is below one unit."""
        key: Any = dict(write.key)
        found = self.client.get_item(TableName=write.table, Key={name: {"S": text} for name, text in key.items()})
        return size_of(found["Item"]) if "Item" in found else 0

    def _note_request(self, params: Mapping[str, Any], model: Any, **_: object) -> None:  # noqa: ANN401 - botocore's
        if self._is_on:
            self.calls[model.name] += 1
            self._asked = params
            self._writes.extend(writes_of(model.name, params))

    def _note_answer(self, parsed: Mapping[str, Any], model: Any, **_: object) -> None:  # noqa: ANN401 - botocore's
        if self._is_on:
            self._reads.extend(reads_of(model.name, self._asked, parsed))
