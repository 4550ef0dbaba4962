"""Who waits for which record, beside the links: `awaited#<record key>` (to be linked) or `in_the_way#<record key>` (to
give way), with a set of record keys, one of those that are acknowledged, and a random id of the last addition.
"""

from __future__ import annotations

import uuid
from collections.abc import Mapping, Sequence
from typing import TYPE_CHECKING, Any

from botocore.exceptions import ClientError

from crmsync.adapters.aws.attributes import Document, to_document, to_item
from crmsync.adapters.aws.aws_failure import answering, error_code
from crmsync.adapters.aws.dynamodb_table import SERVICE, DynamoTable, Key
from crmsync.core.record import RecordRef
from crmsync.ports.clock import Clock
from crmsync.ports.waiters import Waiting

if TYPE_CHECKING:
    from types_boto3_dynamodb import DynamoDBClient

DAYS = 90
MOST = 4_000
"""Keys in a set, to which those of a batch may come: an item holds 400 KB. Of who is beyond, the nightly comparison
reminds.
"""


class DynamoWaiters:
    """The Waiters. `why` they wait is how the keys of their items begin."""

    def __init__(self, client: DynamoDBClient, table: str, clock: Clock, why: str) -> None:
        self._table = DynamoTable(client, table, clock, key_names=("pk",))
        self._why = why

    def add(self, waiting: Mapping[RecordRef, Sequence[RecordRef]]) -> Mapping[RecordRef, Sequence[RecordRef]]:
        return {awaited: self._add(awaited, waiters) for awaited, waiters in waiting.items()}

    def _add(self, awaited: RecordRef, waiters: Sequence[RecordRef]) -> list[RecordRef]:
        """Nobody of a full set, of whom nothing is stored."""
        names = sorted({waiter.key for waiter in waiters})
        room = "attribute_not_exists(waiters) OR size(waiters) < :most"
        change = "ADD waiters :names SET last_add = :add, expires_at = :expires"
        stored = self._grow(change, awaited, names, room, {":most": MOST, ":add": uuid.uuid4().hex})
        known = stored.get("acknowledged", ()) if stored is not None else names
        return [RecordRef.parse(name) for name in names if name not in known]

    def acknowledge(self, waiting: Mapping[RecordRef, Sequence[RecordRef]]) -> None:
        """Nothing of who does not wait any more, having been forgotten meanwhile."""
        for awaited, waiters in waiting.items():
            names = sorted({waiter.key for waiter in waiters})
            change = "ADD acknowledged :names SET expires_at = :expires"
            self._grow(change, awaited, names, "attribute_exists(waiters)", {})

    def _grow(
        self, change: str, awaited: RecordRef, names: Sequence[str], condition: str, values: Document
    ) -> Mapping[str, Any] | None:
        """The item after the change; None, and nothing is stored, where the condition does not hold."""
        expires_at = self._table.clock.now() // 1_000 + DAYS * 86_400
        with answering(SERVICE):
            try:
                answer = self._table.client.update_item(
                    TableName=self._table.name,
                    Key=self._table.key_item(self._key(awaited)),
                    UpdateExpression=change,
                    ConditionExpression=condition,
                    ExpressionAttributeValues={":names": {"SS": names}, **to_item({":expires": expires_at, **values})},
                    ReturnValues="ALL_NEW",
                )
            except ClientError as error:
                if not error_code(error).startswith("ConditionalCheckFailed"):
                    raise
                return None
        return to_document(answer["Attributes"])

    def of(self, awaited: Sequence[RecordRef]) -> Mapping[RecordRef, Waiting]:
        found = self._table.get_all([self._key(ref) for ref in awaited])
        return {ref: _waiting(found[key]) for ref in awaited if (key := self._key(ref)) in found}

    def forget(self, told: Mapping[RecordRef, Waiting]) -> None:
        for awaited, waiting in told.items():
            self._forget(awaited, waiting.last_add)

    def _forget(self, awaited: RecordRef, last_add: str) -> None:
        """The race: who was told is looked at, and begins to wait anew, before they are forgotten."""
        with answering(SERVICE):
            try:
                self._table.client.delete_item(
                    TableName=self._table.name,
                    Key=self._table.key_item(self._key(awaited)),
                    ConditionExpression="last_add = :add",
                    ExpressionAttributeValues=to_item({":add": last_add}),
                )
            except ClientError as error:
                if not error_code(error).startswith("ConditionalCheckFailed"):
                    raise

    def _key(self, awaited: RecordRef) -> Key:
        return (f"{self._why}#{awaited.key}",)


def _waiting(item: Mapping[str, Any]) -> Waiting:
    return Waiting(tuple(RecordRef.parse(name) for name in sorted(item["waiters"])), str(item["last_add"]))
