"""Pending stamps in the Jobs table: one item a sheet, in one partition in the order of time.

An item a record would cost its own write and delete; together a hundred records are one of each.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import TYPE_CHECKING, Any

from crmsync.adapters.aws.attributes import Document
from crmsync.adapters.aws.dynamodb_table import DynamoTable
from crmsync.adapters.aws.json_text import pack, unpack
from crmsync.core.record import RecordRef
from crmsync.core.stamps import PendingStamp
from crmsync.ports.clock import Clock
from crmsync.ports.pending_stamps import StampSheet

if TYPE_CHECKING:
    from types_boto3_dynamodb import DynamoDBClient

PARTITION = "stamps"
KEPT_SECONDS = 30 * 86_400
"""The next look at a record stamps it anyway; older sheets are of a portal that cannot be written to."""

SHEETS_A_PAGE = 100


class DynamoPendingStamps:
    """The PendingStamps."""

    def __init__(self, client: DynamoDBClient, table: str, clock: Clock) -> None:
        self._table = DynamoTable(client, table, clock)

    def add(self, stamps: Sequence[PendingStamp], token: str) -> None:
        if stamps:
            self._table.put(sheet_document(stamps, token))

    def oldest(self, records: int) -> list[StampSheet]:
        """Reads in pages until enough is at hand."""
        limit = SHEETS_A_PAGE
        while True:
            documents = self._table.query(PARTITION, limit=limit)
            sheets = enough([sheet_from(document) for document in documents], records)
            if len(sheets) < len(documents) or len(documents) < limit or limit >= records:
                return sheets
            limit = min(records, limit * 10)

    def remove(self, sheets: Sequence[StampSheet]) -> None:
        self._table.delete_all([(PARTITION, sheet.key) for sheet in sheets])


def enough(sheets: Sequence[StampSheet], records: int) -> list[StampSheet]:
    """The first sheets that hold that many stamps together."""
    taken: list[StampSheet] = []
    count = 0
    for sheet in sheets:
        if taken and count + len(sheet.stamps) > records:
            break
        taken.append(sheet)
        count += len(sheet.stamps)
    return taken


def sheet_document(stamps: Sequence[PendingStamp], token: str) -> Document:
    """The key begins with the time of the oldest, so that what is put back stays older than what came since."""
    first = min(one.at for one in stamps)
    return {
        "pk": PARTITION,
        "sk": f"{first:014d}#{token}",
        "stamps": pack([[one.ref.key, one.at, dict(one.stamps)] for one in stamps]),
        "expires_at": first // 1_000 + KEPT_SECONDS,
    }


def sheet_from(document: Mapping[str, Any]) -> StampSheet:
    """The inverse of `sheet_document`."""
    rows = unpack(document["stamps"])
    stamps = tuple(PendingStamp(RecordRef.parse(key), int(at), values) for key, at, values in rows)
    return StampSheet(document["sk"], stamps)
