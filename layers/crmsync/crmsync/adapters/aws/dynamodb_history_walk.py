"""The walk over history in DynamoDB: a scan, whose items are rows and pointers to them."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from crmsync.adapters.aws.attributes import to_document, to_item
from crmsync.adapters.aws.aws_failure import answering
from crmsync.adapters.aws.dynamodb_table import SERVICE
from crmsync.adapters.aws.history_codec import history_from
from crmsync.adapters.aws.json_text import pack, unpack
from crmsync.core.record import Millis
from crmsync.ports.history_walk import HistoryPage

if TYPE_CHECKING:
    from types_boto3_dynamodb import DynamoDBClient


class DynamoHistoryWalk:
    """The HistoryWalk. Pointers have no time, so the filter drops them too, after they were read."""

    def __init__(self, client: DynamoDBClient, table: str) -> None:
        self._client, self._table = client, table

    def page(self, since: Millis, limit: int, after: str | None) -> HistoryPage:
        asked: dict[str, Any] = {
            "TableName": self._table,
            "Limit": limit,
            "FilterExpression": "#at >= :since",
            "ExpressionAttributeNames": {"#at": "at"},
            "ExpressionAttributeValues": to_item({":since": since}),
        }
        if after is not None:
            pk, sk = unpack(after)
            asked["ExclusiveStartKey"] = to_item({"pk": pk, "sk": sk})
        with answering(SERVICE):
            answer = self._client.scan(**asked)
        last = to_document(answer["LastEvaluatedKey"]) if "LastEvaluatedKey" in answer else None
        rows = tuple(history_from(to_document(item)) for item in answer["Items"])
        return HistoryPage(rows, pack([last["pk"], last["sk"]]) if last is not None else None)
