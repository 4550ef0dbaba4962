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
    the Salesforce record to the pair anew, for as long as rows are kept. A move writes it of the old pair too. While
    the records are linked, the link leads to the rows as well.
    """

    def __init__(self, client: DynamoDBClient, table: str, clock: Clock, retention_days: int = 90) -> None:
        self._table = DynamoTable(client, table, clock)
        self._retention_seconds = retention_days * DAY_SECONDS

    def add(self, rows: Sequence[HistoryRow]) -> None:
        pointers = {(row.salesforce, row.hubspot): row for row in rows if row.action != "update"}
        documents = [self._expiring(history_document(row), row) for row in rows]
        self._table.put_all([*documents, *(self._expiring(_pointer(row), row) for row in pointers.values())])

    def _expiring(self, document: Document, row: HistoryRow) -> Document:
        return {**document, "expires_at": row.at // 1_000 + self._retention_seconds}

    def erase(self, refs: Sequence[RecordRef]) -> None:
        """From the rows of a HubSpot record to its Salesforce records, and by their pointers back, until no more."""
        waiting, keys = [ref.key for ref in refs], set[tuple[str, str]]()
        seen: set[str] = set()
        while waiting:
            partition = waiting.pop()
            if partition in seen:
                continue
            seen.add(partition)
            for item in self._table.query(partition):
                keys.add((partition, item["sk"]))
                waiting.append(item["hubspot"] if "hubspot" in item else history_from(item).salesforce.key)
        self._table.delete_all(sorted(keys))

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
