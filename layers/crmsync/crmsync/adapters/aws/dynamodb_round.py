"""When something that is read now and then was read, tried and asked for: one item of the Config table."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from crmsync.adapters.aws.aws_failure import answering
from crmsync.adapters.aws.dynamodb_table import SERVICE, DynamoTable
from crmsync.core.record import Millis


class DynamoRound:
    def __init__(self, table: DynamoTable, key: tuple[str, str]) -> None:
        self._table = table
        self._key = key

    def last(self) -> tuple[Millis, Millis, tuple[str, ...]]:
        """When it was read, when it was tried, and the ids that were asked for since."""
        item: Mapping[str, Any] = self._table.get(self._key) or {}
        return item.get("read_at", 0), item.get("tried_at", 0), tuple(sorted(item.get("asked_for", ())))

    def note_round(self, at: Millis) -> None:
        self._table.put({"pk": self._key[0], "sk": self._key[1], "read_at": at, "tried_at": at})

    def note_try(self, at: Millis) -> None:
        self._update("SET tried_at = :value", {"N": str(at)})

    def ask_for(self, ids: Sequence[str]) -> None:
        if ids:
            self._update("ADD asked_for :value", {"SS": sorted(set(ids))})

    def _update(self, expression: str, value: Any) -> None:  # noqa: ANN401 - any attribute value
        with answering(SERVICE):
            self._table.client.update_item(
                TableName=self._table.name,
                Key=self._table.key_item(self._key),
                UpdateExpression=expression,
                ExpressionAttributeValues={":value": value},
            )
