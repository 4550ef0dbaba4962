"""Parked rows in DynamoDB; the sparse index `due` holds those with a next try, in its order."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import replace
from typing import TYPE_CHECKING, Any

from crmsync.adapters.aws.attributes import to_document, to_item
from crmsync.adapters.aws.aws_failure import answering
from crmsync.adapters.aws.dynamodb_table import SERVICE, DynamoTable
from crmsync.adapters.aws.json_text import pack, unpack
from crmsync.adapters.aws.parked_codec import WAITING, parked_document, parked_from
from crmsync.adapters.aws.statements import Effect, Statement, execute
from crmsync.core.parked import WHOLE_RECORD, Parked
from crmsync.core.record import Millis, RecordRef, Side
from crmsync.ports.clock import Clock

if TYPE_CHECKING:
    from types_boto3_dynamodb import DynamoDBClient

_RETRY_AT = 'UPDATE "{table}" SET "due_bucket" = ? SET "next_try_at" = ? WHERE "pk" = ? AND "sk" = ?'
"""Refused for a row that is gone: it must not come back as a shell."""


class DynamoParking:
    """The Parking."""

    def __init__(self, client: DynamoDBClient, table: str, clock: Clock) -> None:
        self._table = DynamoTable(client, table, clock)
        self._retry_at = _RETRY_AT.format(table=table)

    def park(self, rows: Sequence[Parked]) -> None:
        """Reads the attempts so far, then writes: only the holder of a record's lease parks it, so nobody races."""
        rows = list({(row.ref, row.part): row for row in rows}.values())
        present = self._table.get_all([(row.ref.key, row.part) for row in rows])
        attempts = [present.get((row.ref.key, row.part), {}).get("attempts", 0) + 1 for row in rows]
        self._table.put_all(
            [parked_document(replace(row, attempts=count)) for row, count in zip(rows, attempts, strict=True)]
        )

    def due(self, now: Millis, limit: int) -> list[Parked]:
        """The index lags a moment behind the table."""
        asked: dict[str, Any] = {
            "TableName": self._table.name,
            "IndexName": "due",
            "KeyConditionExpression": "due_bucket = :waiting AND next_try_at <= :now",
            "ExpressionAttributeValues": to_item({":waiting": WAITING, ":now": now}),
        }
        return [parked_from(one) for one in self._table.pages(self._table.client.query, asked, limit)]

    def postpone(self, rows: Sequence[Parked], until: Millis) -> None:
        self._set_next_try([(row.ref.key, row.part) for row in rows], until)

    def _set_next_try(self, keys: Sequence[tuple[str, str]], at: Millis) -> int:
        statements = [Statement(self._retry_at, (WAITING, at, *key), key) for key in keys]
        return sum(one.effect is Effect.WRITTEN for one in execute(self._table, statements))

    def clear(self, ref: RecordRef, parts: Sequence[str]) -> None:
        self._table.delete_all([(ref.key, part) for part in dict.fromkeys(parts)])

    def show(self, limit: int, after: str | None = None) -> tuple[list[Parked], str | None]:
        """In the table's own order."""
        asked: dict[str, Any] = {"TableName": self._table.name, "Limit": limit}
        if after is not None:
            asked["ExclusiveStartKey"] = self._table.key_item(tuple(unpack(after)))
        with answering(SERVICE):
            answer = self._table.client.scan(**asked)
        rows = [parked_from(to_document(item)) for item in answer["Items"]]
        last = answer.get("LastEvaluatedKey")
        return rows, pack([rows[-1].ref.key, rows[-1].part]) if last and rows else None

    def of(self, ref: RecordRef) -> list[Parked]:
        return [parked_from(one) for one in self._table.query(ref.key)]

    def whole(self, refs: Sequence[RecordRef]) -> Mapping[RecordRef, Parked]:
        found = self._table.get_all([(ref.key, WHOLE_RECORD) for ref in refs]) if refs else {}
        rows = [parked_from(document) for document in found.values()]
        return {row.ref: row for row in rows}

    def oldest(self, categories: Sequence[str]) -> Millis | None:
        """Scans, as `hasten` does."""
        names = {f":c{number}": category for number, category in enumerate(categories)}
        asked: dict[str, Any] = {
            "TableName": self._table.name,
            "FilterExpression": f"category IN ({', '.join(names)})",
            "ProjectionExpression": "parked_at",
            "ExpressionAttributeValues": to_item(names),
        }
        return min((row["parked_at"] for row in self._table.pages(self._table.client.scan, asked, 0)), default=None)

    def hasten(self, now: Millis, categories: Sequence[str], *, part: str = "", object_type: str = "") -> int:
        """Scans: configurations change seldom, and what is parked is little."""
        names = {f":c{number}": category for number, category in enumerate(categories)}
        if not names:
            return 0
        narrowed = {
            "sk = :part": (":part", part),
            "begins_with(pk, :of)": (":of", f"{Side.HUBSPOT}#{object_type}#" if object_type else ""),
        }
        given = {text: value for text, value in narrowed.items() if value[1]}
        asked: dict[str, Any] = {
            "TableName": self._table.name,
            "ConsistentRead": True,
            "FilterExpression": " AND ".join([f"category IN ({', '.join(names)})", *given]),
            "ExpressionAttributeValues": to_item({**names, **dict(given.values())}),
        }
        rows = self._table.pages(self._table.client.scan, asked, 0)
        return self._set_next_try([(row["pk"], row["sk"]) for row in rows], now)
