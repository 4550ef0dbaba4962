"""Who waits for which record, beside the links: `awaited#<record key>`, with a set of record keys."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import TYPE_CHECKING, Any

from crmsync.adapters.aws.aws_failure import answering
from crmsync.adapters.aws.dynamodb_table import SERVICE, DynamoTable, Key
from crmsync.core.record import RecordRef
from crmsync.ports.clock import Clock

if TYPE_CHECKING:
    from types_boto3_dynamodb import DynamoDBClient

DAYS = 90
MOST = 4_000
"""Keys in a set: an item holds 400 KB. Of who is beyond, the nightly comparison reminds."""


class DynamoWaiters:
    """The Waiters."""

    def __init__(self, client: DynamoDBClient, table: str, clock: Clock) -> None:
        self._table = DynamoTable(client, table, clock, key_names=("pk",))

    def add(self, waiting: Mapping[RecordRef, Sequence[RecordRef]]) -> Mapping[RecordRef, Sequence[RecordRef]]:
        return {awaited: self._add(awaited, waiters) for awaited, waiters in waiting.items()}

    def _add(self, awaited: RecordRef, waiters: Sequence[RecordRef]) -> list[RecordRef]:
        names = sorted({waiter.key for waiter in waiters})[:MOST]
        with answering(SERVICE):
            answer = self._table.client.update_item(
                TableName=self._table.name,
                Key=self._table.key_item(_key(awaited)),
                UpdateExpression="ADD waiters :names SET expires_at = :expires",
                ExpressionAttributeValues={":names": {"SS": names}, ":expires": {"N": str(self._expires())}},
                ReturnValues="UPDATED_OLD",
            )
        before = answer.get("Attributes", {}).get("waiters", {}).get("SS", ())
        return [RecordRef.parse(name) for name in names if name not in before]

    def _expires(self) -> int:
        return self._table.clock.now() // 1_000 + DAYS * 86_400

    def take(self, awaited: Sequence[RecordRef]) -> list[RecordRef]:
        found = self._table.get_all([_key(ref) for ref in awaited])
        for key in found:
            with answering(SERVICE):
                self._table.client.delete_item(TableName=self._table.name, Key=self._table.key_item(key))
        names: set[Any] = {name for item in found.values() for name in item["waiters"]}
        return [RecordRef.parse(name) for name in sorted(names)]


def _key(awaited: RecordRef) -> Key:
    return (f"awaited#{awaited.key}",)
