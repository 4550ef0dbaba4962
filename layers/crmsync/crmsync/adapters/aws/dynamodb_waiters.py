"""Who waits for which record, beside the links: `awaited#<record key>`, with a set of record keys, and one of those
that are acknowledged.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import TYPE_CHECKING, Any

from botocore.exceptions import ClientError

from crmsync.adapters.aws.attributes import Document, to_document, to_item
from crmsync.adapters.aws.aws_failure import answering, error_code
from crmsync.adapters.aws.dynamodb_table import SERVICE, DynamoTable, Key
from crmsync.core.record import RecordRef
from crmsync.ports.clock import Clock

if TYPE_CHECKING:
    from types_boto3_dynamodb import DynamoDBClient

DAYS = 90
MOST = 4_000
"""Keys in a set, to which those of a batch may come: an item holds 400 KB. Of who is beyond, the nightly comparison
reminds.
"""


class DynamoWaiters:
    """The Waiters."""

    def __init__(self, client: DynamoDBClient, table: str, clock: Clock) -> None:
        self._table = DynamoTable(client, table, clock, key_names=("pk",))

    def add(self, waiting: Mapping[RecordRef, Sequence[RecordRef]]) -> Mapping[RecordRef, Sequence[RecordRef]]:
        return {awaited: self._add(awaited, waiters) for awaited, waiters in waiting.items()}

    def _add(self, awaited: RecordRef, waiters: Sequence[RecordRef]) -> list[RecordRef]:
        """Nobody of a full set, of whom nothing is stored."""
        names = sorted({waiter.key for waiter in waiters})
        room = "attribute_not_exists(waiters) OR size(waiters) < :most"
        stored = self._grow("waiters", awaited, names, room, {":most": MOST})
        known = stored.get("acknowledged", ()) if stored is not None else names
        return [RecordRef.parse(name) for name in names if name not in known]

    def acknowledge(self, waiting: Mapping[RecordRef, Sequence[RecordRef]]) -> None:
        """Nothing of who does not wait any more, having been taken meanwhile."""
        for awaited, waiters in waiting.items():
            names = sorted({waiter.key for waiter in waiters})
            self._grow("acknowledged", awaited, names, "attribute_exists(waiters)", {})

    def _grow(
        self, which: str, awaited: RecordRef, names: Sequence[str], condition: str, values: Document
    ) -> Mapping[str, Any] | None:
        """The item with the names in that set; None, and nothing is stored, where the condition does not hold."""
        expires_at = self._table.clock.now() // 1_000 + DAYS * 86_400
        with answering(SERVICE):
            try:
                answer = self._table.client.update_item(
                    TableName=self._table.name,
                    Key=self._table.key_item(_key(awaited)),
                    UpdateExpression=f"ADD {which} :names SET expires_at = :expires",
                    ConditionExpression=condition,
                    ExpressionAttributeValues={":names": {"SS": names}, **to_item({":expires": expires_at, **values})},
                    ReturnValues="ALL_NEW",
                )
            except ClientError as error:
                if not error_code(error).startswith("ConditionalCheckFailed"):
                    raise
                return None
        return to_document(answer["Attributes"])

    def take(self, awaited: Sequence[RecordRef]) -> list[RecordRef]:
        found = self._table.get_all([_key(ref) for ref in awaited])
        for key in found:
            with answering(SERVICE):
                self._table.client.delete_item(TableName=self._table.name, Key=self._table.key_item(key))
        names: set[Any] = {name for item in found.values() for name in item["waiters"]}
        return [RecordRef.parse(name) for name in sorted(names)]


def _key(awaited: RecordRef) -> Key:
    return (f"awaited#{awaited.key}",)
