"""History in DynamoDB: rows under the HubSpot record's key; a Salesforce record's key leads there."""

from __future__ import annotations

from collections.abc import Sequence
from operator import attrgetter
from typing import TYPE_CHECKING

from crmsync.adapters.aws.attributes import Document
from crmsync.adapters.aws.dynamodb_table import DynamoTable
from crmsync.adapters.aws.history_codec import history_document, history_from
from crmsync.core.record import RecordRef, Side
from crmsync.ports.clock import Clock
from crmsync.ports.history import HistoryRow

if TYPE_CHECKING:
    from types_boto3_dynamodb import DynamoDBClient

DAY_SECONDS = 86_400


class DynamoHistory:
    """The History. `update` is the one action after which the pair is what it was; all others write the way from
    the Salesforce record to the pair anew. That pointer holds two ids and does not expire with the rows.
    """

    def __init__(self, client: DynamoDBClient, table: str, clock: Clock, retention_days: int = 90) -> None:
        self._table = DynamoTable(client, table, clock)
        self._retention_seconds = retention_days * DAY_SECONDS

    def add(self, rows: Sequence[HistoryRow]) -> None:
        pointers = {(row.salesforce, row.hubspot): _pointer(row) for row in rows if row.action != "update"}
        self._table.put_all([*(self._expiring(row) for row in rows), *pointers.values()])

    def _expiring(self, row: HistoryRow) -> Document:
        return history_document(row) | {"expires_at": row.at // 1_000 + self._retention_seconds}

    def of(self, ref: RecordRef, limit: int) -> list[HistoryRow]:
        if ref.side is Side.HUBSPOT:
            return self._newest(ref.key, limit)
        pairs = [item["hubspot"] for item in self._table.query(ref.key)]
        rows = [row for key in pairs for row in self._newest(key, limit)]
        return sorted(rows, key=attrgetter("at"), reverse=True)[:limit]

    def _newest(self, hubspot: str, limit: int) -> list[HistoryRow]:
        documents = self._table.query(hubspot, newest_first=True, limit=limit)
        return [history_from(document) for document in documents]


def _pointer(row: HistoryRow) -> dict[str, str]:
    return {"pk": row.salesforce.key, "sk": f"pair#{row.hubspot.key}", "hubspot": row.hubspot.key}
